import type { ConversationEvent } from '../api/types.ts';
import { moment } from '../format/time.ts';
import { channelNames, plural, priorityNames } from '../format/words.ts';

/** Names for ids. */
export type Names = {
  readonly agent: (id: string) => string;
  readonly queue: (id: string) => string;
  readonly nowMs: number;
};

type Words = { readonly [Type in ConversationEvent['type']]?: (event: never, names: Names) => string };

const told = (ids: readonly string[], names: Names): string =>
  ids.length > 0 ? ` · told ${ids.map(names.agent).join(', ')}` : '';

const consentText = {
  stop: {
    everything: (channel: string) => `Does not want to be written to by ${channel}`,
    marketing: (channel: string) => `Wants no advertising by ${channel}`,
  },
  start: {
    everything: (channel: string) => `May be written to by ${channel} again`,
    marketing: (channel: string) => `May be sent advertising by ${channel} again`,
  },
} as const;

const words = {
  ConversationOpened: (event, names) => `Opened in ${names.queue(event.queueId)}`,
  ConsentChanged: ({ channel, to, extent }) => consentText[to][extent](channelNames[channel]),
  TaskAdded: ({ task }) => `To do: call back ${task.to}`,
  TaskDone: () => 'Call back: done',
  ConversationJoined: () => 'Another conversation was joined into this one',
  JoinedIntoOther: () => 'Joined into another conversation',
  MessagesMoved: ({ eventIds }) => `${plural(eventIds.length, 'message')} moved to another conversation`,
  PriorityChanged: (event) =>
    `Priority ${priorityNames[event.from].toLowerCase()} → ${priorityNames[event.to].toLowerCase()}`,
  DeliveryChanged: (event) => (event.status === 'failed' ? 'A reply was not sent' : 'A reply could not be delivered'),
  ConversationAssigned: (event) => `Assigned to ${event.agentName}`,
  ConversationUnassigned: (event, names) => `Taken off ${names.agent(event.agentId)}`,
  WaitingStarted: (event, names) => `Waiting in ${names.queue(event.queueId)}`,
  ConversationTransferred: (event, names) =>
    `Transferred from ${names.queue(event.fromQueueId)} to ${names.queue(event.toQueueId)}`,
  ConversationSnoozed: (event, names) => `Snoozed until ${moment(event.until, names.nowMs)}`,
  ConversationWoken: () => 'Back from snooze',
  ConversationResolved: () => 'Resolved',
  ConversationReopened: () => 'Open again',
  DeadlineSet: ({ deadline }, names) =>
    `${deadline.kind === 'first-reply' ? 'First' : 'Next'} reply due ${moment(deadline.dueAt, names.nowMs)}`,
  DeadlineMet: () => 'Answered in time',
  EscalationWarned: (event, names) =>
    `Reply due soon, at ${moment(event.dueAt, names.nowMs)}${told(event.notified, names)}`,
  ConversationEscalated: (event, names) => `Escalated to level ${event.level}${told(event.notified, names)}`,
} satisfies {
  readonly [Type in ConversationEvent['type']]?: (
    event: Extract<ConversationEvent, { type: Type }>,
    names: Names,
  ) => string;
};

/** What happened, in a few words. */
export const lineText = (event: ConversationEvent, names: Names): string => {
  const say = (words as Words)[event.type];
  return say ? say(event as never, names) : event.type;
};

/** Why it happened, in the words of whoever decided. */
export const lineReason = (event: ConversationEvent): string | undefined => {
  if (event.type === 'DeliveryChanged') return event.failure?.reason;
  return 'reason' in event && event.reason !== '' ? event.reason : undefined;
};

/** The other conversation that a line is about. */
export const lineConversation = (event: ConversationEvent): string | undefined => {
  if (event.type === 'ConversationJoined') return event.fromConversationId;
  if (event.type === 'JoinedIntoOther') return event.intoConversationId;
  return event.type === 'MessagesMoved' ? event.toConversationId : undefined;
};
