import type { Agent } from '../agents/agent.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { Conversation } from './conversation.ts';
import type { ConversationEvent } from './events.ts';
import { type Draft, facts, type Origin } from './facts.ts';

export type Calling = {
  readonly origin: Origin;
  readonly author: Agent;
  readonly connectionId: string;
  /** The customer's number, E.164. */
  readonly to: string;
};

/** An agent calls the customer: first the agent's own phone rings, then the customer's. It counts as an answer. */
export function callCustomer(state: Conversation, calling: Calling): readonly ConversationEvent[] {
  const { origin, author, connectionId, to } = calling;
  if (!author.phone)
    throw new Refusal('conflict', `${author.name} has no phone; an administrator enters it with the agent`);
  if (state.joinedInto)
    throw new Refusal('conflict', `conversation ${state.id} was joined into ${state.joinedInto}; call from there`);
  const call: Draft = {
    type: 'ReplyWritten',
    messageId: origin.commitId,
    text: `Calls ${to}`,
    channel: 'voice',
    connectionId,
    to,
    callFrom: author.phone,
    cc: [],
    references: [],
    authorName: author.name,
  };
  const met: readonly Draft[] = state.deadline ? [{ type: 'DeadlineMet', deadlineId: state.deadline.id }] : [];
  return facts(origin, [call, ...met]);
}
