import { Refusal } from '../kernel/refusal.ts';
import type { Conversation } from './conversation.ts';
import type { ConversationEvent } from './events.ts';
import { facts, type Origin } from './facts.ts';

export type Joining = {
  readonly origin: Origin;
  readonly from: Conversation;
  readonly into: Conversation;
  readonly reason: string;
};

function mustBeJoinable({ from, into }: Joining): void {
  if (from.id === into.id)
    throw new Refusal('invalid', 'body.conversationId: a conversation cannot be joined into itself');
  if (into.joinedInto)
    throw new Refusal('conflict', `conversation ${into.id} was joined into ${into.joinedInto}; join into that one`);
  if (from.joinedInto && from.joinedInto !== into.id)
    throw new Refusal('conflict', `conversation ${from.id} was joined into ${from.joinedInto} already`);
}

/** What happens to the conversation that ends: what its customer writes from now on goes to the other. */
export function leaveInto(joining: Joining): readonly ConversationEvent[] {
  mustBeJoinable(joining);
  const { origin, from, into, reason } = joining;
  if (from.joinedInto === into.id) return [];
  return facts(origin, [{ type: 'JoinedIntoOther', intoConversationId: into.id, reason }]);
}

/** What happens to the one that goes on, with both histories. */
export function takeIn(joining: Joining): readonly ConversationEvent[] {
  mustBeJoinable(joining);
  const { origin, from, into, reason } = joining;
  if (into.joinedFrom?.includes(from.id)) return [];
  return facts(origin, [{ type: 'ConversationJoined', fromConversationId: from.id, reason }]);
}

const byTime = (one: ConversationEvent, other: ConversationEvent): number => one.at.localeCompare(other.at);

/** Several histories as one, without what was moved elsewhere. */
export function historyShown(histories: readonly (readonly ConversationEvent[])[]): readonly ConversationEvent[] {
  const all = histories.length > 1 ? histories.flat().toSorted(byTime) : histories.flat();
  const moved = new Set(all.flatMap((event) => (event.type === 'MessagesMoved' ? event.eventIds : [])));
  return moved.size === 0 ? all : all.filter((event) => !moved.has(event.id));
}
