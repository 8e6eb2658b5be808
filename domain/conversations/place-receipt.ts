import type { Channel } from '../channels/channel.ts';
import type { Receipt } from '../channels/delivery.ts';
import { type Clock, instant } from '../kernel/clock.ts';
import type { IdFrom } from '../kernel/ids.ts';
import type { Settings } from '../routing/ports.ts';
import { termsOf } from '../routing/terms.ts';
import { decideAndSave, existing } from './decide-and-save.ts';
import type { Origin } from './facts.ts';
import { claimKey } from './find-conversation.ts';
import type { ConversationStore } from './ports.ts';
import { recordDelivery } from './record-delivery.ts';

async function sentAs(conversations: ConversationStore, channel: Channel, { connectionId, providerId }: Receipt) {
  const claimed = await conversations.claimed(claimKey({ channel, connectionId }, providerId));
  return claimed?.messageId ? { conversationId: claimed.conversationId, messageId: claimed.messageId } : undefined;
}

/**
 * Notes what became of a message that we sent.
 * `unknown`: no message has this id (yet): a receipt can overtake the answer to our send.
 */
export async function placeReceipt(
  needs: {
    readonly conversations: ConversationStore;
    readonly settings: Settings;
    readonly idFrom: IdFrom;
    readonly now: Clock;
  },
  channel: Channel,
  receipt: Receipt,
): Promise<'placed' | 'unknown'> {
  const sent = receipt.about ?? (await sentAs(needs.conversations, channel, receipt));
  if (!sent) return 'unknown';
  const { conversationId, messageId } = sent;
  const origin: Origin = {
    commitId: needs.idFrom('receipt', channel, receipt.connectionId, receipt.receiptId),
    at: instant(needs.now()),
    by: { kind: 'parley', rule: 'provider-receipt' },
  };
  await decideAndSave(needs, { id: conversationId, commitId: origin.commitId }, async (found) => {
    const state = existing(found, conversationId);
    const { status, failure } = receipt;
    const terms = await termsOf(needs.settings, state.queueId);
    return { events: recordDelivery(state, { origin, messageId, status, failure }, terms) };
  });
  return 'placed';
}
