import { type DeliveryStatus, type Failure, mayBecome } from '../channels/delivery.ts';
import type { Conversation } from './conversation.ts';
import type { ConversationEvent } from './events.ts';
import { facts, type Origin } from './facts.ts';

export type DeliveryNews = {
  readonly origin: Origin;
  readonly messageId: string;
  readonly status: DeliveryStatus;
  readonly failure?: Failure | undefined;
  readonly providerId?: string | undefined;
  readonly rfcMessageId?: string | undefined;
};

/** What became of a message we sent. News that would move it back, or of one settled long ago, is old and changes nothing. */
export function recordDelivery(state: Conversation, news: DeliveryNews): readonly ConversationEvent[] {
  const before = state.deliveries[news.messageId];
  if (!before || !mayBecome(before, news.status)) return [];
  const { origin, ...rest } = news;
  return facts(origin, [{ type: 'DeliveryChanged', ...rest }]);
}
