import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import { $Chat } from './payload.ts';
import { senderOf } from './read-direct.ts';
import type { Reading } from './reading.ts';

/**
 * XChat is encrypted from end to end, and Parley has no key: the agent sees that something was written, and has to look
 * at X. https://docs.x.com/x-api/activity/event-payloads#chat-events-xchat, read 2026-11-22. Undefined when of another shape.
 */
export function readChat({ connection, accountId }: Reading, payload: unknown): InboundItem | undefined {
  const chat = $Chat.safeParse(payload).data;
  if (!chat) return undefined;
  const sentAt = new Date(chat.created_at_msec).toISOString();
  const common = { channel: 'x', connectionId: connection.id, providerId: chat.id, sentAt } as const;
  if (chat.sender_id !== accountId) {
    const sender = senderOf(chat.sender_id, accountId, undefined);
    const parts = [{ kind: 'unsupported', type: 'encrypted message' } as const];
    return { kind: 'message', message: { ...common, sender, text: '', attachments: [], parts } };
  }
  const [address, ...others] = chat.conversation_id.split(':').filter((id) => id !== accountId);
  if (address === undefined || others.length > 0) return { kind: 'dropped', rule: 'x-own-group-chat' };
  const text = 'An encrypted message, which only X can show.';
  const to = { address, scope: accountId };
  return { kind: 'sent-elsewhere', sent: { ...common, to, text, attachments: [] } };
}
