import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { isoTime, type MessagingItem } from './payload.ts';
import { customerIn, timeOf } from './read-message.ts';
import { dropped, type Reading } from './reading.ts';

/** Everything up to the watermark was delivered; the ids of single messages may be missing, so they are not asked. */
export function readDelivery(
  reading: Reading,
  item: MessagingItem,
  { watermark }: NonNullable<MessagingItem['delivery']>,
): InboundItem {
  return upTo(reading, item, { status: 'delivered', watermark });
}

/** Messenger tells up to when everything was read, Instagram which message. */
export function readSeen(
  reading: Reading,
  item: MessagingItem,
  { watermark, mid }: NonNullable<MessagingItem['read']>,
): InboundItem {
  if (watermark !== undefined) return upTo(reading, item, { status: 'read', watermark });
  if (mid === undefined) throw new Refusal('invalid', 'read names neither a message nor a watermark');
  const { id: connectionId } = reading.connection;
  return {
    kind: 'receipt',
    receipt: { connectionId, providerId: mid, status: 'read', at: timeOf(reading, item), receiptId: `${mid}:read` },
  };
}

type Mark = { readonly status: 'delivered' | 'read'; readonly watermark: number };

function upTo(reading: Reading, item: MessagingItem, { status, watermark }: Mark): InboundItem {
  const address = customerIn(reading, item);
  return {
    kind: 'receipt',
    receipt: {
      connectionId: reading.connection.id,
      providerId: '',
      upTo: { address, scope: reading.account },
      status,
      at: isoTime(watermark, reading.receivedAt),
      receiptId: `${status}:${address}:${watermark}`,
    },
  };
}

/**
 * A person let us write: by a plugin, or to marketing messages, which can also be stopped again.
 * https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/messaging_optins, read 2026-11-22.
 */
export function readOptin(
  reading: Reading,
  item: MessagingItem,
  { type, notification_messages_status }: NonNullable<MessagingItem['optin']>,
): InboundItem {
  // A check box on a website: the person is known by that website's own reference only, until they write.
  if (item.sender?.id === undefined) return dropped(reading, 'optin-without-person');
  const address = customerIn(reading, item);
  const isMarketing = type === 'notification_messages';
  const isStop = notification_messages_status === 'STOP_NOTIFICATIONS';
  const marketing = isStop ? 'stopped our marketing messages' : 'agreed to our marketing messages';
  return {
    kind: 'consent',
    consent: {
      channel: reading.provider,
      connectionId: reading.connection.id,
      sender: { address, scope: reading.account },
      to: isStop ? 'stop' : 'start',
      extent: isMarketing ? 'marketing' : 'everything',
      reason: isMarketing ? marketing : 'pressed a button that lets us write',
      at: timeOf(reading, item),
      id: `optin:${address}:${item.timestamp ?? reading.receivedAt}`,
    },
  };
}

/** Meta's warning or block because of its policies. */
export function readPolicy(
  reading: Reading,
  item: MessagingItem,
  { action = 'warning', reason }: NonNullable<MessagingItem['policy_enforcement']>,
): InboundItem {
  const severities: Readonly<Record<string, 'broken' | 'info'>> = { block: 'broken', unblock: 'info' };
  return {
    kind: 'notice',
    notice: {
      connectionId: reading.connection.id,
      what: `policy ${action}`,
      detail: reason ?? 'Meta gave no reason; see the account quality page at Meta',
      at: timeOf(reading, item),
      severity: severities[action] ?? 'warning',
    },
  };
}

/**
 * Conversations that another app has taken over reach us on standby, to be seen and not answered. Where Parley should
 * answer, that is a matter for an administrator; one notice a day says so, whatever comes in.
 */
export function readStandby(reading: Reading, value: unknown): InboundItem {
  const isFromCustomer = typeof value === 'object' && value !== null && 'message' in value && !isEcho(value.message);
  if (!isFromCustomer) return dropped(reading, 'standby');
  return {
    kind: 'notice',
    notice: {
      connectionId: reading.connection.id,
      what: 'standby',
      detail:
        'customers write to an account whose conversations another app has taken; make this app the default one under "Conversation routing" at Meta, or answer there',
      at: `${reading.receivedAt.slice(0, 10)}T00:00:00.000Z`,
      severity: 'warning',
    },
  };
}

const isEcho = (message: unknown): boolean =>
  typeof message === 'object' && message !== null && 'is_echo' in message && message.is_echo === true;
