import type { ConversationEvent } from '../api/types.ts';
import type { OutboxItem } from '../stores/outbox.ts';

/** Live news of what was written here can overtake the answer to the request: then it must not be shown twice. */
export const isTold = (item: OutboxItem, events: readonly ConversationEvent[], meId: string): boolean => {
  const from = events.findIndex(({ id }) => id === item.writtenAfter) + 1;
  const type = item.mode === 'note' ? 'NoteWritten' : 'ReplyWritten';
  return events
    .slice(from)
    .some(
      (event) =>
        event.type === type && event.by.kind === 'agent' && event.by.id === meId && isTextOf(item.text, event.text),
    );
};

/** A long answer is told as the first of several messages. */
const isTextOf = (written: string, told: string): boolean =>
  told === written || (told !== '' && written.startsWith(told));
