import * as z from 'zod';
import { channelFunctions } from './channel-functions.ts';
import { standIns, table, text } from './environment-parts.ts';
import type { FunctionRow } from './function-row.ts';

/** Every function: what wakes it, what it needs, what it may do, and who notices when it fails. CDK, the local system, the alarms and the docs are made from this list. */
export const catalogue = {
  ...channelFunctions,
  sesEmailWebhook: {
    entry: 'webhooks/ses-email',
    trigger: { kind: 'sns', topic: 'mail' },
    environment: z.object({ INBOUND_QUEUE_URL: text }),
    permissions: ['queue:send:inbound'],
    memoryMb: 256,
    timeoutSeconds: 10,
    impact:
      'mail of customers and bounces are in the bucket and on no screen; redrive the dead letters once it works again',
  },
  receiveMessages: {
    entry: 'receive-messages',
    trigger: { kind: 'sqs', queues: ['inbound'], batchSize: 10 },
    environment: z.object({
      ...table,
      FILES_BUCKET: text,
      SECRETS_PATH: text,
      PUBLIC_URL: text,
      STAND_INS_URL: standIns,
      ANALYSIS: z.enum(['comprehend', 'embedded', 'hybrid']),
    }),
    permissions: [
      'table:read',
      'table:write',
      'files:read',
      'files:write',
      'raw-mail:read',
      'secrets:read',
      'language:detect',
      'whatsapp:media',
    ],
    memoryMb: 1024,
    timeoutSeconds: 30,
    impact: 'accepted messages of customers do not become conversations; they wait in the SQS queue',
  },
  publishEvents: {
    entry: 'publish-events',
    trigger: { kind: 'stream', batchSize: 50, sortKeysBeginWith: ['EVENT#', 'HEAD', 'AGENT'] },
    environment: z.object({
      ...table,
      URGENT_QUEUE_URL: text,
      STANDARD_QUEUE_URL: text,
      OUTBOUND_QUEUE_URL: text,
      ESCALATION_WORKFLOW_ARN: text,
      SOCKETS_URL: text,
    }),
    permissions: [
      'table:read',
      'table:write',
      'queue:send:urgent',
      'queue:send:standard',
      'queue:send:outbound',
      'workflow:start',
      'sockets:push',
    ],
    memoryMb: 512,
    timeoutSeconds: 30,
    impact: 'nothing follows a saved fact: no routing, no deadlines, no replies sent, screens stand still',
  },
  routeConversations: {
    entry: 'route-conversations',
    trigger: { kind: 'sqs', queues: ['urgent', 'standard'], batchSize: 10 },
    environment: z.object({ ...table }),
    permissions: ['table:read', 'table:write'],
    memoryMb: 512,
    timeoutSeconds: 20,
    impact: 'new conversations wait with no agent assigned',
  },
  escalate: {
    entry: 'escalate',
    trigger: { kind: 'workflow' },
    environment: z.object({ ...table }),
    permissions: ['table:read', 'table:write'],
    memoryMb: 512,
    timeoutSeconds: 20,
    impact: 'late conversations are not escalated and snoozed ones do not come back; the workflow retries',
  },
  deliverReplies: {
    entry: 'deliver-replies',
    // One at a time: a reply handed back behind a failing one would have used up one of its tries.
    trigger: { kind: 'sqs', queues: ['outbound'], batchSize: 1 },
    environment: z.object({
      ...table,
      SECRETS_PATH: text,
      PUBLIC_URL: text,
      FILES_BUCKET: text,
      OUTBOUND_QUEUE_URL: text,
      STAND_INS_URL: standIns,
      SES_CONFIGURATION_SET: text,
      CHAT_SOCKETS_URL: text,
    }),
    permissions: [
      'table:read',
      'table:write',
      'secrets:read',
      'files:read',
      'queue:postpone:outbound',
      'mail:send',
      'chat-sockets:push',
      'whatsapp:send',
      'texts:send',
    ],
    memoryMb: 512,
    timeoutSeconds: 60,
    impact: 'replies of agents are shown as queued and do not reach customers',
  },
  agentApi: {
    entry: 'agent-api',
    trigger: {
      kind: 'http',
      routes: [
        { path: 'ANY /v1/{path+}', access: 'signed-in' },
        { path: 'GET /openapi.json', access: 'public' },
        { path: 'GET /health', access: 'public' },
      ],
    },
    environment: z.object({ ...table, FILES_BUCKET: text, INBOUND_QUEUE_URL: text, SOCKETS_PUBLIC_URL: text }),
    permissions: ['table:read', 'table:write', 'files:read', 'files:write', 'queue:send:inbound'],
    memoryMb: 512,
    timeoutSeconds: 15,
    impact: 'agents cannot read or answer anything',
  },
  connectionsApi: {
    entry: 'connections-api',
    trigger: {
      kind: 'http',
      routes: [
        { path: 'ANY /v1/connections/{path+}', access: 'signed-in' },
        { path: 'GET /v1/providers', access: 'signed-in' },
      ],
    },
    environment: z.object({
      ...table,
      FILES_BUCKET: text,
      SECRETS_PATH: text,
      PUBLIC_URL: text,
      STAND_INS_URL: standIns,
    }),
    permissions: [
      'table:read',
      'table:write',
      'files:read',
      'secrets:read',
      'secrets:write',
      'texts:check',
      'whatsapp:check',
    ],
    memoryMb: 512,
    // Providers are asked whether they know us, some of them several times.
    timeoutSeconds: 29,
    impact: 'administrators cannot add, test or change connections; messages come and go as before',
  },
  realtime: {
    entry: 'realtime',
    trigger: { kind: 'socket', api: 'console' },
    environment: z.object({ ...table, SOCKETS_URL: text, CHAT_SOCKETS_URL: text }),
    permissions: ['table:read', 'table:write', 'sockets:push', 'chat-sockets:push'],
    memoryMb: 256,
    timeoutSeconds: 10,
    impact: 'screens of agents do not refresh by themselves and nobody sees who is replying',
  },
} as const satisfies Record<string, FunctionRow>;

export type FunctionName = keyof typeof catalogue;
