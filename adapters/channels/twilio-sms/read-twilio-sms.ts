import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import { connectionOf, mustBeOfAccount } from '#adapters/channels/shared/connection.ts';
import { type Keyword, keywordOf } from '#adapters/channels/shared/keyword.ts';
import { isOptOutSentence } from '#adapters/channels/shared/opt-out.ts';
import { smsSender } from '#adapters/channels/shared/sms-sender.ts';
import { copyTwilioMedia } from '#adapters/channels/twilio/copy-media.ts';
import { partsOf } from '#adapters/channels/twilio/message-parts.ts';
import { isReceipt, readReceipt } from '#adapters/channels/twilio/read-receipt.ts';
import { type WebhookFields, webhookFields } from '#adapters/channels/twilio/webhook-fields.ts';
import type { Channel, Connection } from '#domain/channels/channel.ts';
import type { ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import type { InboundMessage } from '#domain/channels/inbound-message.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { rcsSenderOf } from './settings.ts';

type Needs = Pick<ChannelNeeds, 'connections' | 'secret' | 'fetch' | 'files'>;

/** Reads Twilio's webhooks about texts, as SMS, MMS or RCS: those of customers, and status callbacks about ours. */
export const createTwilioReader =
  (needs: Needs): ReadEnvelope =>
  async (envelope) => {
    const connection = await connectionOf(needs.connections, envelope, 'twilio-sms');
    const fields = webhookFields(envelope);
    mustBeOfAccount(connection, fields.AccountSid, 'AccountSid');
    const { receivedAt, query } = envelope;
    if (isReceipt(fields))
      return [{ kind: 'receipt', receipt: readReceipt(fields, { connectionId: connection.id, receivedAt, query }) }];
    return [{ kind: 'message', message: await readMessage(needs, { connection, fields, receivedAt }) }];
  };

type Arrival = { readonly connection: Connection; readonly fields: WebhookFields; readonly receivedAt: string };

/** MMS carries 5 MB in all, RCS 16 MB; https://www.twilio.com/docs/messaging/guides/accepted-mime-types, read 2026-11-22. */
const maxBytes: Partial<Record<Channel, number>> = { sms: 5_000_000, rcs: 16_000_000 };

async function readMessage(needs: Needs, { connection, fields, receivedAt }: Arrival): Promise<InboundMessage> {
  mustBeForUs(connection, fields);
  const channel = channelOf(fields);
  const parts = partsOf(fields);
  const keyword = askedBy(fields);
  const media = { connectionId: connection.id, fields, maxBytes: maxBytes[channel] ?? 0 };
  return {
    channel,
    connectionId: connection.id,
    providerId: fields.MessageSid,
    sender: smsSender((fields.From ?? '').replace(/^rcs:/, '')),
    // Twilio's webhook tells no time of its own.
    sentAt: receivedAt,
    text: fields.Body,
    attachments: await copyTwilioMedia(needs, media),
    ...(parts.length > 0 ? { parts: [...parts] } : {}),
    ...(fields.OriginalRepliedMessageSid ? { quotes: fields.OriginalRepliedMessageSid } : {}),
    ...(keyword ? { keyword } : {}),
  };
}

/** A Messaging Service may take texts on any of its numbers and RCS senders. */
function mustBeForUs(connection: Connection, { MessagingServiceSid, To }: WebhookFields): void {
  if (MessagingServiceSid !== undefined || To === connection.address) return;
  if (To !== undefined && To === rcsSenderOf(connection)) return;
  throw new Refusal('invalid', `To is not the number of connection ${connection.id}`);
}

const channelOf = ({ From, ChannelMetadata }: WebhookFields): 'sms' | 'rcs' =>
  From?.startsWith('rcs:') || /"type"\s*:\s*"rcs"/i.test(ChannelMetadata ?? '') ? 'rcs' : 'sms';

const optOutTypes: Readonly<Record<string, Keyword>> = { STOP: 'stop', START: 'start', HELP: 'help' };

/** As Twilio says itself with Advanced Opt-Out, else a text that is one default word, else a sentence that says the same. */
const askedBy = ({ OptOutType = '', Body }: WebhookFields): Keyword | undefined =>
  optOutTypes[OptOutType.toUpperCase()] ?? keywordOf(Body) ?? (isOptOutSentence(Body) ? 'stop' : undefined);
