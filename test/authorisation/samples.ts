import { alwaysOpen } from '#domain/escalation/business-hours.ts';
import { twilioVoiceLocal } from '#local/channels/twilio-voice.ts';
import { noon } from '#test/support/builders.ts';
import type { Seeded } from './seed.ts';

/** What a route is sent: a body that it takes, and the rest of the path. */
export type Sample = {
  readonly body?: unknown;
  readonly parts?: Readonly<Record<string, string>>;
  readonly query?: string;
};

/** Whatever a request can be about: the conversation asked for, another of the same customer, one of another customer. */
export type About = { readonly asked: Seeded; readonly beside: Seeded; readonly another: Seeded };

const interaction = { kind: 'phone', at: noon, people: ['Amara'], text: 'Talked', outcome: 'resolved' };
const nothing = (): Sample => ({});
const agentFields = { presence: 'offline', capacity: 3, queueIds: [], leadsQueueIds: [], skills: [], languages: [] };

/** By route; those that take no body and nothing beside the id are not listed. */
const samples: Readonly<Record<string, (about: About) => Sample>> = {
  'GET /v1/conversations': () => ({ query: 'view=open&limit=100' }),
  'POST /v1/conversations/{id}/replies': ({ asked }) => ({
    body: { text: 'Hello', lastSeenEventId: asked.messageIds[1] },
  }),
  'POST /v1/conversations/{id}/interactions': () => ({ body: { interaction } }),
  'POST /v1/conversations/{id}/calls': () => ({ body: { connectionId: 'support-twilio-voice', to: '+15550100' } }),
  'POST /v1/conversations/{id}/messages/{messageId}/settle': ({ asked }) => ({
    body: { was: 'sent' },
    parts: { messageId: asked.replyId },
  }),
  'POST /v1/conversations/{id}/tasks/{taskId}/done': ({ asked }) => ({ parts: { taskId: asked.taskId } }),
  'POST /v1/conversations/{id}/join': ({ beside }) => ({ body: { conversationId: beside.id } }),
  'POST /v1/conversations/{id}/split': ({ asked }) => ({ body: { eventIds: asked.messageIds.slice(1) } }),
  'POST /v1/conversations/{id}/notes': () => ({ body: { text: 'A note' } }),
  'POST /v1/conversations/{id}/assign': () => ({ body: { agentId: 'agent-own' } }),
  'POST /v1/conversations/{id}/transfer': () => ({ body: { queueId: 'spare', reason: 'a test' } }),
  'POST /v1/conversations/{id}/priority': () => ({ body: { priority: 'urgent' } }),
  'POST /v1/conversations/{id}/snooze': () => ({
    body: { until: new Date(Date.now() + 86_400_000).toISOString() },
  }),
  'GET /v1/conversations/{id}/messages/{eventId}/html': ({ asked }) => ({
    parts: { eventId: asked.messageIds[0] ?? '' },
  }),
  'GET /v1/conversations/{id}/attachments/{attachmentId}': ({ asked }) => ({
    parts: { attachmentId: asked.attachmentId },
  }),
  'POST /v1/search': ({ asked }) => ({ body: { text: asked.id } }),
  'PATCH /v1/customers/{id}': () => ({ body: { name: 'Amara O.' } }),
  'POST /v1/customers/{id}/merge': ({ another }) => ({ body: { customerId: another.customerId } }),
  'POST /v1/interactions': ({ asked }) => ({
    body: { customer: { id: asked.customerId }, queueId: 'billing', subject: 'A visit', interaction },
  }),
  'POST /v1/uploads': () => ({ body: { bytes: 10, contentType: 'text/plain' } }),
  'PUT /v1/templates/{id}': () => ({
    body: {
      name: 'Hello',
      connectionId: 'support-meta-whatsapp',
      reference: 'hello',
      language: 'en',
      body: 'Hello {{1}}',
      category: 'utility',
    },
  }),
  'PUT /v1/continuity': () => ({ body: { acrossChannels: 'never', withinHours: 24 } }),
  'PUT /v1/agents/{id}': () => ({ body: { name: 'Somebody', ...agentFields } }),
  'PUT /v1/agents/{id}/presence': () => ({ body: { presence: 'offline' } }),
  'PUT /v1/queues/{id}': () => ({
    body: { name: 'Q', skills: [], policyId: 'standard', defaultPriority: 'normal', holdReplyWhen: 'never' },
  }),
  'PUT /v1/policies/{id}': () => ({
    body: {
      name: 'P',
      calendarId: alwaysOpen.id,
      firstReplyWithinMinutes: 60,
      nextReplyWithinMinutes: 60,
      warnBeforeMinutes: 0,
      levels: [],
    },
  }),
  'PUT /v1/calendars/{id}': () => ({
    body: { name: 'C', timeZone: 'Europe/Berlin', weekly: { monday: [{ from: '09:00', to: '17:00' }] }, holidays: [] },
  }),
  'PUT /v1/connections/{id}': () => ({
    body: { provider: 'ses-email', channel: 'email', name: 'Mail', address: 'm@shop.example', queueId: 'billing' },
  }),
  'PUT /v1/connections/{id}/credentials': () => ({ body: { credentials: twilioVoiceLocal.credentials } }),
  'POST /v1/connections/{id}/try-mapping': () => ({ body: { settings: {}, sample: '{}' } }),
};

export const sampleFor = (route: string, about: About): Sample => (samples[route] ?? nothing)(about);
export const sampled: readonly string[] = Object.keys(samples);
