import type { Channel } from '../channels/channel.ts';
import type { Receipt } from '../channels/delivery.ts';
import { identityKeyOf } from '../customers/customer.ts';
import type { ConversationEvent } from './events.ts';
import { conversationNow } from './find-conversation.ts';
import { noteReceipt, type ReceiptNeeds } from './place-receipt.ts';
import type { CustomerStore } from './ports.ts';

/** Messages that had left us by a time. */
const sentBy = (events: readonly ConversationEvent[], at: string): ReadonlySet<string> =>
  new Set(
    events.flatMap((event) =>
      event.type === 'DeliveryChanged' && event.status === 'sent' && event.at <= at ? [event.messageId] : [],
    ),
  );

/** The provider's clock and ours differ by moments. */
const toleranceMs = 2000;

/** Notes that everything sent to a person up to a time was delivered or read. `unknown`: to nobody we know, or something is just being sent. */
export async function placeWatermark(
  needs: ReceiptNeeds & { readonly customers: CustomerStore },
  channel: Channel,
  receipt: Receipt & { readonly upTo: NonNullable<Receipt['upTo']> },
): Promise<'placed' | 'unknown'> {
  const stored = await needs.customers.identity(identityKeyOf({ channel, ...receipt.upTo, verified: true }));
  const conversation = stored?.conversationId && (await conversationNow(needs.conversations, stored.conversationId));
  const history = conversation && (await needs.conversations.history(conversation.id));
  if (!history) return 'unknown';
  const { deliveries } = history.conversation;
  // It can overtake the provider's answer to the very send that it is about.
  if (Object.values(deliveries).includes('sending')) return 'unknown';
  const sent = sentBy(history.events, new Date(Date.parse(receipt.at) + toleranceMs).toISOString());
  const open = Object.keys(deliveries).filter((messageId) => sent.has(messageId));
  await noteReceipt(needs, receipt, { conversationId: history.conversation.id, messageIds: open });
  return 'placed';
}
