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

/** What starts, and comes back to, the escalation workflow. */
export const $WorkflowInput = z.object({
  kind: z.enum(['deadline', 'snooze']),
  conversationId: z.string(),
  /** The deadline's id, or the time at which the snooze ends. */
  id: z.string(),
  dueAt: z.string(),
});
