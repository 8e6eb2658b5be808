import type { Receipt } from '../channels/delivery.ts';
import { type Clock, instant } from '../kernel/clock.ts';
import type { IdFrom } from '../kernel/ids.ts';
import type { Settings } from '../routing/ports.ts';
import { termsOf } from '../routing/terms.ts';
import type { Conversation } from './conversation.ts';
import { decideAndSave, existing } from './decide-and-save.ts';
import type { Origin } from './facts.ts';
import { claimKey } from './find-conversation.ts';
import type { Claim, ConversationStore } from './ports.ts';
import { recordDelivery } from './record-delivery.ts';

export type ReceiptNeeds = {
  readonly conversations: ConversationStore;
  readonly settings: Settings;
  readonly idFrom: IdFrom;
  readonly now: Clock;
};

async function sentAs(conversations: ConversationStore, { connectionId, providerId }: Receipt) {
  const claimed = await conversations.claimed(claimKey(connectionId, providerId));
  return claimed?.messageId ? { conversationId: claimed.conversationId, messageId: claimed.messageId } : undefined;
}

/** The answer to our send may be on its way still, or lost: then the receipt is how we learn the provider's id. */
function idLearnt(state: Conversation, receipt: Receipt, messageIds: readonly string[]): readonly Claim[] {
  const [messageId = '', another] = messageIds;
  const status = state.deliveries[messageId];
  const isUnknown = status === 'sending' || status === 'ambiguous';
  if (!isUnknown || another !== undefined || receipt.providerId === '') return [];
  return [{ key: claimKey(receipt.connectionId, receipt.providerId), messageId }];
}

/** Notes one piece of news about one message. */
export async function noteReceipt(
  needs: ReceiptNeeds,
  receipt: Receipt,
  sent: { readonly conversationId: string; readonly messageIds: readonly string[] },
): Promise<void> {
  const { conversationId, messageIds } = sent;
  const origin: Origin = {
    commitId: needs.idFrom('receipt', receipt.connectionId, receipt.receiptId),
    at: instant(needs.now()),
    by: { kind: 'parley', rule: 'provider-receipt' },
  };
  await decideAndSave(needs, { id: conversationId, commitId: origin.commitId }, async (found) => {
    const state = existing(found, conversationId);
    const { status, failure } = receipt;
    const terms = await termsOf(needs.settings, state.queueId);
    const news = messageIds.map((messageId) => ({ messageId, status, failure }));
    return { events: recordDelivery(state, { origin, news }, terms), claims: idLearnt(state, receipt, messageIds) };
  });
}

/**
 * Notes what became of a message that we sent.
 * `unknown`: no message has this id (yet): a receipt can overtake the answer to our send.
 */
export async function placeReceipt(needs: ReceiptNeeds, receipt: Receipt): Promise<'placed' | 'unknown'> {
  const sent = receipt.about ?? (await sentAs(needs.conversations, receipt));
  if (!sent) return 'unknown';
  await noteReceipt(needs, receipt, { conversationId: sent.conversationId, messageIds: [sent.messageId] });
  return 'placed';
}
