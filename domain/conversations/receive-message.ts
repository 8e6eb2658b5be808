import type { Analysis } from '../analysis/analyser.ts';
import type { InboundMessage } from '../channels/inbound-message.ts';
import type { Customer } from '../customers/customer.ts';
import { deadlineFrom, deadlineReason, type Terms } from '../escalation/deadlines.ts';
import type { Queue } from '../routing/queue.ts';
import type { Call } from '../voice/describe-call.ts';
import type { Conversation, Task } from './conversation.ts';
import { decidePriority } from './decide-priority.ts';
import type { ConversationEvent } from './events.ts';
import { type Attributed, byRule, type Draft, facts, type Origin } from './facts.ts';
import { beginningOf, previewOf } from './preview.ts';

export type Reception = {
  readonly origin: Origin;
  readonly message: InboundMessage;
  readonly analysis: Analysis | undefined;
  readonly customer: Customer;
  readonly queue: Queue;
  readonly terms: Terms;
  /** Why it belongs to this conversation, or opens one. */
  readonly placedBecause: string;
};

const subjectLength = 200;

const subjectOf = (message: InboundMessage): string =>
  beginningOf(message.subject ?? (message.text.trim() || previewOf(message)), subjectLength) || '(no text)';

function opening(reception: Reception): Attributed {
  const { message, customer, queue } = reception;
  const start = message.automatic ? 'low' : queue.defaultPriority;
  const { priority, reason } = decidePriority(start, message, reception.analysis);
  return byRule('place-message', {
    type: 'ConversationOpened',
    customerId: customer.id,
    customerName: customer.name,
    channel: message.channel,
    connectionId: message.connectionId,
    queueId: queue.id,
    priority,
    subject: subjectOf(message),
    optedOut: customer.optedOut.includes(message.channel),
    reason: `${reception.placedBecause}; priority ${priority}: ${reason}`,
  });
}

/** A customer who writes brings a conversation back, unless a machine wrote. */
function comingBack(state: Conversation, reception: Reception): readonly Attributed[] {
  if (reception.message.automatic || state.stage.status === 'open') return [];
  const reason = 'the customer wrote again';
  return [
    byRule(
      'customer-wrote',
      state.stage.status === 'snoozed'
        ? { type: 'ConversationWoken', reason }
        : { type: 'ConversationReopened', reason },
    ),
  ];
}

function reprioritised(state: Conversation, reception: Reception): readonly Attributed[] {
  const { priority, reason } = decidePriority(state.priority, reception.message, reception.analysis);
  if (priority === state.priority) return [];
  return [byRule('priority', { type: 'PriorityChanged', from: state.priority, to: priority, reason })];
}

/** Calls after which the customer waits to hear from us, and why. */
const outcomeInWords: Readonly<Record<string, string>> = {
  missed: 'nobody answered',
  voicemail: 'left a voicemail',
  'call-back': 'asked to be called back',
  abandoned: 'hung up while waiting',
};

const callIn = (message: InboundMessage) => message.parts?.find((part) => part.kind === 'call');

const isSettledCall = (message: InboundMessage): boolean => {
  const call = callIn(message);
  return call !== undefined && outcomeInWords[call.outcome] === undefined;
};

const startsNoDeadline = (message: InboundMessage): boolean =>
  message.automatic !== undefined || message.keyword !== undefined || isSettledCall(message);

/** Why a call wants to be returned; undefined when it does not. */
export function callBackReason({ outcome, direction }: Call): string | undefined {
  const words = direction === 'in' ? outcomeInWords[outcome] : undefined;
  return words && `the customer called: ${words}`;
}

/** What to do about a call: the same task, whichever report of it comes first. */
export const callBackTask = (message: InboundMessage, origin: Pick<Origin, 'commitId' | 'at'>): Task => ({
  id: origin.commitId,
  what: 'call-back',
  to: message.sender.address,
  at: origin.at,
});

/** A call that nobody answered becomes something to do. */
function callingBack({ message, origin }: Reception): readonly Attributed[] {
  const call = callIn(message);
  const reason = call && callBackReason(call);
  if (!reason || !message.sender.verified) return [];
  return [byRule('missed-call', { type: 'TaskAdded', task: callBackTask(message, origin), reason })];
}

/** A reply is owed from now on, unless one is owed already or none is expected. */
function owing(state: Conversation | undefined, reception: Reception): readonly Attributed[] {
  if (startsNoDeadline(reception.message) || (state?.deadline && state.stage.status !== 'resolved')) return [];
  const deadline = deadlineFrom(reception.terms, {
    id: reception.origin.commitId,
    kind: state ? 'next-reply' : 'first-reply',
    setAt: reception.origin.at,
  });
  return [byRule('sla', { type: 'DeadlineSet', deadline, reason: deadlineReason(reception.terms, deadline) })];
}

/** A customer wrote: what becomes of the conversation it belongs to, or of the one it opens. */
export function receiveMessage(state: Conversation | undefined, reception: Reception): readonly ConversationEvent[] {
  const { message, analysis } = reception;
  const movedChannel = state !== undefined && state.channel !== message.channel;
  const placed = movedChannel ? { placedBecause: reception.placedBecause } : {};
  const arrived: Draft = { type: 'MessageReceived', message, analysis, ...placed };
  const before = state ? comingBack(state, reception) : [opening(reception)];
  const after = state ? reprioritised(state, reception) : [];
  return facts(reception.origin, [...before, arrived, ...after, ...callingBack(reception), ...owing(state, reception)]);
}
