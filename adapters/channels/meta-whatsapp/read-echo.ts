import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { previewableParts } from './message-parts.ts';
import type { Message } from './payload.ts';
import { addressOf } from './person.ts';
import { attachmentsOf, changeOf, textOf, updateOf } from './read-message.ts';
import type { ReadingOf } from './reading.ts';
import { timeOf } from './time.ts';

/** What somebody of the business wrote with the WhatsApp Business app, or another sender at this number. */
export async function readEcho(of: ReadingOf, message: Message): Promise<InboundItem> {
  const changed = changeOf(message);
  if (changed) return { kind: 'update', update: { ...updateOf(of, message), by: 'business', ...changed } };
  const { connection, receivedAt, change } = of;
  const to = addressOf(message.to, connection.accountId) ?? addressOf(message.to_user_id, connection.accountId);
  if (!to) throw new Refusal('invalid', 'the echo names neither a phone number nor an id of WhatsApp');
  return {
    kind: 'sent-elsewhere',
    sent: {
      channel: 'whatsapp',
      connectionId: connection.id,
      providerId: message.id,
      to,
      sentAt: timeOf(message.timestamp, receivedAt),
      text: textOf(message) || previewableParts(message),
      attachments: await attachmentsOf(of, message),
      tool: change.field === 'smb_message_echoes' ? 'WhatsApp Business app' : 'another sender at this number',
    },
  };
}
