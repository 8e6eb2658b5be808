import * as z from 'zod';
import { sentiments } from '../analysis/analyser.ts';
import { $Channel } from '../channels/channel.ts';
import { $DeliveryStatus } from '../channels/delivery.ts';
import { $Deadline } from '../escalation/policy.ts';
import { $Priority } from './priority.ts';

/** Who has it: nobody yet, an agent, or the waiting line of its queue. */
export const $Holder = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('nobody') }),
  z.object({ kind: z.literal('agent'), agentId: z.string(), agentName: z.string(), since: z.iso.datetime() }),
  z.object({ kind: z.literal('line'), since: z.iso.datetime() }),
]);
export type Holder = z.infer<typeof $Holder>;

export const $Stage = z.discriminatedUnion('status', [
  z.object({ status: z.literal('open') }),
  z.object({ status: z.literal('snoozed'), until: z.iso.datetime() }),
  z.object({ status: z.literal('resolved'), at: z.iso.datetime() }),
]);

export const $Task = z.object({
  id: z.string(),
  what: z.literal('call-back'),
  /** Whom to call, as the channel gave it. */
  to: z.string(),
  at: z.iso.datetime(),
});
export type Task = z.infer<typeof $Task>;

export const $Conversation = z.object({
  id: z.string(),
  /** Grows by one with every decision; guards against two decisions on the same state. */
  version: z.number().int().nonnegative(),
  customerId: z.string(),
  customerName: z.string(),
  channel: $Channel,
  connectionId: z.string(),
  queueId: z.string(),
  subject: z.string(),
  priority: $Priority,
  stage: $Stage,
  holder: $Holder,
  /** Who should get it back when it returns: the last agent who had it. */
  preferredAgentId: z.string().optional(),
  /** Who put it back into the queue: not to be given it again at once. */
  declinedBy: z.string().optional(),
  language: z.string().optional(),
  sentiment: z.enum(sentiments).optional(),
  deadline: $Deadline.optional(),
  escalationLevel: z.number().int().nonnegative(),
  openedAt: z.iso.datetime(),
  /** Moves the conversation to the top of its views. */
  lastActivityAt: z.iso.datetime(),
  /** The last thing customer and business said to each other. */
  lastMessage: z
    .object({
      eventId: z.string(),
      direction: z.enum(['in', 'out']),
      preview: z.string(),
      at: z.iso.datetime(),
      delivery: $DeliveryStatus.optional(),
    })
    .optional(),
  /** Delivery of the outbound messages that may still change, by message id. */
  deliveries: z.record(z.string(), $DeliveryStatus),
  /** Where a reply goes, from the customer's latest message that can be answered in writing. */
  replyTo: z
    .object({
      address: z.string(),
      scope: z.string().optional(),
      cc: z.array(z.string()),
      subject: z.string().optional(),
      messageId: z.string().optional(),
      references: z.array(z.string()),
      /** Provider id of the message that a reply answers. */
      answers: z.string().optional(),
      thread: z.string().optional(),
      isPublic: z.literal(true).optional(),
      answerToken: z.string().optional(),
      /** When the customer wrote it; decides about windows. */
      heardAt: z.iso.datetime().optional(),
    })
    .optional(),
  /** What has to be done besides answering: call back. */
  tasks: z.array($Task).optional(),
  /** The conversation that this one was joined into; nothing more happens here. */
  joinedInto: z.string().optional(),
  /** Conversations that were joined into this one; shown as part of it. */
  joinedFrom: z.array(z.string()).optional(),
  optedOut: z.boolean(),
});
/** A conversation as it stands: the sum of its events. */
export type Conversation = z.infer<typeof $Conversation>;

/** The agent who has it. */
export const holderIdOf = ({ holder }: Conversation): string | undefined =>
  holder.kind === 'agent' ? holder.agentId : undefined;

/** Open, and in nobody's hands. */
export const wantsAgent = ({ stage, holder }: Conversation): boolean =>
  stage.status === 'open' && holder.kind !== 'agent';

/** Open and in an agent's hands: it takes one place of that agent's capacity. */
export const capacityHolder = (conversation: Conversation | undefined): string | undefined =>
  conversation?.stage.status === 'open' && conversation.holder.kind === 'agent'
    ? conversation.holder.agentId
    : undefined;
