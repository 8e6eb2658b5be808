import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import { connectionOf, mustBeOfAccount } from '#adapters/channels/shared/connection.ts';
import { type Keyword, keywordOf } from '#adapters/channels/shared/keyword.ts';
import { isOptOutSentence } from '#adapters/channels/shared/opt-out.ts';
import { copyTwilioMedia } from '#adapters/channels/twilio/copy-media.ts';
import { partsOf } from '#adapters/channels/twilio/message-parts.ts';
import { isReceipt, readReceipt } from '#adapters/channels/twilio/read-receipt.ts';
import { type WebhookFields, webhookFields } from '#adapters/channels/twilio/webhook-fields.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import type { Attachment, InboundMessage } from '#domain/channels/inbound-message.ts';
import type { Part } from '#domain/channels/part.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { whatsAppAddress, whatsAppSender } from './address.ts';
import { contactsOf } from './vcard.ts';

type Needs = Pick<ChannelNeeds, 'connections' | 'secret' | 'fetch' | 'files'>;

/** Reads Twilio's webhooks about WhatsApp: messages of customers, and status callbacks about ours. */
export const createTwilioWhatsAppReader =
  (needs: Needs): ReadEnvelope =>
  async (envelope) => {
    const connection = await connectionOf(needs.connections, envelope, 'twilio-whatsapp');
    const fields = webhookFields(envelope);
    mustBeOfAccount(connection, fields.AccountSid, 'AccountSid');
    const { receivedAt, query } = envelope;
    if (isReceipt(fields))
      return [{ kind: 'receipt', receipt: readReceipt(fields, { connectionId: connection.id, receivedAt, query }) }];
    return [{ kind: 'message', message: await readMessage(needs, { connection, fields, receivedAt }) }];
  };

type Arrival = { readonly connection: Connection; readonly fields: WebhookFields; readonly receivedAt: string };

/** https://www.twilio.com/docs/whatsapp/guidance-whatsapp-media-messages, read 2026-11-22. */
const maxBytes = 16_000_000;

async function readMessage(needs: Needs, { connection, fields, receivedAt }: Arrival): Promise<InboundMessage> {
  if (fields.MessagingServiceSid === undefined && fields.To !== whatsAppAddress(connection.address))
    throw new Refusal('invalid', `To is not the number of connection ${connection.id}`);
  const attachments = await copyTwilioMedia(needs, { connectionId: connection.id, fields, maxBytes });
  const parts = [...partsOf(fields), ...(await cardsIn(needs, fields, attachments))];
  const keyword = askedBy(fields);
  return {
    channel: 'whatsapp',
    connectionId: connection.id,
    providerId: fields.MessageSid,
    sender: whatsAppSender(fields, fields.AccountSid),
    // Twilio's webhook tells no time of its own.
    sentAt: receivedAt,
    text: fields.Body,
    attachments,
    ...partsOrType(fields, { parts, attachments }),
    ...(fields.OriginalRepliedMessageSid ? { quotes: fields.OriginalRepliedMessageSid } : {}),
    ...(keyword ? { keyword } : {}),
  };
}

type Content = { readonly parts: readonly Part[]; readonly attachments: readonly Attachment[] };

/** A message of a type that this version cannot read is shown as such, rather than empty. */
function partsOrType({ Body, MessageType = 'unknown' }: WebhookFields, { parts, attachments }: Content) {
  if (parts.length > 0) return { parts: [...parts] };
  const isEmpty = Body === '' && attachments.length === 0;
  return isEmpty ? { parts: [{ kind: 'unsupported' as const, type: MessageType }] } : {};
}

/** Contacts come as one card each; the file stays with the message. */
async function cardsIn(needs: Needs, { media }: WebhookFields, attachments: readonly Attachment[]): Promise<Part[]> {
  const cards = attachments.filter((_, index) => /^text\/(x-)?vcard/i.test(media[index]?.contentType ?? ''));
  const bodies = await Promise.all(cards.map(({ key }) => needs.files.get(key)));
  return bodies.flatMap((body) => contactsOf(Buffer.from(body ?? []).toString('utf8')));
}

/** In a chat, END, YES or HELP are words of a conversation; these are not. */
const words = { stop: ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'OPTOUT'], start: ['START', 'UNSTOP'], help: [] } as const;

const askedBy = ({ Body }: WebhookFields): Keyword | undefined =>
  keywordOf(Body, words) ?? (isOptOutSentence(Body) ? 'stop' : undefined);
