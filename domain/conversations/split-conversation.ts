import { deadlineFrom, deadlineReason, type Terms } from '../escalation/deadlines.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { Conversation } from './conversation.ts';
import type { ConversationEvent, EventOf } from './events.ts';
import { byRule, type Draft, facts, type Origin } from './facts.ts';
import { previewOf } from './preview.ts';

export type Split = {
  readonly origin: Origin;
  readonly from: Conversation;
  readonly events: readonly ConversationEvent[];
  /** The customer's messages that are about something else. */
  readonly eventIds: readonly string[];
  readonly queueId: string;
  readonly subject?: string | undefined;
  readonly byName: string;
};

type Received = EventOf<'MessageReceived'>;

function messagesOf({ events, eventIds }: Split): readonly Received[] {
  const received = events.filter((event) => event.type === 'MessageReceived');
  const wanted = eventIds.map((id) => received.find((event) => event.id === id));
  const missing = eventIds.filter((_, position) => wanted[position] === undefined);
  if (missing.length > 0)
    throw new Refusal(
      'invalid',
      `body.eventIds: ${missing.join(', ')} is no message of the customer in this conversation`,
    );
  if (wanted.length === received.length)
    throw new Refusal('invalid', 'body.eventIds: these are all messages of the customer; leave at least one behind');
  return wanted.filter((event) => event !== undefined);
}

/** The conversation that begins with the messages taken out. */
export function openSplit(split: Split, terms: Terms): readonly ConversationEvent[] {
  const { origin, from, byName, queueId } = split;
  const messages = messagesOf(split);
  const [first] = messages;
  if (!first) throw new Refusal('invalid', 'body.eventIds: name at least one message');
  const { channel, connectionId } = first.message;
  const opened: Draft = {
    type: 'ConversationOpened',
    customerId: from.customerId,
    customerName: from.customerName,
    channel,
    connectionId,
    queueId,
    priority: from.priority,
    subject: split.subject ?? first.message.subject ?? (previewOf(first.message) || '(no text)'),
    optedOut: from.optedOut,
    reason: `${byName} took it out of conversation ${from.id}`,
  };
  const copies = messages.map(
    ({ message, analysis, deletedAt }): Draft => ({ type: 'MessageReceived', message, analysis, deletedAt }),
  );
  const deadline = deadlineFrom(terms, { id: origin.commitId, kind: 'first-reply', setAt: origin.at });
  const owed = byRule('sla', { type: 'DeadlineSet', deadline, reason: deadlineReason(terms, deadline) });
  return facts(origin, [opened, ...copies, owed]);
}

/** What is noted where they were. */
export function moveMessages(split: Split, toConversationId: string): readonly ConversationEvent[] {
  const eventIds = messagesOf(split).map(({ id }) => id);
  const reason = `${split.byName} took ${eventIds.length === 1 ? 'a message' : `${eventIds.length} messages`} out into a conversation of its own`;
  return facts(split.origin, [{ type: 'MessagesMoved', eventIds, toConversationId, reason }]);
}
