import { Refusal } from '../kernel/refusal.ts';
import type { Queue } from '../routing/queue.ts';
import type { ConversationEvent } from './events.ts';

/** Is the fact something that an author should have seen before answering, by the queue's setting? */
export function holdsReply(queue: Queue, authorId: string, event: ConversationEvent): boolean {
  if (queue.holdReplyWhen === 'never') return false;
  if (event.type === 'SentElsewhere') return true;
  if (event.type === 'ReplyWritten') return event.by.kind !== 'agent' || event.by.id !== authorId;
  return event.type === 'MessageReceived' && queue.holdReplyWhen === 'anyone-wrote';
}

/** What was written after the last fact that the author has seen. */
export function unseenBy(
  queue: Queue,
  author: { readonly id: string; readonly lastSeenEventId: string },
  events: readonly ConversationEvent[],
): readonly ConversationEvent[] {
  const seen = events.findIndex((event) => event.id === author.lastSeenEventId);
  if (seen < 0)
    throw new Refusal(
      'invalid',
      `lastSeenEventId "${author.lastSeenEventId}" is not an event of this conversation; send the id of the last event you showed`,
    );
  return events.slice(seen + 1).filter((event) => holdsReply(queue, author.id, event));
}
