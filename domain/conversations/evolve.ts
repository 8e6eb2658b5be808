import { mayBecome } from '../channels/delivery.ts';
import type { InboundMessage } from '../channels/inbound-message.ts';
import type { Conversation } from './conversation.ts';
import type { ConversationEvent, EventOf } from './events.ts';
import { managed, resolvedAt } from './evolve-management.ts';
import { changedMessage } from './message-changes.ts';
import { previewOf } from './preview.ts';

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
  scope: message.sender.scope,
  cc: message.email?.cc ?? [],
  subject: message.subject,
  messageId: message.email?.messageId,
  references: message.email?.references ?? [],
  answers: message.channel === 'email' ? undefined : message.providerId,
  thread: message.thread,
  isPublic: message.isPublic,
  answerToken: message.answerToken,
  heardAt: message.channel === 'email' ? undefined : message.sentAt,
});

/** A call is not answered in writing: the address that can be written to stays. */
const isSpoken = (message: InboundMessage): boolean => message.channel === 'voice' || message.channel === 'video';

/** Where a reply goes after this message: to where it came from, unless a machine or a phone sent it. */
function answerable(
  state: Conversation,
  message: InboundMessage,
  isNewest: boolean,
): Pick<Conversation, 'replyTo' | 'channel' | 'connectionId'> {
  const moves = isNewest && !message.automatic && !isSpoken(message);
  const { channel, connectionId } = state.replyTo && !moves ? state : message;
  return { channel, connectionId, replyTo: state.replyTo && !moves ? state.replyTo : replyToOf(message) };
}

function received(state: Conversation, event: EventOf<'MessageReceived'>): Conversation {
  const { message, analysis } = event;
  const isNewest =
    !state.lastMessage || message.sentAt >= state.lastMessage.at || state.lastMessage.direction === 'out';
  return {
    ...state,
    ...answerable(state, message, isNewest),
    lastActivityAt: later(state.lastActivityAt, event.at),
    language: analysis && analysis.language !== 'und' ? analysis.language : state.language,
    sentiment: analysis?.sentiment ?? state.sentiment,
    optedOut: optedOutAfter(state.optedOut, message),
    lastMessage: isNewest
      ? { eventId: event.id, direction: 'in', preview: previewOf(message), at: message.sentAt }
      : state.lastMessage,
  };
}

const replied = (state: Conversation, event: EventOf<'ReplyWritten'>): Conversation => ({
  ...state,
  lastActivityAt: event.at,
  deliveries: remembered({ ...state.deliveries, [event.messageId]: 'queued' }),
  lastMessage: {
    eventId: event.id,
    direction: 'out',
    preview: previewOf({ text: event.text, attachments: event.attachments ?? [] }),
    at: event.at,
    delivery: 'queued',
  },
});

const answeredElsewhere = (state: Conversation, event: EventOf<'SentElsewhere'>): Conversation => ({
  ...state,
  lastActivityAt: later(state.lastActivityAt, event.at),
  lastMessage: { eventId: event.id, direction: 'out', preview: previewOf(event), at: event.sentAt },
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

/** What a fact makes of an existing conversation. Total: a fact has happened and cannot be refused. */
function change(state: Conversation, event: ConversationEvent): Conversation {
  switch (event.type) {
    case 'ConversationOpened':
    case 'NoteWritten':
    case 'MessagesMoved':
      return state;
    case 'MessageReceived':
      return received(state, event);
    case 'ReplyWritten':
      return replied(state, event);
    case 'SentElsewhere':
      return answeredElsewhere(state, event);
    case 'DeliveryChanged':
      return delivered(state, event);
    case 'MessageUpdated':
      return changedMessage(state, event);
    case 'ConsentChanged':
      return event.channel === state.channel && event.extent === 'everything'
        ? { ...state, optedOut: event.to === 'stop' }
        : state;
    case 'InteractionLogged':
      return { ...state, lastActivityAt: event.at };
    case 'TaskAdded':
      return { ...state, tasks: [...(state.tasks ?? []), event.task] };
    case 'TaskDone':
      return { ...state, tasks: state.tasks?.filter((task) => task.id !== event.taskId) };
    case 'ConversationJoined':
      return { ...state, joinedFrom: [...(state.joinedFrom ?? []), event.fromConversationId] };
    case 'JoinedIntoOther':
      return { ...resolvedAt(state, event.at), joinedInto: event.intoConversationId };
    default:
      return managed(state, event);
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
