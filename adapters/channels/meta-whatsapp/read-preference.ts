import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import type { Preference } from './payload.ts';
import { addressOf } from './person.ts';
import type { ReadingOf } from './reading.ts';
import { timeOf } from './time.ts';

const reasons = {
  stop: 'The customer stopped marketing messages in WhatsApp.',
  resume: 'The customer resumed marketing messages in WhatsApp.',
} as const;

/** A customer's choice under "Offers and announcements": it is about marketing, and everything else may still be written. */
export function readPreference({ connection, receivedAt }: ReadingOf, preference: Preference): InboundItem {
  const { wa_id, user_id, category, value, timestamp } = preference;
  const sender = addressOf(wa_id, connection.accountId) ?? addressOf(user_id, connection.accountId);
  if (!sender) throw new Refusal('invalid', 'the preference names neither a phone number nor an id of WhatsApp');
  const at = timeOf(timestamp, receivedAt);
  return {
    kind: 'consent',
    consent: {
      channel: 'whatsapp',
      connectionId: connection.id,
      sender,
      to: value === 'stop' ? 'stop' : 'start',
      extent: 'marketing',
      reason: reasons[value],
      at,
      id: `${sender.address}:${category}:${value}:${at}`,
    },
  };
}
