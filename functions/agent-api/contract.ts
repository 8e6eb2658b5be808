import * as z from 'zod';
import { $Agent, $Presence, $Role } from '#domain/agents/agent.ts';
import { $Connection } from '#domain/channels/channel.ts';
import { $Template } from '#domain/channels/template.ts';
import { $ContinuityRules } from '#domain/conversations/continuity.ts';
import { $Conversation } from '#domain/conversations/conversation.ts';
import { $ConversationEvent } from '#domain/conversations/events.ts';
import { $Interaction } from '#domain/conversations/interaction.ts';
import { $Priority } from '#domain/conversations/priority.ts';
import { $Customer } from '#domain/customers/customer.ts';
import { $BusinessCalendar } from '#domain/escalation/business-hours.ts';
import { $SlaPolicy } from '#domain/escalation/policy.ts';
import { $Queue } from '#domain/routing/queue.ts';

/** Requests and answers of the agent API; the console and the OpenAPI document are made from these schemas. */

/** What a list shows of a conversation. */
export const $ConversationRow = $Conversation.pick({
  id: true,
  version: true,
  customerId: true,
  customerName: true,
  channel: true,
  queueId: true,
  subject: true,
  priority: true,
  stage: true,
  holder: true,
  language: true,
  sentiment: true,
  deadline: true,
  escalationLevel: true,
  openedAt: true,
  lastActivityAt: true,
  lastMessage: true,
});
export type ConversationRow = z.infer<typeof $ConversationRow>;

export const views = ['mine', 'unassigned', 'queue', 'open', 'snoozed', 'resolved'] as const;
export const $View = z.enum(views);
export type View = z.infer<typeof $View>;

export const $ListQuery = z
  .object({
    view: $View.default('mine'),
    /** Needed by the view `queue`; narrows the others. */
    queueId: z.string().optional(),
    /** As given by the page before. */
    cursor: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  })
  .refine((query) => query.view !== 'queue' || query.queueId, {
    path: ['queueId'],
    message: 'the view "queue" needs a queueId',
  });

export const $ConversationPage = z.object({
  items: z.array($ConversationRow),
  /** Absent on the last page. */
  nextCursor: z.string().optional(),
});
export type ConversationPage = z.infer<typeof $ConversationPage>;

export const $ConversationDetail = z.object({
  conversation: $Conversation,
  customer: $Customer,
  /** The history, oldest first. */
  events: z.array($ConversationEvent),
});
export type ConversationDetail = z.infer<typeof $ConversationDetail>;

/** What a change answers: the conversation as it now stands and the facts that were added. */
export const $Changed = z.object({ conversation: $Conversation, events: z.array($ConversationEvent) });
export type Changed = z.infer<typeof $Changed>;

export const $InteractionRequest = z.object({ interaction: $Interaction });
export const $NewInteractionRequest = z.object({
  customer: z.union([
    z.object({ id: z.string().min(1) }),
    z.object({
      name: z.string().trim().min(1).max(200),
      /** Phone number in E.164, or mail address. */
      address: z.union([z.email(), z.e164()]).optional(),
    }),
  ]),
  queueId: z.string().min(1),
  subject: z.string().trim().min(1).max(200),
  interaction: $Interaction,
});
export type NewInteraction = z.infer<typeof $NewInteractionRequest>;
export const $CallRequest = z.object({
  /** A voice connection that can place calls. */
  connectionId: z.string().min(1),
  /** The customer's number. */
  to: z.e164(),
});
export const $SettleRequest = z.object({ was: z.enum(['sent', 'not-sent']) });
export const $JoinRequest = z.object({
  /** The conversation that ends. */
  conversationId: z.string().min(1),
});
export const $SplitRequest = z.object({
  /** Messages of the customer to take out. */
  eventIds: z.array(z.string().min(1)).min(1).max(100),
  queueId: z.string().min(1).optional(),
  subject: z.string().trim().min(1).max(200).optional(),
});
export const $MergeRequest = z.object({
  /** The customer who turns out to be this one. */
  customerId: z.string().min(1),
});
export const $ContinuityRequest = $ContinuityRules.omit({ id: true });
export const $TemplateRequest = $Template.omit({ id: true });
export const $Templates = z.object({ items: z.array($Template) });
export const $NoteRequest = z.object({ text: z.string().trim().min(1).max(20_000) });
export const $AssignRequest = z.object({
  /** Whom to give it; null puts it back into the queue. */
  agentId: z.string().min(1).nullable(),
});
export const $TransferRequest = z.object({ queueId: z.string().min(1), reason: z.string().trim().min(1).max(500) });
export const $PriorityRequest = z.object({ priority: $Priority });
export const $SnoozeRequest = z.object({ until: z.iso.datetime({ offset: true }) });
export const $PresenceRequest = z.object({ presence: $Presence });
/** What administrators set; the rest is the routing's. */
export const $AgentFields = $Agent.omit({ load: true, idleSince: true });
export const $AgentRequest = $AgentFields.omit({ id: true });
export const $QueueRequest = $Queue.omit({ id: true });
export const $PolicyRequest = $SlaPolicy.omit({ id: true });
export const $CalendarRequest = $BusinessCalendar.omit({ id: true });

export const $Bootstrap = z.object({
  me: $Agent,
  role: $Role,
  agents: z.array($Agent),
  queues: z.array($Queue),
});
export type Bootstrap = z.infer<typeof $Bootstrap>;

export const $CustomerDetail = z.object({ customer: $Customer, conversations: z.array($ConversationRow) });
export type CustomerDetail = z.infer<typeof $CustomerDetail>;
export const $CustomerRequest = z.object({ name: z.string().trim().min(1).max(200) });

export const $SearchRequest = z.object({
  /** A mail address, a phone number with its country, the id of a conversation or of a customer. */
  text: z.string().trim().min(1).max(320),
});
/** Empty lists where nobody has that address or nothing has that id. */
export const $Found = z.object({
  customers: z.array($Customer),
  /** Newest first, up to 50 of each customer. */
  conversations: z.array($ConversationRow),
});
export type Found = z.infer<typeof $Found>;

export const $MessageHtml = z.object({
  /** As the customer's program wrote it: not sanitised. Show it only sanitised and sandboxed. */
  html: z.string(),
});
export const $AttachmentLink = z.object({ url: z.url(), expiresAt: z.iso.datetime() });

export const $Ticket = z.object({
  /** Opens one socket, once, within 60 seconds: `{url}?ticket={ticket}`. */
  ticket: z.string(),
  url: z.string(),
  expiresAt: z.iso.datetime(),
});
export type Ticket = z.infer<typeof $Ticket>;

export const $QuarantineEntry = z.object({
  id: z.string(),
  provider: z.string(),
  connectionId: z.string().optional(),
  receivedAt: z.iso.datetime(),
  quarantinedAt: z.iso.datetime(),
  reason: z.string(),
  contentType: z.string(),
  /** The raw body as it came in, base64. */
  bodyBase64: z.string(),
  attempts: z.number().int().positive(),
  /** Set once a retry has placed it. */
  placedAt: z.iso.datetime().optional(),
});
export type QuarantineEntry = z.infer<typeof $QuarantineEntry>;

export const $Agents = z.object({ items: z.array($Agent) });
export const $Queues = z.object({ items: z.array($Queue) });
export const $Policies = z.object({ items: z.array($SlaPolicy) });
export const $Calendars = z.object({ items: z.array($BusinessCalendar) });
export const $Connections = z.object({ items: z.array($Connection) });
export const $QuarantinePage = z.object({ items: z.array($QuarantineEntry) });

/** RFC 9457. */
export const $Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  /** Request id for the support desk. */
  instance: z.string().optional(),
  /** For 400: where in the request, what was wrong, what would be right. */
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** For 409 on a reply: what was written since the author last looked. */
  unseen: z.array($ConversationEvent).optional(),
});
export type Problem = z.infer<typeof $Problem>;
