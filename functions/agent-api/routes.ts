import type * as z from 'zod';
import { $Agent, type Role } from '#domain/agents/agent.ts';
import { $Template } from '#domain/channels/template.ts';
import { $ContinuityRules } from '#domain/conversations/continuity.ts';
import { $Customer } from '#domain/customers/customer.ts';
import { $BusinessCalendar } from '#domain/escalation/business-hours.ts';
import { $SlaPolicy } from '#domain/escalation/policy.ts';
import { $Queue } from '#domain/routing/queue.ts';
import type { Route } from '#functions/middleware/api/serve.ts';
import * as administration from './administration.ts';
import * as contract from './contract.ts';
import * as commands from './conversation-commands.ts';
import * as reads from './conversation-reads.ts';
import * as interactions from './interactions.ts';
import * as joining from './joining.ts';
import { guardOf } from './must-see.ts';
import type { ApiNeeds } from './needs.ts';
import * as operations from './operations.ts';
import { reply } from './replies.ts';
import * as replyContract from './reply-contract.ts';
import { replyOptions } from './reply-options.ts';
import { search } from './search.ts';
import { startUpload } from './uploads.ts';

const all: readonly Role[] = ['agent', 'supervisor', 'admin'];
const leads: readonly Role[] = ['supervisor', 'admin'];
const admins: readonly Role[] = ['admin'];

const ok = (schema: z.ZodType) => ({ status: 200, schema });
const created = { status: 201, schema: contract.$Changed };
const changed = ok(contract.$Changed);

// biome-ignore format: a table
/** Every route of the agent API. */
const listed: readonly Route<ApiNeeds>[] = [
  { method: 'GET',   path: '/v1/bootstrap',                        roles: all,    summary: 'Who I am, who is here, which queues there are', answers: ok(contract.$Bootstrap), handle: reads.bootstrap },
  { method: 'GET',   path: '/v1/conversations',                    roles: all,    summary: 'A view of conversations, newest first', query: contract.$ListQuery, answers: ok(contract.$ConversationPage), handle: reads.listConversations },
  { method: 'GET',   path: '/v1/conversations/{id}',               roles: all,    summary: 'One conversation with its whole history', answers: ok(contract.$ConversationDetail), handle: reads.readConversation },
  { method: 'POST',  path: '/v1/conversations/{id}/replies',       roles: all,    summary: 'Answer the customer; held with 409 if somebody wrote since', body: replyContract.$ReplyRequest, answers: created, handle: reply },
  { method: 'GET',   path: '/v1/conversations/{id}/reply-options', roles: all,    summary: 'How the customer can be answered now: channels, windows, limits, templates', answers: ok(replyContract.$ReplyOptions), handle: replyOptions },
  { method: 'POST',  path: '/v1/conversations/{id}/interactions',  roles: all,    summary: 'Enter a visit, a video call, a phone call', body: contract.$InteractionRequest, answers: created, handle: interactions.log },
  { method: 'POST',  path: '/v1/conversations/{id}/calls',         roles: all,    summary: 'Call the customer: your phone rings first', body: contract.$CallRequest, answers: created, handle: interactions.call },
  { method: 'POST',  path: '/v1/conversations/{id}/messages/{messageId}/settle', roles: all, summary: 'Say whether a message that may have been sent was', body: contract.$SettleRequest, answers: changed, handle: interactions.settle },
  { method: 'POST',  path: '/v1/conversations/{id}/tasks/{taskId}/done', roles: all, summary: 'Tick a task off', answers: changed, handle: interactions.finishTask },
  { method: 'POST',  path: '/v1/conversations/{id}/join',          roles: all,    summary: 'Join another conversation of the same customer into this one', body: contract.$JoinRequest, answers: changed, handle: joining.join },
  { method: 'POST',  path: '/v1/conversations/{id}/split',         roles: all,    summary: 'Take messages out into a conversation of their own', body: contract.$SplitRequest, answers: changed, handle: joining.split },
  { method: 'POST',  path: '/v1/conversations/{id}/notes',         roles: all,    summary: 'Write a note that the customer never sees', body: contract.$NoteRequest, answers: created, handle: commands.note },
  { method: 'POST',  path: '/v1/conversations/{id}/assign',        roles: all,    summary: 'Give it to an agent, or back to the queue', body: contract.$AssignRequest, answers: changed, handle: commands.assign },
  { method: 'POST',  path: '/v1/conversations/{id}/transfer',      roles: all,    summary: 'Move it to another queue, with a reason', body: contract.$TransferRequest, answers: changed, handle: commands.moveToQueue },
  { method: 'POST',  path: '/v1/conversations/{id}/priority',      roles: all,    summary: 'Set how soon it should be taken', body: contract.$PriorityRequest, answers: changed, handle: commands.prioritise },
  { method: 'POST',  path: '/v1/conversations/{id}/snooze',        roles: all,    summary: 'Put it away until a time', body: contract.$SnoozeRequest, answers: changed, handle: commands.putToSleep },
  { method: 'POST',  path: '/v1/conversations/{id}/resolve',       roles: all,    summary: 'Call it done', answers: changed, handle: commands.close },
  { method: 'POST',  path: '/v1/conversations/{id}/reopen',        roles: all,    summary: 'Open what is resolved or snoozed', answers: changed, handle: commands.openAgain },
  { method: 'GET',   path: '/v1/conversations/{id}/messages/{eventId}/html', roles: all, summary: 'The HTML of a mail, not sanitised', answers: ok(contract.$MessageHtml), handle: reads.messageHtml },
  { method: 'GET',   path: '/v1/conversations/{id}/attachments/{attachmentId}', roles: all, summary: 'A link to an attachment, for five minutes', answers: ok(contract.$AttachmentLink), handle: reads.attachmentLink },
  { method: 'POST',  path: '/v1/search',                           roles: all,    summary: 'Who writes from an address, or what has an id; asked in a body, since addresses in URLs end up in logs', body: contract.$SearchRequest, answers: ok(contract.$Found), handle: search },
  { method: 'GET',   path: '/v1/customers/{id}',                   roles: all,    summary: 'A customer and their conversations', answers: ok(contract.$CustomerDetail), handle: reads.readCustomer },
  { method: 'PATCH', path: '/v1/customers/{id}',                   roles: all,    summary: 'Rename a customer', body: contract.$CustomerRequest, answers: ok($Customer), handle: reads.renameCustomer },
  { method: 'POST',  path: '/v1/customers/{id}/merge',             roles: all,    summary: 'Two customers turn out to be one', body: contract.$MergeRequest, answers: ok($Customer), handle: joining.mergeCustomers },
  { method: 'POST',  path: '/v1/interactions',                     roles: all,    summary: 'Enter what happened with a customer there is no conversation with', body: contract.$NewInteractionRequest, answers: created, handle: interactions.logNew },
  { method: 'POST',  path: '/v1/uploads',                          roles: all,    summary: 'A form to upload one file for a reply', body: replyContract.$UploadRequest, answers: { status: 201, schema: replyContract.$Upload }, handle: startUpload },
  { method: 'GET',   path: '/v1/templates',                        roles: all,    summary: 'All approved templates', answers: ok(contract.$Templates), handle: administration.listing((needs) => needs.settings.templates.list()) },
  { method: 'PUT',   path: '/v1/templates/{id}',                   roles: admins, summary: 'Enter a template that a provider approved', body: contract.$TemplateRequest, answers: ok($Template), handle: administration.putTemplate },
  { method: 'GET',   path: '/v1/continuity',                       roles: leads,  summary: 'When a customer who changes channels stays in the same conversation', answers: ok($ContinuityRules), handle: administration.readContinuity },
  { method: 'PUT',   path: '/v1/continuity',                       roles: admins, summary: 'Change that', body: contract.$ContinuityRequest, answers: ok($ContinuityRules), handle: administration.putContinuity },
  { method: 'GET',   path: '/v1/agents',                           roles: all,    summary: 'All agents with presence and load', answers: ok(contract.$Agents), handle: administration.listing((needs) => needs.agents.list()) },
  { method: 'PUT',   path: '/v1/agents/{id}',                      roles: admins, summary: 'Set up an agent: queues, skills, languages, capacity', body: contract.$AgentRequest, answers: ok($Agent), handle: administration.putAgent },
  { method: 'PUT',   path: '/v1/agents/{id}/presence',             roles: all,    summary: 'Available, away or offline', body: contract.$PresenceRequest, answers: ok($Agent), handle: administration.putPresence },
  { method: 'GET',   path: '/v1/queues',                           roles: all,    summary: 'All queues', answers: ok(contract.$Queues), handle: administration.listing((needs) => needs.settings.queues.list()) },
  { method: 'PUT',   path: '/v1/queues/{id}',                      roles: admins, summary: 'Create or change a queue', body: contract.$QueueRequest, answers: ok($Queue), handle: administration.putQueue },
  { method: 'GET',   path: '/v1/policies',                         roles: leads,  summary: 'All SLA policies', answers: ok(contract.$Policies), handle: administration.listing((needs) => needs.settings.policies.list()) },
  { method: 'PUT',   path: '/v1/policies/{id}',                    roles: admins, summary: 'Create or change an SLA policy', body: contract.$PolicyRequest, answers: ok($SlaPolicy), handle: administration.putPolicy },
  { method: 'GET',   path: '/v1/calendars',                        roles: leads,  summary: 'All business calendars', answers: ok(contract.$Calendars), handle: administration.listing((needs) => needs.settings.calendars.list()) },
  { method: 'PUT',   path: '/v1/calendars/{id}',                   roles: admins, summary: 'Create or change a business calendar', body: contract.$CalendarRequest, answers: ok($BusinessCalendar), handle: administration.putCalendar },
  { method: 'GET',   path: '/v1/connections',                      roles: leads,  summary: 'All connections to providers', answers: ok(contract.$Connections), handle: administration.listing((needs) => needs.connections.list()) },
  { method: 'GET',   path: '/v1/quarantine',                       roles: leads,  summary: 'Bodies that could not be parsed or placed', answers: ok(contract.$QuarantinePage), handle: operations.listQuarantine },
  { method: 'POST',  path: '/v1/quarantine/{id}/retry',            roles: leads,  summary: 'Try again after a fix', answers: { status: 202, schema: contract.$QuarantineEntry }, handle: operations.retryQuarantined },
  { method: 'POST',  path: '/v1/realtime/tickets',                 roles: all,    summary: 'A ticket for one WebSocket', answers: { status: 201, schema: contract.$Ticket }, handle: operations.issueTicket },
];

/** What is made anew each time, and harmless: tickets, forms, a merge that is done already, a question. */
const madeAnew: ReadonlySet<string> = new Set([
  '/v1/realtime/tickets',
  '/v1/uploads',
  '/v1/customers/{id}/merge',
  '/v1/search',
]);

/** Changes that are not made once by their nature take an Idempotency-Key. */
const keyOf = ({ method, path }: Route<ApiNeeds>): Pick<Route<ApiNeeds>, 'takesKey'> =>
  method === 'POST' && !madeAnew.has(path) ? { takesKey: true } : {};

/** The routes as they are served. */
export const routes: readonly Route<ApiNeeds>[] = listed.map((route) => ({
  ...route,
  ...keyOf(route),
  guard: guardOf(route.path),
}));
