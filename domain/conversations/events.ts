import * as z from 'zod';
import { $Analysis } from '../analysis/analyser.ts';
import { $Channel } from '../channels/channel.ts';
import { $DeliveryStatus, $Failure } from '../channels/delivery.ts';
import { $InboundMessage } from '../channels/inbound-message.ts';
import { $Deadline } from '../escalation/policy.ts';
import { $Priority } from './priority.ts';

/** Who did it: a person, the customer, or Parley by a rule it names. */
export const $Actor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('agent'), id: z.string() }),
  z.object({ kind: z.literal('customer'), id: z.string() }),
  z.object({ kind: z.literal('parley'), rule: z.string() }),
]);
export type Actor = z.infer<typeof $Actor>;

const base = { id: z.string(), at: z.iso.datetime(), by: $Actor };
const because = { ...base, /** The decision in words, for people. */ reason: z.string() };

export const $ConversationEvent = z.discriminatedUnion('type', [
  z.object({
    ...because,
    type: z.literal('ConversationOpened'),
    customerId: z.string(),
    customerName: z.string(),
    channel: $Channel,
    connectionId: z.string(),
    queueId: z.string(),
    priority: $Priority,
    subject: z.string(),
    /** The customer had asked before not to be written to on this channel. */
    optedOut: z.boolean().optional(),
  }),
  z.object({ ...base, type: z.literal('MessageReceived'), message: $InboundMessage, analysis: $Analysis.optional() }),
  z.object({ ...because, type: z.literal('PriorityChanged'), from: $Priority, to: $Priority }),
  z.object({
    ...base,
    type: z.literal('ReplyWritten'),
    messageId: z.string(),
    text: z.string(),
    channel: $Channel,
    connectionId: z.string(),
    to: z.string(),
    cc: z.array(z.string()),
    subject: z.string().optional(),
    inReplyTo: z.string().optional(),
    references: z.array(z.string()),
    /** The author's name as the customer and colleagues see it. */
    authorName: z.string(),
  }),
  z.object({
    ...base,
    type: z.literal('DeliveryChanged'),
    messageId: z.string(),
    status: $DeliveryStatus,
    failure: $Failure.optional(),
    providerId: z.string().optional(),
    rfcMessageId: z.string().optional(),
  }),
  z.object({ ...base, type: z.literal('NoteWritten'), text: z.string(), authorName: z.string() }),
  z.object({ ...because, type: z.literal('ConversationAssigned'), agentId: z.string(), agentName: z.string() }),
  z.object({ ...because, type: z.literal('ConversationUnassigned'), agentId: z.string() }),
  z.object({ ...because, type: z.literal('WaitingStarted'), queueId: z.string() }),
  z.object({ ...because, type: z.literal('ConversationTransferred'), fromQueueId: z.string(), toQueueId: z.string() }),
  z.object({ ...base, type: z.literal('ConversationSnoozed'), until: z.iso.datetime() }),
  z.object({ ...because, type: z.literal('ConversationWoken') }),
  z.object({ ...base, type: z.literal('ConversationResolved') }),
  z.object({ ...because, type: z.literal('ConversationReopened') }),
  z.object({ ...because, type: z.literal('DeadlineSet'), deadline: $Deadline }),
  z.object({ ...base, type: z.literal('DeadlineMet'), deadlineId: z.string() }),
  z.object({
    ...because,
    type: z.literal('EscalationWarned'),
    deadlineId: z.string(),
    dueAt: z.iso.datetime(),
    notified: z.array(z.string()),
  }),
  z.object({
    ...because,
    type: z.literal('ConversationEscalated'),
    deadlineId: z.string(),
    level: z.number().int().positive(),
    notified: z.array(z.string()),
  }),
]);
/** A fact about a conversation. Facts are its history: nothing is ever changed, only added. */
export type ConversationEvent = z.infer<typeof $ConversationEvent>;

export type EventOf<Type extends ConversationEvent['type']> = Extract<ConversationEvent, { type: Type }>;
