import * as z from 'zod';
import { $Agent } from '#domain/agents/agent.ts';
import { $ConversationEvent } from '#domain/conversations/events.ts';
import { $ConversationRow } from '#functions/agent-api/contract.ts';

/**
 * What a socket can follow: one agent's inbox, what nobody has in a queue, all of a queue, a conversation, everything that
 * moves in the account, or presence and load of colleagues. Each push costs money: a console follows what it shows.
 */
export const $Topic = z.union([
  z.templateLiteral(['inbox:', z.string().min(1)]),
  z.templateLiteral(['unassigned:', z.string().min(1)]),
  z.templateLiteral(['queue:', z.string().min(1)]),
  z.templateLiteral(['conversation:', z.string().min(1)]),
  z.literal('account'),
  z.literal('agents'),
]);
export type Topic = z.infer<typeof $Topic>;

/** From the console. */
export const $ClientFrame = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('subscribe'),
    /** Replaces what was followed before. */
    topics: z.array($Topic).max(50),
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

/** To the console: one frame, or a list of them. */
export const $ServerFrame = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('change'),
    /** As it is now; `version` grows by one with every decision, and an older one is old news. */
    conversation: $ConversationRow,
    events: z.array($ConversationEvent),
  }),
  /** A change is too large for a frame, or was missed: read the conversation again; all that is shown when none is named. */
  z.object({ type: z.literal('stale'), conversationId: z.string().optional() }),
  z.object({ type: z.literal('agent'), agent: $Agent }),
  z.object({
    /** What was read before this may be old; what changes from now on is told. */
    type: z.literal('subscribed'),
    /** The server's time, for countdowns on machines whose clock is off. */
    now: z.iso.datetime(),
  }),
  z.object({ type: z.literal('onlookers'), conversationId: z.string(), people: z.array($Onlooker) }),
  /** The visitor of a chat is writing; told every few seconds while it lasts. */
  z.object({ type: z.literal('customer-typing'), conversationId: z.string(), at: z.iso.datetime() }),
  z.object({ type: z.literal('pong'), now: z.iso.datetime() }),
  z.object({ type: z.literal('problem'), detail: z.string() }),
]);
export type ServerFrame = z.infer<typeof $ServerFrame>;
