import { type DeliveryStatus, type Failure, mayBecome } from '../channels/delivery.ts';
import { deadlineFrom, deadlineReason, type Terms } from '../escalation/deadlines.ts';
import type { Conversation } from './conversation.ts';
import type { ConversationEvent } from './events.ts';
import { type Attributed, byRule, type Draft, facts, type Origin } from './facts.ts';

/** What became of one message. */
export type MessageNews = {
  readonly messageId: string;
  readonly status: DeliveryStatus;
  readonly failure?: Failure | undefined;
  readonly providerId?: string | undefined;
  readonly rfcMessageId?: string | undefined;
};

export type DeliveryNews = { readonly origin: Origin; readonly news: readonly MessageNews[] };

const neverArrives: ReadonlySet<DeliveryStatus> = new Set(['failed', 'undeliverable']);

/** Nobody has said anything since this answer of ours. */
const isLastWord = (state: Conversation, messageId: string): boolean =>
  state.lastMessage?.direction === 'out' && Object.keys(state.deliveries).at(-1) === messageId;

/** The customer has no answer after all: the conversation comes back if it was closed with it, and a reply is owed again. */
function owedAgain(
  state: Conversation,
  { origin, news }: DeliveryNews,
  terms: Terms | undefined,
): readonly Attributed[] {
  const isLost = news.some((one) => neverArrives.has(one.status) && isLastWord(state, one.messageId));
  if (!isLost) return [];
  const reason = 'the last answer did not reach the customer';
  const back: readonly Draft[] = state.stage.status === 'resolved' ? [{ type: 'ConversationReopened', reason }] : [];
  const opened = back.map((draft) => byRule('undelivered', draft));
  if (!terms || state.deadline) return opened;
  const { commitId: id, at: setAt } = origin;
  const deadline = deadlineFrom(terms, { id, kind: 'next-reply', setAt });
  const told = `${reason}; ${deadlineReason(terms, deadline)}`;
  return [...opened, byRule('sla', { type: 'DeadlineSet', deadline, reason: told })];
}

/** What became of messages we sent. News that would move one back, or of one settled long ago, is old and changes nothing. */
export function recordDelivery(
  state: Conversation,
  { origin, news }: DeliveryNews,
  terms: Terms | undefined,
): readonly ConversationEvent[] {
  const fresh = news.filter(({ messageId, status }) => {
    const before = state.deliveries[messageId];
    return before !== undefined && mayBecome(before, status);
  });
  if (fresh.length === 0) return [];
  const drafts = fresh.map((one): Draft => ({ type: 'DeliveryChanged', ...one }));
  return facts(origin, [...drafts, ...owedAgain(state, { origin, news: fresh }, terms)]);
}
