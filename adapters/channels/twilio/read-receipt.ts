import type { DeliveryStatus, Receipt } from '#domain/channels/delivery.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { deliveryFailure } from './errors.ts';
import type { WebhookFields } from './webhook-fields.ts';

/** https://www.twilio.com/docs/messaging/api/message-resource#message-status-values, read 2026-11-21. */
const statuses: Readonly<Record<string, DeliveryStatus>> = {
  accepted: 'queued',
  scheduled: 'queued',
  queued: 'queued',
  sending: 'sending',
  sent: 'sent',
  // A part arrived. `delivered` would claim that all of it did.
  partially_delivered: 'sent',
  delivered: 'delivered',
  read: 'read',
  undelivered: 'undeliverable',
  failed: 'failed',
  canceled: 'failed',
};

/** The message named by the callback's address, which is under Twilio's signature like the rest. */
function aboutIn(query: string | undefined): Pick<Receipt, 'about'> {
  const fields = new URLSearchParams(query);
  const [conversationId, messageId] = [fields.get('conversation'), fields.get('message')];
  return conversationId && messageId ? { about: { conversationId, messageId } } : {};
}

/** Is this a status callback? Some incoming messages carry `MessageStatus=received`. */
export const isReceipt = (fields: WebhookFields): fields is WebhookFields & { readonly MessageStatus: string } =>
  fields.MessageStatus !== undefined && fields.MessageStatus !== 'received';

/** Reads a status callback. */
export function readReceipt(
  fields: Pick<WebhookFields, 'MessageSid' | 'ErrorCode'> & { readonly MessageStatus: string },
  arrival: { readonly connectionId: string; readonly receivedAt: string; readonly query?: string | undefined },
): Receipt {
  const status = statuses[fields.MessageStatus];
  if (!status)
    throw new Refusal('invalid', `${fields.MessageStatus.slice(0, 40)} is no message status that is known here`);
  const failure = status === 'undeliverable' || status === 'failed' ? deliveryFailure(fields.ErrorCode) : undefined;
  return {
    connectionId: arrival.connectionId,
    providerId: fields.MessageSid,
    status,
    at: arrival.receivedAt,
    receiptId: `${fields.MessageSid}:${fields.MessageStatus}`,
    ...aboutIn(arrival.query),
    ...(failure ? { failure } : {}),
  };
}
