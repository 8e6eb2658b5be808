import type { Connection } from '#domain/channels/channel.ts';
import type { Failure, Receipt } from '#domain/channels/delivery.ts';
import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import type { Consent } from '#domain/channels/message-update.ts';
import type { ViberEvent } from './payload.ts';

/** Answered by the webhook itself, or of no use to anybody. */
const dropped = new Set(['webhook', 'conversation_started', 'client_status']);

const statuses = { delivered: 'delivered', seen: 'read', failed: 'undeliverable' } as const;

const notDelivered: Failure = {
  class: 'TRANSIENT',
  reason: 'Viber could not deliver the message. Send it again later, or use another channel.',
};

/** Everything that is not a message: undefined when it is one, or unknown. */
export function readNews(connection: Connection, event: ViberEvent): InboundItem | undefined {
  if (dropped.has(event.event)) return { kind: 'dropped', rule: `viber-${event.event.replace('_', '-')}` };
  const consent = consentOf(connection, event);
  if (consent) return { kind: 'consent', consent };
  const receipt = receiptOf(connection, event);
  return receipt && { kind: 'receipt', receipt };
}

const at = ({ timestamp }: ViberEvent): string => new Date(timestamp).toISOString();

function consentOf({ id, accountId }: Connection, event: ViberEvent): Consent | undefined {
  const address = event.user?.id ?? event.user_id;
  const isStop = event.event === 'unsubscribed';
  if (address === undefined || !(isStop || event.event === 'subscribed')) return undefined;
  return {
    channel: 'viber',
    connectionId: id,
    sender: {
      address,
      ...(accountId === undefined ? {} : { scope: accountId }),
      ...(event.user?.name ? { name: event.user.name } : {}),
    },
    to: isStop ? 'stop' : 'start',
    extent: 'everything',
    reason: isStop ? 'The customer unsubscribed at Viber.' : 'The customer subscribed at Viber.',
    at: at(event),
    id: `${event.event}:${address}:${event.timestamp}`,
  };
}

/** Also told of messages on the customer's other devices: those are of no message of ours, and nothing becomes of them. */
function receiptOf({ id }: Connection, event: ViberEvent): Receipt | undefined {
  const { event: kind, message_token: token } = event;
  if (token === undefined || (kind !== 'delivered' && kind !== 'seen' && kind !== 'failed')) return undefined;
  return {
    connectionId: id,
    providerId: token,
    status: statuses[kind],
    at: at(event),
    receiptId: `${token}:${kind}`,
    ...(kind === 'failed' ? { failure: notDelivered } : {}),
  };
}
