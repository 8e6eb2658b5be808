import type { Connection, ConnectionStore } from '#domain/channels/channel.ts';
import type { InboundEnvelope, ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import type { InboundMessage } from '#domain/channels/inbound-message.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { copyMedia, type MediaNeeds } from './copy-media.ts';
import { keywordOf } from './keyword.ts';
import { readReceipt } from './read-receipt.ts';
import { smsSender } from './sender.ts';
import { type WebhookFields, webhookFields } from './webhook-fields.ts';

type Needs = {
  readonly connections: Pick<ConnectionStore, 'get'>;
  /** Without it, messages with media go to quarantine. */
  readonly media?: MediaNeeds | undefined;
};

/** Reads Twilio's webhooks about texts: those of customers, and status callbacks about ours. */
export const createTwilioReader =
  (needs: Needs): ReadEnvelope =>
  async (envelope) => {
    const connection = await connectionOf(needs, envelope);
    const fields = webhookFields(envelope);
    // Without this check, a body that Twilio signed for one account could be sent to the webhook of another.
    if (connection.accountId === undefined || fields.AccountSid !== connection.accountId) {
      throw new Refusal('invalid', `AccountSid is not the account of connection ${connection.id}`);
    }
    const { MessageStatus } = fields;
    if (MessageStatus !== undefined && MessageStatus !== 'received') {
      const arrival = { connectionId: connection.id, receivedAt: envelope.receivedAt, query: envelope.query };
      return [{ kind: 'receipt', receipt: readReceipt({ ...fields, MessageStatus }, arrival) }];
    }
    const message = await readMessage(needs, { connection, fields, receivedAt: envelope.receivedAt });
    return [{ kind: 'message', message }];
  };

async function connectionOf(needs: Needs, { connectionId }: InboundEnvelope): Promise<Connection> {
  const connection = connectionId === undefined ? undefined : await needs.connections.get(connectionId);
  if (connection?.provider === 'twilio-sms') return connection;
  throw new Refusal('invalid', `the webhook names connection ${connectionId ?? 'none'}, which is none of Twilio SMS`);
}

type Arrival = { readonly connection: Connection; readonly fields: WebhookFields; readonly receivedAt: string };

async function readMessage(needs: Needs, { connection, fields, receivedAt }: Arrival): Promise<InboundMessage> {
  if (fields.MessagingServiceSid === undefined && fields.To !== connection.address) {
    throw new Refusal('invalid', `To is not the number of connection ${connection.id}`);
  }
  const keyword = keywordOf(fields.Body, fields.OptOutType);
  return {
    channel: 'sms',
    connectionId: connection.id,
    providerId: fields.MessageSid,
    sender: smsSender(fields.From ?? ''),
    // Twilio's webhook tells no time of its own.
    sentAt: receivedAt,
    text: fields.Body,
    attachments: await attachmentsOf(needs, connection.id, fields),
    ...(keyword ? { keyword } : {}),
  };
}

async function attachmentsOf(needs: Needs, connectionId: string, fields: WebhookFields) {
  if (fields.mediaUrls.length === 0) return [];
  if (!needs.media) throw new Refusal('invalid', 'the message has media and copying media is not set up');
  return copyMedia(needs.media, { connectionId, messageSid: fields.MessageSid, urls: fields.mediaUrls });
}
