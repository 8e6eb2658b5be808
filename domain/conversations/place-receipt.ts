import type { Channel } from '../channels/channel.ts';
import type { Receipt } from '../channels/delivery.ts';
import { type Clock, instant } from '../kernel/clock.ts';
import type { IdFrom } from '../kernel/ids.ts';
import { decideAndSave, existing } from './decide-and-save.ts';
import type { Origin } from './facts.ts';
import { claimKey } from './find-conversation.ts';
import type { ConversationStore } from './ports.ts';
import { recordDelivery } from './record-delivery.ts';

/**
 * Notes what became of a message that we sent.
 * `unknown`: no message has this id (yet): a receipt can overtake the answer to our send.
 */
export async function placeReceipt(
  needs: { readonly conversations: ConversationStore; readonly idFrom: IdFrom; readonly now: Clock },
  channel: Channel,
  receipt: Receipt,
): Promise<'placed' | 'unknown'> {
  const sent = await needs.conversations.claimed(
    claimKey({ channel, connectionId: receipt.connectionId }, receipt.providerId),
  );
  const messageId = sent?.messageId;
  if (!sent || !messageId) return 'unknown';
  const origin: Origin = {
    commitId: needs.idFrom('receipt', channel, receipt.connectionId, receipt.receiptId),
    at: instant(needs.now()),
    by: { kind: 'parley', rule: 'provider-receipt' },
  };
  await decideAndSave(needs, { id: sent.conversationId, commitId: origin.commitId }, (found) => {
    const state = existing(found, sent.conversationId);
    return { events: recordDelivery(state, { origin, messageId, status: receipt.status, failure: receipt.failure }) };
  });
  return 'placed';
}
