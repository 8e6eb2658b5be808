import type { Conversation } from './conversation.ts';
import type { ConversationEvent, EventOf } from './events.ts';
import type { Priority } from './priority.ts';

/** What must happen because of facts. Each may happen twice: whoever does it must do it once. */
export type Consequence =
  | { readonly do: 'route'; readonly conversationId: string; readonly urgency: 'urgent' | 'standard' }
  | { readonly do: 'deliver'; readonly conversationId: string; readonly reply: EventOf<'ReplyWritten'> }
  | { readonly do: 'watch-deadline'; readonly conversationId: string; readonly deadlineId: string; readonly at: string }
  | { readonly do: 'end-snooze'; readonly conversationId: string; readonly until: string };

export const urgencyOf = (priority: Priority): 'urgent' | 'standard' =>
  priority === 'urgent' || priority === 'high' ? 'urgent' : 'standard';

/** Facts after which nobody has the conversation and somebody should. */
const leavesItFree: ReadonlySet<ConversationEvent['type']> = new Set([
  'ConversationOpened',
  'ConversationReopened',
  'ConversationWoken',
  'ConversationTransferred',
  'ConversationUnassigned',
]);

function ofEvent(event: ConversationEvent, after: Conversation): readonly Consequence[] {
  switch (event.type) {
    case 'ReplyWritten':
      return [{ do: 'deliver', conversationId: after.id, reply: event }];
    case 'ConversationSnoozed':
      return [{ do: 'end-snooze', conversationId: after.id, until: event.until }];
    case 'DeadlineSet': {
      const at = event.deadline.steps.at(0)?.at;
      return at ? [{ do: 'watch-deadline', conversationId: after.id, deadlineId: event.deadline.id, at }] : [];
    }
    default:
      return [];
  }
}

/** What follows from one decision: its facts, and the conversation as they left it (or as it is now, if it has moved on). */
export function consequencesOf(events: readonly ConversationEvent[], after: Conversation): readonly Consequence[] {
  const leftFree = events.some((event) => leavesItFree.has(event.type));
  const wantsAgent = after.stage.status === 'open' && after.holder.kind !== 'agent';
  const route: readonly Consequence[] =
    leftFree && wantsAgent ? [{ do: 'route', conversationId: after.id, urgency: urgencyOf(after.priority) }] : [];
  return [...events.flatMap((event) => ofEvent(event, after)), ...route];
}
