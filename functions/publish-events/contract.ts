import * as z from 'zod';
import { $ConversationEvent } from '#domain/conversations/events.ts';

/** On the routing SQS queues. */
export const $RoutingOrder = z.discriminatedUnion('do', [
  z.object({ do: z.literal('route'), conversationId: z.string() }),
  z.object({ do: z.literal('serve-line'), agentId: z.string() }),
]);
export type RoutingOrder = z.infer<typeof $RoutingOrder>;

/** On the outbound SQS queue. */
export const $DeliveryOrder = z.object({
  conversationId: z.string(),
  reply: $ConversationEvent.refine((event) => event.type === 'ReplyWritten'),
});
