import { graphFailure } from '#adapters/channels/meta/graph-error.ts';
import type { DeliveryStatus, Failure, Receipt } from '#domain/channels/delivery.ts';
import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { whatsAppMeanings } from './errors.ts';
import type { Status } from './payload.ts';
import type { ReadingOf } from './reading.ts';
import { timeOf } from './time.ts';

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status */
const statuses: Readonly<Record<string, DeliveryStatus>> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  /** A voice message was listened to. */
  played: 'read',
  failed: 'failed',
};

/** What we give along with a message and get back with everything told about it. */
export const markOf = ({ conversationId, messageId }: NonNullable<Receipt['about']>): string =>
  `${conversationId}.${messageId}`;

function aboutOf(mark: string | undefined): Pick<Receipt, 'about'> {
  const [, conversationId, messageId] = /^([\w-]+)\.([\w-]+)$/.exec(mark ?? '') ?? [];
  return conversationId && messageId ? { about: { conversationId, messageId } } : {};
}

/** Reads how one of our messages fared. */
export function readStatus({ connection, receivedAt, change }: ReadingOf, told: Status): InboundItem {
  if (change.field === 'standby') return { kind: 'dropped', rule: 'whatsapp-receipt-of-another-sender' };
  const status = statuses[told.status];
  if (!status) throw new Refusal('invalid', `${told.status.slice(0, 40)} is no message status that is known here`);
  const receipt: Receipt = {
    connectionId: connection.id,
    providerId: told.id,
    status,
    at: timeOf(told.timestamp, receivedAt),
    receiptId: `${told.id}:${told.status}`,
    ...aboutOf(told.biz_opaque_callback_data),
    ...(status === 'failed' ? { failure: failureOf(told) } : {}),
  };
  return { kind: 'receipt', receipt };
}

const notDelivered: Failure = {
  class: 'TRANSIENT',
  reason: 'WhatsApp did not deliver the message and gave no reason. Send it again, or use another channel.',
};

function failureOf({ errors: [error] }: Status): Failure {
  return error ? graphFailure(error, whatsAppMeanings) : notDelivered;
}
