import type { DeliveryStatus, Failure, OutboundMessage, SendMessage, SendOutcome } from '../channels/delivery.ts';
import { type Clock, instant } from '../kernel/clock.ts';
import type { IdFrom } from '../kernel/ids.ts';
import type { Settings } from '../routing/ports.ts';
import { termsOf } from '../routing/terms.ts';
import { type Decided, decideAndSave, existing } from './decide-and-save.ts';
import type { EventOf } from './events.ts';
import { claimKey } from './find-conversation.ts';
import type { Claim, ConversationStore } from './ports.ts';
import { type MessageNews, recordDelivery } from './record-delivery.ts';

export type DeliveryNeeds = {
  readonly conversations: ConversationStore;
  readonly settings: Settings;
  readonly send: SendMessage;
  readonly idFrom: IdFrom;
  readonly now: Clock;
};

export type Order = {
  readonly conversationId: string;
  readonly reply: EventOf<'ReplyWritten'>;
  /** How often this order was handed to us, from 1; the last time a failure is final. */
  readonly attempt: number;
  readonly attemptsAllowed: number;
};

/** The provider wants us to come back later; thrown so that the SQS queue hands the order out again then. */
export class DeliveryPostponed extends Error {
  readonly afterSeconds: number;
  constructor(afterSeconds: number) {
    super(`the provider asked to try again in ${afterSeconds} s`);
    this.afterSeconds = afterSeconds;
  }
}

function outbound({ conversationId, reply }: Order): OutboundMessage {
  const { id: _id, at: _at, by: _by, type: _type, authorName: _name, attachments = [], ...message } = reply;
  return { ...message, conversationId, attachments, automatic: false };
}

type OtherNames = Extract<SendOutcome, { status: 'sent' }>['otherNames'];
type News = Omit<MessageNews, 'messageId'> & { readonly otherNames?: OtherNames };

async function note(needs: DeliveryNeeds, order: Order, { otherNames = [], ...news }: News): Promise<Decided> {
  const { messageId, connectionId } = order.reply;
  const commitId = needs.idFrom('delivery', messageId, news.status, String(order.attempt));
  const origin = { commitId, at: instant(needs.now()), by: { kind: 'parley', rule: 'delivery' } as const };
  const ids = [news.providerId, news.rfcMessageId].filter((id) => id !== undefined);
  const names = [...ids.map((providerId) => ({ connectionId, providerId })), ...otherNames];
  const claims: readonly Claim[] = names.map((name) => ({
    key: claimKey(name.connectionId, name.providerId),
    messageId,
  }));
  const save = (claimed: readonly Claim[]) =>
    decideAndSave(needs, { id: order.conversationId, commitId }, async (found) => {
      const state = existing(found, order.conversationId);
      const terms = await termsOf(needs.settings, state.queueId);
      const events = recordDelivery(state, { origin, news: [{ messageId, ...news }] }, terms);
      return { events, claims: claimed };
    });
  const decided = await save(claims);
  // Where an answer replaces the one before (a review), it bears the same id: the news of it holds all the same.
  return decided.outcome === 'duplicate' && claims.length > 0 ? save([]) : decided;
}

const uncertain: Failure = {
  class: 'AMBIGUOUS',
  reason:
    'Parley was interrupted while sending, so it may have been sent. Wait for a receipt, or ask the customer before sending again.',
};

/** What a send's outcome means for the message; a wish to retry is granted until the attempts are used up. */
function newsOf(outcome: SendOutcome, order: Order): News {
  switch (outcome.status) {
    case 'sent':
      return {
        status: 'sent',
        providerId: outcome.providerId,
        rfcMessageId: outcome.rfcMessageId,
        otherNames: outcome.otherNames,
      };
    case 'failed':
      return { status: 'failed', failure: outcome.failure };
    case 'ambiguous':
      return { status: 'ambiguous', failure: outcome.failure };
    case 'retry':
      return order.attempt < order.attemptsAllowed
        ? { status: 'queued' }
        : { status: 'failed', failure: outcome.failure };
  }
}

const statusOf = (decided: Decided, messageId: string): DeliveryStatus | undefined =>
  decided.conversation.deliveries[messageId];

/**
 * Sends a reply at most once. It is marked `sending` first: whoever finds that mark was interrupted in the middle,
 * cannot know whether it left, and says so instead of sending it a second time.
 */
export async function deliverReply(needs: DeliveryNeeds, order: Order): Promise<void> {
  const { messageId } = order.reply;
  const before = existing(await needs.conversations.get(order.conversationId), order.conversationId);
  if (before.deliveries[messageId] === 'sending') {
    await note(needs, order, { status: 'ambiguous', failure: uncertain });
    return;
  }
  if (before.deliveries[messageId] !== 'queued') return;
  const marked = await note(needs, order, { status: 'sending' });
  if (marked.outcome !== 'saved' || statusOf(marked, messageId) !== 'sending') return;
  const outcome = await needs.send(outbound(order));
  const news = newsOf(outcome, order);
  await note(needs, order, news);
  if (outcome.status === 'retry' && news.status === 'queued') throw new DeliveryPostponed(outcome.afterSeconds);
}
