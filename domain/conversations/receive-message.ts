import type { Analysis } from '../analysis/analyser.ts';
import type { InboundMessage } from '../channels/inbound-message.ts';
import type { Customer } from '../customers/customer.ts';
import { deadlineFrom, deadlineReason, type Terms } from '../escalation/deadlines.ts';
import type { Queue } from '../routing/queue.ts';
import type { Conversation } from './conversation.ts';
import { decidePriority } from './decide-priority.ts';
import type { ConversationEvent } from './events.ts';
import { type Attributed, byRule, type Draft, facts, type Origin } from './facts.ts';

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
  [...(message.subject ?? message.text).replace(/\s+/g, ' ').trim()].slice(0, subjectLength).join('') || '(no text)';

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

const startsNoDeadline = (message: InboundMessage): boolean =>
  message.automatic !== undefined || message.keyword !== undefined;

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
  const arrived: Draft = { type: 'MessageReceived', message: reception.message, analysis: reception.analysis };
  const before = state ? comingBack(state, reception) : [opening(reception)];
  const after = state ? reprioritised(state, reception) : [];
  return facts(reception.origin, [...before, arrived, ...after, ...owing(state, reception)]);
}
