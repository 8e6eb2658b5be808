import * as z from 'zod';

/** What wakes a function. SQS queues are named by their key in `sqsQueues`. */
export type Trigger =
  | { readonly kind: 'http'; readonly routes: readonly HttpRoute[] }
  | { readonly kind: 'socket' }
  | { readonly kind: 'sqs'; readonly queues: readonly SqsQueueName[]; readonly batchSize: number }
  | {
      readonly kind: 'stream';
      readonly batchSize: number;
      /** Records whose sort key begins with none of these wake nobody. */
      readonly sortKeysBeginWith: readonly string[];
    }
  | { readonly kind: 'sns'; readonly topic: 'mail' }
  | { readonly kind: 'workflow' };

export type HttpRoute = { readonly path: string; readonly access: 'signed-in' | 'public' };

/** What a function may do, each granted narrowly in `lib/grants.ts`. */
export type Permission =
  | 'table:read'
  | 'table:write'
  | `queue:send:${SqsQueueName}`
  | 'files:read'
  | 'files:write'
  | 'raw-mail:read'
  | 'secrets:read'
  | 'workflow:start'
  | 'sockets:push'
  | 'mail:send'
  | 'language:detect';

export type SqsQueue = {
  readonly fifo: boolean;
  readonly visibilityTimeoutSeconds: number;
  /** Failed deliveries before a message moves to the dead letters. */
  readonly maxReceiveCount: number;
  /** What a person notices when messages end up in its dead letters. */
  readonly impact: string;
};

export const sqsQueues = {
  inbound: {
    fifo: true,
    visibilityTimeoutSeconds: 180,
    maxReceiveCount: 5,
    impact: 'messages of customers were accepted but are on no screen; redrive them once the cause is mended',
  },
  urgent: {
    fifo: false,
    visibilityTimeoutSeconds: 60,
    maxReceiveCount: 5,
    impact: 'urgent conversations wait with no agent assigned',
  },
  standard: {
    fifo: false,
    visibilityTimeoutSeconds: 60,
    maxReceiveCount: 5,
    impact: 'conversations wait with no agent assigned',
  },
  outbound: {
    fifo: true,
    visibilityTimeoutSeconds: 120,
    maxReceiveCount: 5,
    impact: 'replies of agents are shown as queued and have not left',
  },
} as const satisfies Record<string, SqsQueue>;
export type SqsQueueName = 'inbound' | 'urgent' | 'standard' | 'outbound';

const text = z.string().min(1);
const table = { TABLE_NAME: text };

export type FunctionRow = {
  /** Folder under `functions/`; its `handler.ts` exports `handler` and `create`. */
  readonly entry: string;
  readonly trigger: Trigger;
  readonly environment: z.ZodObject;
  readonly permissions: readonly Permission[];
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** What a person notices when it fails; becomes the alarm's text. */
  readonly impact: string;
};

/** Every function: what wakes it, what it needs, what it may do, and who notices when it fails. CDK, the local system, the alarms and the docs are made from this list. */
export const catalogue = {
  twilioSmsWebhook: {
    entry: 'webhooks/twilio-sms',
    trigger: { kind: 'http', routes: [{ path: 'POST /webhooks/twilio-sms/{connectionId}', access: 'public' }] },
    environment: z.object({ INBOUND_QUEUE_URL: text, SECRETS_PATH: text, PUBLIC_URL: text }),
    permissions: ['queue:send:inbound', 'secrets:read'],
    memoryMb: 256,
    timeoutSeconds: 10,
    impact: 'text messages of customers are not accepted; Twilio retries once, then they are lost',
  },
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
      ANALYSIS: z.enum(['comprehend', 'embedded', 'hybrid']),
    }),
    permissions: ['table:read', 'table:write', 'files:write', 'raw-mail:read', 'secrets:read', 'language:detect'],
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
      TWILIO_URL: text,
      SES_CONFIGURATION_SET: text,
    }),
    permissions: ['table:read', 'table:write', 'secrets:read', 'mail:send'],
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
    permissions: ['table:read', 'table:write', 'files:read', 'queue:send:inbound'],
    memoryMb: 512,
    timeoutSeconds: 15,
    impact: 'agents cannot read or answer anything',
  },
  realtime: {
    entry: 'realtime',
    trigger: { kind: 'socket' },
    environment: z.object({ ...table, SOCKETS_URL: text }),
    permissions: ['table:read', 'table:write', 'sockets:push'],
    memoryMb: 256,
    timeoutSeconds: 10,
    impact: 'screens of agents do not refresh by themselves and nobody sees who is replying',
  },
} as const satisfies Record<string, FunctionRow>;

export type FunctionName = keyof typeof catalogue;
