import type { SentElsewhere } from '../channels/message-update.ts';
import { identityKeyOf } from '../customers/customer.ts';
import { type Clock, instant } from '../kernel/clock.ts';
import type { IdFrom } from '../kernel/ids.ts';
import type { Conversation } from './conversation.ts';
import { decideAndSave, existing } from './decide-and-save.ts';
import type { ConversationEvent } from './events.ts';
import { type Draft, facts, type Origin } from './facts.ts';
import { claimKey, conversationNow, threadKey } from './find-conversation.ts';
import type { ConversationStore, CustomerStore, LedgerEntry } from './ports.ts';
import { recordDelivery } from './record-delivery.ts';

type Needs = {
  readonly conversations: ConversationStore;
  readonly customers: CustomerStore;
  readonly idFrom: IdFrom;
  readonly now: Clock;
};

const words = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** An answer of ours that is on its way, or may be: the provider's echo can overtake its answer to our send. */
function ownAnswer(state: Conversation, events: readonly ConversationEvent[], text: string): string | undefined {
  const open = events.filter(
    (event) =>
      event.type === 'ReplyWritten' && ['sending', 'ambiguous'].includes(state.deliveries[event.messageId] ?? ''),
  );
  const own = open.find((event) => event.type === 'ReplyWritten' && words(event.text) === words(text));
  return own?.type === 'ReplyWritten' ? own.messageId : undefined;
}

/** By its thread, else by the customer's address. */
async function conversationOf(needs: Needs, sent: SentElsewhere): Promise<Conversation | undefined> {
  const { thread, channel, to, connectionId } = sent;
  const named =
    thread === undefined
      ? await needs.customers.identity(identityKeyOf({ channel, ...to, verified: true }))
      : await needs.conversations.claimed(threadKey(connectionId, thread));
  return named?.conversationId ? conversationNow(needs.conversations, named.conversationId) : undefined;
}

/** Shows what somebody of the business answered with another tool; it keeps the promise like an answer of ours. `stranger`: to nobody we know. */
export async function placeSentElsewhere(
  needs: Needs,
  { to, thread, ...sent }: SentElsewhere,
  ledger?: LedgerEntry,
): Promise<'placed' | 'duplicate' | 'stranger'> {
  const conversation = await conversationOf(needs, { to, thread, ...sent });
  if (!conversation) return 'stranger';
  const commitId = needs.idFrom('sent-elsewhere', sent.connectionId, sent.providerId);
  const origin: Origin = { commitId, at: instant(needs.now()), by: { kind: 'parley', rule: 'sent-elsewhere' } };
  const { id } = conversation;
  const key = claimKey(sent.connectionId, sent.providerId);
  const decided = await decideAndSave(needs, { id, commitId }, async (found) => {
    const state = existing(found, id);
    const isSending = Object.values(state.deliveries).some((status) => status === 'sending' || status === 'ambiguous');
    const events = isSending ? ((await needs.conversations.history(id))?.events ?? []) : [];
    const messageId = ownAnswer(state, events, sent.text);
    if (messageId) {
      const news = [{ messageId, status: 'sent' as const, providerId: sent.providerId }];
      return { events: recordDelivery(state, { origin, news }, undefined), claims: [{ key, messageId, ledger }] };
    }
    const met: readonly Draft[] = state.deadline ? [{ type: 'DeadlineMet', deadlineId: state.deadline.id }] : [];
    return {
      events: facts(origin, [{ type: 'SentElsewhere', ...sent }, ...met]),
      claims: [{ key, ledger }],
    };
  });
  return decided.outcome === 'duplicate' ? 'duplicate' : 'placed';
}
