import type { Agent } from '../agents/agent.ts';
import { freePlaces } from '../agents/agent.ts';
import type { Target, TemplateUse } from '../channels/delivery.ts';
import type { Attachment } from '../channels/inbound-message.ts';
import type { ChannelLimits } from '../channels/limits.ts';
import { planReply } from '../channels/plan-reply.ts';
import { type WindowNow, windowNow } from '../channels/window.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { Conversation } from './conversation.ts';
import type { ConversationEvent } from './events.ts';
import { type Attributed, byRule, type Draft, facts, type Origin } from './facts.ts';

export type Reply = {
  readonly origin: Origin;
  readonly messageId: string;
  readonly author: Agent;
  /** With a template: the text as the customer will see it. */
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly template?: TemplateUse | undefined;
  readonly cc: readonly string[];
  /** Where it goes; see `targetOf`. */
  readonly target: Target;
  readonly limits: ChannelLimits;
  /** Did the customer ask not to be written to on that channel? */
  readonly optedOut: boolean;
  readonly thenResolve: 'resolve' | 'leave-open';
};

/** Where a reply goes that names no other place: to where the customer's latest message came from. */
export function targetOf(state: Conversation): Target {
  if (!state.replyTo)
    throw new Refusal(
      'conflict',
      `conversation ${state.id} has no address to answer to; the customer has not written yet`,
    );
  const { address, scope, answers, thread, isPublic, answerToken, heardAt } = state.replyTo;
  const { channel, connectionId } = state;
  return { channel, connectionId, to: address, toScope: scope, answers, thread, isPublic, answerToken, heardAt };
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

const windowInWords = (window: WindowNow): string => {
  if (window.may === 'nothing')
    return 'this channel takes nothing until the customer writes again; use another channel';
  return 'only an approved template may be sent until the customer writes again';
};

/** The provider's rules for writing at this time; asked before sending, since afterwards it would only be refused. */
function mustBeAllowed(state: Conversation, reply: Reply): void {
  const { target, limits, template, origin } = reply;
  if (reply.optedOut)
    throw new Refusal(
      'conflict',
      `the customer of conversation ${state.id} asked not to be written to on ${target.channel}; use another channel`,
    );
  if (template && !limits.templates)
    throw new Refusal('invalid', `template: ${target.channel} has no templates; write the text itself`);
  const window = windowNow(limits, target.heardAt, origin.at);
  const isAllowed = window.may === 'anything' || window.may === 'people' || (window.may === 'template' && template);
  if (isAllowed) return;
  const since = 'closedAt' in window && window.closedAt ? `the window closed at ${window.closedAt}; ` : '';
  throw new Refusal('conflict', `${since}${windowInWords(window)}`, { window });
}

/** The thread of a mail; a reply that changes to mail begins one. */
const mailThread = (state: Conversation, target: Target) =>
  target.channel === 'email' && state.channel === 'email'
    ? {
        subject: state.replyTo?.subject,
        inReplyTo: state.replyTo?.messageId,
        references: [...(state.replyTo?.references ?? [])],
      }
    : { subject: target.channel === 'email' ? state.subject : undefined, references: [] };

function replyDrafts(state: Conversation, reply: Reply): readonly Draft[] {
  const { limits, text, attachments, template, target, messageId } = reply;
  const planned = template ? [{ text, attachments: [] }] : planReply(limits, { text, attachments });
  return planned.map((message, position) => ({
    type: 'ReplyWritten',
    messageId: position === 0 ? messageId : `${messageId}-${position + 1}`,
    text: message.text,
    ...target,
    ...(message.attachments.length > 0 ? { attachments: [...message.attachments] } : {}),
    ...(template ? { template } : {}),
    cc: [...reply.cc],
    ...mailThread(state, target),
    authorName: reply.author.name,
  }));
}

/** An agent answers: the message is queued for its channel and the promise is kept. Long texts and several files become several messages where the channel wants that. */
export function writeReply(state: Conversation, reply: Reply): readonly ConversationEvent[] {
  mustBeAllowed(state, reply);
  if (reply.target.channel !== 'email' && reply.cc.length > 0)
    throw new Refusal('invalid', `cc is for email; this answer goes by ${reply.target.channel}`);
  if (state.joinedInto)
    throw new Refusal('conflict', `conversation ${state.id} was joined into ${state.joinedInto}; answer there`);
  const met: readonly Draft[] = state.deadline ? [{ type: 'DeadlineMet', deadlineId: state.deadline.id }] : [];
  const closing: readonly Draft[] =
    reply.thenResolve === 'resolve' && state.stage.status !== 'resolved' ? [{ type: 'ConversationResolved' }] : [];
  return facts(reply.origin, [...replyDrafts(state, reply), ...met, ...taking(state, reply.author), ...closing]);
}
