import type * as z from 'zod';
import type { tableShape } from '#adapters/dynamodb/table-shape.ts';
import type { Provider } from '#domain/channels/channel.ts';

/** What wakes a function. SQS queues are named by their key in `sqsQueues`. */
export type Trigger =
  | { readonly kind: 'http'; readonly routes: readonly HttpRoute[] }
  | { readonly kind: 'socket'; readonly api: SocketApiName }
  | { readonly kind: 'sqs'; readonly queues: readonly SqsQueueName[]; readonly batchSize: number }
  | {
      readonly kind: 'stream';
      readonly batchSize: number;
      /** Records whose sort key begins with none of these wake nobody. */
      readonly sortKeysBeginWith: readonly string[];
    }
  | { readonly kind: 'sns'; readonly topic: 'mail' | ProviderTopicName }
  | { readonly kind: 'schedule'; readonly everyMinutes: number }
  /** Events of an AWS service on the account's default bus. */
  | {
      readonly kind: 'eventbridge';
      readonly source: `aws.${string}`;
      readonly detailType: string;
      /** Values that wake it, by field of the event's detail. */
      readonly detail: Readonly<Record<string, readonly string[]>>;
    }
  /** A block of a contact flow in Amazon Connect. */
  | { readonly kind: 'contact-flow' }
  /** Timers of EventBridge Scheduler, and the escalation workflow that the function starts. */
  | { readonly kind: 'timers-and-workflow' };

/** WebSocket APIs: that of the agents' console, and that of visitors. */
export const socketApis = ['console', 'chat'] as const;
export type SocketApiName = (typeof socketApis)[number];

/** AWS services that tell of messages on an SNS topic of ours, by the name of their provider. */
export const providerTopics = ['aws-whatsapp', 'aws-sms'] as const satisfies readonly Provider[];
export type ProviderTopicName = (typeof providerTopics)[number];

export type HttpRoute = { readonly path: string; readonly access: 'signed-in' | 'public' };

/** An index of the table. */
export type IndexName = keyof (typeof tableShape)['indexes'];

/** What a function may do, each granted narrowly in `lib/grants.ts`. */
export type Permission =
  | 'table:get'
  | 'table:put'
  | 'table:update'
  | 'table:delete'
  | `table:query:${'items' | IndexName}`
  | `queue:send:${SqsQueueName}`
  | 'queue:postpone:outbound'
  | 'files:read'
  /** To let others read one, for a time. */
  | 'files:link'
  /** To put and remove files of customers. */
  | 'files:keep'
  /** To let an agent, or a visitor of a chat, upload one. */
  | 'files:upload:agents'
  | 'files:upload:visitors'
  | 'raw-mail:read'
  /** Those of connections. */
  | 'secrets:read'
  | 'secrets:write'
  | 'reply-token-keys:read'
  | 'timers:set'
  | 'workflow:start'
  | 'sockets:push'
  | 'chat-sockets:push'
  | 'mail:send'
  | 'whatsapp:send'
  | 'whatsapp:media'
  | 'whatsapp:check'
  | 'texts:send'
  | 'texts:check'
  | 'language:detect';

export type SqsQueueName = 'inbound' | 'urgent' | 'standard' | 'outbound';

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
