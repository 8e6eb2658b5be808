import * as z from 'zod';
import { $Agent } from '#domain/agents/agent.ts';
import { $ConversationEvent } from '#domain/conversations/events.ts';
import { $ConversationRow } from '#functions/agent-api/contract.ts';

/** What a socket can follow: one agent's inbox, a queue, a conversation, or everything that moves in the account. */
export const $Topic = z.union([
  z.templateLiteral(['inbox:', z.string().min(1)]),
  z.templateLiteral(['queue:', z.string().min(1)]),
  z.templateLiteral(['conversation:', z.string().min(1)]),
  z.literal('account'),
]);
export type Topic = z.infer<typeof $Topic>;

/** From the console. */
export const $ClientFrame = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('subscribe'),
    /** Replaces what was followed before. */
    topics: z.array($Topic).max(50),
    /** The last sequence number seen; what was missed since is answered. */
    since: z.number().int().nonnegative().optional(),
  }),
  z.object({
    type: z.literal('presence'),
    conversationId: z.string(),
    doing: z.enum(['viewing', 'replying', 'left']),
  }),
  z.object({ type: z.literal('ping') }),
]);
export type ClientFrame = z.infer<typeof $ClientFrame>;

export const $Onlooker = z.object({ agentId: z.string(), name: z.string(), doing: z.enum(['viewing', 'replying']) });
export type Onlooker = z.infer<typeof $Onlooker>;

/** To the console. */
export const $ServerFrame = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('change'),
    /** Grows by one with every change of the account. */
    seq: z.number().int(),
    conversation: $ConversationRow,
    events: z.array($ConversationEvent),
  }),
  z.object({ type: z.literal('agent'), agent: $Agent }),
  z.object({
    type: z.literal('subscribed'),
    seq: z.number().int(),
    /** The server's time, for countdowns on machines whose clock is off. */
    now: z.iso.datetime(),
    /** Conversations that changed since the sequence number given; `complete` is false when that is too long ago: load afresh. */
    missed: z.object({ conversationIds: z.array(z.string()), complete: z.boolean() }),
  }),
  z.object({ type: z.literal('onlookers'), conversationId: z.string(), people: z.array($Onlooker) }),
  /** The visitor of a chat is writing; told every few seconds while it lasts. */
  z.object({ type: z.literal('customer-typing'), conversationId: z.string(), at: z.iso.datetime() }),
  z.object({ type: z.literal('pong'), seq: z.number().int(), now: z.iso.datetime() }),
  z.object({ type: z.literal('problem'), detail: z.string() }),
]);
export type ServerFrame = z.infer<typeof $ServerFrame>;
