import type { Agent } from '../agents/agent.ts';
import { freePlaces } from '../agents/agent.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { Queue } from '../routing/queue.ts';
import type { Conversation } from './conversation.ts';
import type { ConversationEvent } from './events.ts';
import { type Attributed, byRule, type Draft, facts, type Origin } from './facts.ts';

export type Reply = {
  readonly origin: Origin;
  readonly messageId: string;
  readonly author: Agent;
  readonly text: string;
  readonly cc: readonly string[];
  readonly thenResolve: 'resolve' | 'leave-open';
};

/** Is the fact something that an author should have seen before answering, by the queue's setting? */
export function holdsReply(queue: Queue, authorId: string, event: ConversationEvent): boolean {
  if (queue.holdReplyWhen === 'never') return false;
  if (event.type === 'ReplyWritten') return event.by.kind !== 'agent' || event.by.id !== authorId;
  return event.type === 'MessageReceived' && queue.holdReplyWhen === 'anyone-wrote';
}

/** What was written after the last fact that the author has seen. */
export function unseenBy(
  queue: Queue,
  author: { readonly id: string; readonly lastSeenEventId: string },
  events: readonly ConversationEvent[],
): readonly ConversationEvent[] {
  const seen = events.findIndex((event) => event.id === author.lastSeenEventId);
  if (seen < 0)
    throw new Refusal(
      'invalid',
      `lastSeenEventId "${author.lastSeenEventId}" is not an event of this conversation; send the id of the last event you showed`,
    );
  return events.slice(seen + 1).filter((event) => holdsReply(queue, author.id, event));
}

/** Answering what nobody has takes it, if the author has room. */
function taking(state: Conversation, author: Agent): readonly Attributed[] {
  if (state.holder.kind === 'agent' || state.stage.status === 'resolved' || freePlaces(author) === 0) return [];
  return [
    byRule('answering-takes', {
      type: 'ConversationAssigned',
      agentId: author.id,
      agentName: author.name,
      reason: `${author.name} answered it and nobody had it`,
    }),
  ];
}

function replyDraft(state: Conversation, reply: Reply): Draft {
  if (!state.replyTo)
    throw new Refusal(
      'conflict',
      `conversation ${state.id} has no address to answer to; the customer has not written yet`,
    );
  return {
    type: 'ReplyWritten',
    messageId: reply.messageId,
    text: reply.text,
    channel: state.channel,
    connectionId: state.connectionId,
    to: state.replyTo.address,
    cc: [...reply.cc],
    subject: state.replyTo.subject,
    inReplyTo: state.replyTo.messageId,
    references: [...state.replyTo.references],
    authorName: reply.author.name,
  };
}

/** An agent answers: the message is queued for its channel and the promise is kept. */
export function writeReply(state: Conversation, reply: Reply): readonly ConversationEvent[] {
  if (state.optedOut)
    throw new Refusal(
      'conflict',
      `the customer of conversation ${state.id} asked not to be written to on ${state.channel}; use another channel`,
    );
  if (state.channel !== 'email' && reply.cc.length > 0)
    throw new Refusal('invalid', `cc is for email; conversation ${state.id} is on ${state.channel}`);
  const met: readonly Draft[] = state.deadline ? [{ type: 'DeadlineMet', deadlineId: state.deadline.id }] : [];
  const closing: readonly Draft[] =
    reply.thenResolve === 'resolve' && state.stage.status !== 'resolved' ? [{ type: 'ConversationResolved' }] : [];
  return facts(reply.origin, [replyDraft(state, reply), ...met, ...taking(state, reply.author), ...closing]);
}
