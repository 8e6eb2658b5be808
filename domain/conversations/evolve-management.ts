import type { Conversation } from './conversation.ts';
import type { EventOf } from './events.ts';

const assigned = (state: Conversation, event: EventOf<'ConversationAssigned'>): Conversation => ({
  ...state,
  holder: { kind: 'agent', agentId: event.agentId, agentName: event.agentName, since: event.at },
  preferredAgentId: undefined,
  declinedBy: undefined,
});

const released = (state: Conversation): Pick<Conversation, 'holder' | 'preferredAgentId'> =>
  state.holder.kind === 'agent'
    ? { holder: { kind: 'nobody' }, preferredAgentId: state.holder.agentId }
    : { holder: { kind: 'nobody' }, preferredAgentId: state.preferredAgentId };

const stepsAfter = (state: Conversation, deadlineId: string, level: number): Conversation['deadline'] =>
  state.deadline?.id === deadlineId
    ? { ...state.deadline, steps: state.deadline.steps.filter((step) => step.level > level) }
    : state.deadline;

export const resolvedAt = (state: Conversation, at: string): Conversation => ({
  ...state,
  stage: { status: 'resolved', at },
  deadline: undefined,
  escalationLevel: 0,
});

type ManagementEvent = EventOf<
  | 'PriorityChanged'
  | 'ConversationAssigned'
  | 'ConversationUnassigned'
  | 'WaitingStarted'
  | 'ConversationTransferred'
  | 'ConversationSnoozed'
  | 'ConversationWoken'
  | 'ConversationReopened'
  | 'ConversationResolved'
  | 'DeadlineSet'
  | 'DeadlineMet'
  | 'EscalationWarned'
  | 'ConversationEscalated'
>;

/** What is done with a conversation, beside what is said in it. */
export function managed(state: Conversation, event: ManagementEvent): Conversation {
  switch (event.type) {
    case 'PriorityChanged':
      return { ...state, priority: event.to };
    case 'ConversationAssigned':
      return assigned(state, event);
    case 'ConversationUnassigned':
      return { ...state, ...released(state), preferredAgentId: undefined, declinedBy: event.agentId };
    case 'WaitingStarted':
      return { ...state, holder: { kind: 'line', since: event.at } };
    case 'ConversationTransferred':
      return { ...state, queueId: event.toQueueId, holder: { kind: 'nobody' }, preferredAgentId: undefined };
    case 'ConversationSnoozed':
      return { ...state, stage: { status: 'snoozed', until: event.until } };
    case 'ConversationWoken':
    case 'ConversationReopened':
      return { ...state, ...released(state), stage: { status: 'open' }, lastActivityAt: event.at };
    case 'ConversationResolved':
      return resolvedAt(state, event.at);
    case 'DeadlineSet':
      return { ...state, deadline: event.deadline };
    case 'DeadlineMet':
      return { ...state, deadline: undefined, escalationLevel: 0 };
    case 'EscalationWarned':
      return { ...state, deadline: stepsAfter(state, event.deadlineId, 0) };
    case 'ConversationEscalated':
      return { ...state, escalationLevel: event.level, deadline: stepsAfter(state, event.deadlineId, event.level) };
  }
}
