import { mayBecome } from '../channels/delivery.ts';
import type { InboundMessage } from '../channels/inbound-message.ts';
import type { Conversation } from './conversation.ts';
import type { ConversationEvent, EventOf } from './events.ts';

/** Characters of a message that lists show. */
const previewLength = 120;
/** Outbound messages whose delivery is remembered on the head; older ones that have left settled long ago. */
const deliveriesKept = 20;

type Deliveries = Conversation['deliveries'];

/** However old, one that has not left stays: what is forgotten here is never sent. */
function remembered(deliveries: Deliveries): Deliveries {
  const entries = Object.entries(deliveries);
  const forgettable = entries.length - deliveriesKept;
  return Object.fromEntries(
    entries.filter(([, status], position) => position >= forgettable || status === 'queued' || status === 'sending'),
  );
}

const preview = (text: string): string => [...text.replace(/\s+/g, ' ').trim()].slice(0, previewLength).join('');

const later = (one: string, other: string): string => (one > other ? one : other);

const opened = (event: EventOf<'ConversationOpened'>): Conversation => ({
  id: '',
  version: 0,
  customerId: event.customerId,
  customerName: event.customerName,
  channel: event.channel,
  connectionId: event.connectionId,
  queueId: event.queueId,
  subject: event.subject,
  priority: event.priority,
  stage: { status: 'open' },
  holder: { kind: 'nobody' },
  escalationLevel: 0,
  openedAt: event.at,
  lastActivityAt: event.at,
  deliveries: {},
  optedOut: event.optedOut ?? false,
});

const optedOutAfter = (before: boolean, message: InboundMessage): boolean => {
  if (message.keyword === 'stop') return true;
  return message.keyword === 'start' ? false : before;
};

const replyToOf = (message: InboundMessage): Conversation['replyTo'] => ({
  address: message.email?.replyTo ?? message.sender.address,
  cc: message.email?.cc ?? [],
  subject: message.subject,
  messageId: message.email?.messageId,
  references: message.email?.references ?? [],
});

function received(state: Conversation, event: EventOf<'MessageReceived'>): Conversation {
  const { message, analysis } = event;
  const newest = !state.lastMessage || message.sentAt >= state.lastMessage.at || state.lastMessage.direction === 'out';
  return {
    ...state,
    lastActivityAt: later(state.lastActivityAt, event.at),
    language: analysis && analysis.language !== 'und' ? analysis.language : state.language,
    sentiment: analysis?.sentiment ?? state.sentiment,
    optedOut: optedOutAfter(state.optedOut, message),
    replyTo: newest && !message.automatic ? replyToOf(message) : (state.replyTo ?? replyToOf(message)),
    lastMessage: newest
      ? { eventId: event.id, direction: 'in', preview: preview(message.text), at: message.sentAt }
      : state.lastMessage,
  };
}

const replied = (state: Conversation, event: EventOf<'ReplyWritten'>): Conversation => ({
  ...state,
  lastActivityAt: event.at,
  deliveries: remembered({ ...state.deliveries, [event.messageId]: 'queued' }),
  lastMessage: { eventId: event.id, direction: 'out', preview: preview(event.text), at: event.at, delivery: 'queued' },
});

function delivered(state: Conversation, event: EventOf<'DeliveryChanged'>): Conversation {
  const before = state.deliveries[event.messageId];
  if (!before || !mayBecome(before, event.status)) return state;
  const isLast = Object.keys(state.deliveries).at(-1) === event.messageId && state.lastMessage?.direction === 'out';
  return {
    ...state,
    deliveries: { ...state.deliveries, [event.messageId]: event.status },
    lastMessage: isLast && state.lastMessage ? { ...state.lastMessage, delivery: event.status } : state.lastMessage,
  };
}

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

/** What a fact makes of an existing conversation. Total: a fact has happened and cannot be refused. */
function change(state: Conversation, event: ConversationEvent): Conversation {
  switch (event.type) {
    case 'ConversationOpened':
    case 'NoteWritten':
      return state;
    case 'MessageReceived':
      return received(state, event);
    case 'ReplyWritten':
      return replied(state, event);
    case 'DeliveryChanged':
      return delivered(state, event);
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
      return { ...state, stage: { status: 'resolved', at: event.at }, deadline: undefined, escalationLevel: 0 };
    case 'DeadlineSet':
      return { ...state, deadline: event.deadline };
    case 'DeadlineMet':
      return { ...state, deadline: undefined, escalationLevel: 0 };
    case 'EscalationWarned':
      return { ...state, deadline: stepsAfter(state, event.deadlineId, 0) };
    case 'ConversationEscalated':
      return {
        ...state,
        escalationLevel: event.level,
        deadline: stepsAfter(state, event.deadlineId, event.level),
      };
  }
}

/** The conversation after these facts; its version grows by one, since they are one decision. */
export function evolve(
  id: string,
  state: Conversation | undefined,
  events: readonly ConversationEvent[],
): Conversation | undefined {
  const after = events.reduce<Conversation | undefined>((before, event) => {
    if (before) return change(before, event);
    return event.type === 'ConversationOpened' ? { ...opened(event), id } : undefined;
  }, state);
  return after && { ...after, version: (state?.version ?? 0) + 1 };
}
