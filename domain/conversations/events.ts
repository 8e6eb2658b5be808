import * as z from 'zod';
import { $Analysis } from '../analysis/analyser.ts';
import { $Channel } from '../channels/channel.ts';
import { $DeliveryStatus, $Failure, $Target, $TemplateUse } from '../channels/delivery.ts';
import { $Attachment, $InboundMessage } from '../channels/inbound-message.ts';
import { $MessageChange } from '../channels/message-update.ts';
import { $Deadline } from '../escalation/policy.ts';
import { $Task } from './conversation.ts';
import { $Interaction } from './interaction.ts';
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
  z.object({
    ...base,
    type: z.literal('MessageReceived'),
    message: $InboundMessage,
    analysis: $Analysis.optional(),
    /** The customer unsent it: text, files and parts were deleted here too. */
    deletedAt: z.iso.datetime().optional(),
    /** Why it belongs here, where it came by another channel than the conversation had. */
    placedBecause: z.string().optional(),
  }),
  z.object({
    ...base,
    type: z.literal('MessageUpdated'),
    /** The `MessageReceived`, `ReplyWritten` or `SentElsewhere` that it is about. */
    aboutEventId: z.string(),
    change: $MessageChange,
    /** In place of a subject that had been taken from the message. */
    subject: z.string().optional(),
  }),
  z.object({
    ...base,
    type: z.literal('SentElsewhere'),
    channel: $Channel,
    connectionId: z.string(),
    providerId: z.string(),
    sentAt: z.iso.datetime(),
    text: z.string(),
    attachments: z.array($Attachment),
    tool: z.string().optional(),
  }),
  z.object({
    ...because,
    type: z.literal('ConsentChanged'),
    channel: $Channel,
    to: z.enum(['stop', 'start']),
    extent: z.enum(['everything', 'marketing']),
  }),
  z.object({ ...base, type: z.literal('InteractionLogged'), interaction: $Interaction, authorName: z.string() }),
  z.object({ ...because, type: z.literal('TaskAdded'), task: $Task }),
  z.object({ ...base, type: z.literal('TaskDone'), taskId: z.string() }),
  z.object({ ...because, type: z.literal('ConversationJoined'), fromConversationId: z.string() }),
  z.object({ ...because, type: z.literal('JoinedIntoOther'), intoConversationId: z.string() }),
  z.object({
    ...because,
    type: z.literal('MessagesMoved'),
    eventIds: z.array(z.string()),
    toConversationId: z.string(),
  }),
  z.object({ ...because, type: z.literal('PriorityChanged'), from: $Priority, to: $Priority }),
  z.object({
    ...base,
    type: z.literal('ReplyWritten'),
    messageId: z.string(),
    text: z.string(),
    ...$Target.shape,
    cc: z.array(z.string()),
    subject: z.string().optional(),
    inReplyTo: z.string().optional(),
    references: z.array(z.string()),
    attachments: z.array($Attachment).optional(),
    template: $TemplateUse.optional(),
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
  z.object({
    ...because,
    type: z.literal('ConversationAssigned'),
    agentId: z.string(),
    agentName: z.string(),
    /** Who had it until then. */
    fromAgentId: z.string().optional(),
  }),
  z.object({ ...because, type: z.literal('ConversationUnassigned'), agentId: z.string() }),
  z.object({ ...because, type: z.literal('WaitingStarted'), queueId: z.string() }),
  z.object({
    ...because,
    type: z.literal('ConversationTransferred'),
    fromQueueId: z.string(),
    toQueueId: z.string(),
    /** Who had it until then. */
    fromAgentId: z.string().optional(),
  }),
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
