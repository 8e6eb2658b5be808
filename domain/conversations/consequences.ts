import { type Conversation, wantsAgent } from './conversation.ts';
import type { ConversationEvent, EventOf } from './events.ts';
import type { Priority } from './priority.ts';

/** What must happen because of facts. Each may happen twice: whoever does it must do it once. */
export type Consequence =
  | { readonly do: 'route'; readonly conversationId: string; readonly urgency: 'urgent' | 'standard' }
  | { readonly do: 'deliver'; readonly conversationId: string; readonly reply: EventOf<'ReplyWritten'> }
  | {
      readonly do: 'watch-deadline';
      readonly conversationId: string;
      readonly deadlineId: string;
      /** When its next step is due. */
      readonly at: string;
      /** The fact that it follows from. */
      readonly factId: string;
    }
  | {
      readonly do: 'end-snooze';
      readonly conversationId: string;
      readonly until: string;
      readonly factId: string;
    };

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
      return [{ do: 'end-snooze', conversationId: after.id, until: event.until, factId: event.id }];
    default:
      return [];
  }
}

/** Whether the deadline's next step wants watching from this fact on. Once escalated, the workflow waits for what comes next. */
function startsWatch(event: ConversationEvent, deadlineId: string): boolean {
  switch (event.type) {
    case 'DeadlineSet':
      return event.deadline.id === deadlineId;
    case 'EscalationWarned':
      return event.deadlineId === deadlineId;
    case 'ConversationWoken':
      return true;
    default:
      return false;
  }
}

/** One that sleeps is watched from when it wakes. */
function watching(events: readonly ConversationEvent[], after: Conversation): readonly Consequence[] {
  const { id: conversationId, deadline, stage } = after;
  const at = deadline?.steps.at(0)?.at;
  if (!deadline || !at || stage.status !== 'open') return [];
  const fact = events.findLast((event) => startsWatch(event, deadline.id));
  return fact ? [{ do: 'watch-deadline', conversationId, deadlineId: deadline.id, at, factId: fact.id }] : [];
}

/** What follows from one decision: its facts, and the conversation as they left it (or as it is now, if it has moved on). */
export function consequencesOf(events: readonly ConversationEvent[], after: Conversation): readonly Consequence[] {
  const leftFree = events.some((event) => leavesItFree.has(event.type));
  const route: readonly Consequence[] =
    leftFree && wantsAgent(after)
      ? [{ do: 'route', conversationId: after.id, urgency: urgencyOf(after.priority) }]
      : [];
  return [...events.flatMap((event) => ofEvent(event, after)), ...watching(events, after), ...route];
}
