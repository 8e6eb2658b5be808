import { createHash, randomBytes } from 'node:crypto';
import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { SSMClient } from '@aws-sdk/client-ssm';
import { createChatStore } from '#adapters/dynamodb/chat-store.ts';
import { createRateLimitStore } from '#adapters/dynamodb/rate-limit-store.ts';
import { createSocketStore } from '#adapters/dynamodb/realtime-stores.ts';
import { storesOn, tableNamed } from '#adapters/dynamodb/stores.ts';
import { idFrom } from '#adapters/ids.ts';
import { bucketNamed } from '#adapters/s3/bucket-named.ts';
import { queueAt } from '#adapters/sqs/queue-at.ts';
import { secretsBelow } from '#adapters/ssm/secrets.ts';
import { createPush } from '#adapters/websocket/push.ts';
import { catalogue } from '#functions/catalogue.ts';
import { deployed } from '#functions/middleware/deployed.ts';
import { edge } from '#functions/middleware/edge.ts';
import { logOf } from '#functions/middleware/log.ts';
import type { ChatApiNeeds } from './needs.ts';
import type { ChatEvent } from './request.ts';
import { serveChat } from './serve.ts';

export const { create, handler } = deployed(catalogue.chatApi, (environment, { now }) => {
  const table = tableNamed(environment.TABLE_NAME);
  const { linkTo, uploadForm } = bucketNamed(environment.FILES_BUCKET);
  const { conversations, customers, connections, settings } = storesOn(table);
  const needs: ChatApiNeeds = {
    conversations,
    customers,
    connections,
    calendars: settings.calendars,
    store: createChatStore(table, now),
    count: createRateLimitStore(table, now),
    secret: secretsBelow(new SSMClient({}), environment.SECRETS_PATH),
    inbound: queueAt(environment.INBOUND_QUEUE_URL),
    linkTo,
    uploadForm,
    sockets: createSocketStore(table),
    push: createPush(new ApiGatewayManagementApiClient({ endpoint: environment.SOCKETS_URL })),
    socketUrl: environment.CHAT_SOCKETS_PUBLIC_URL,
    publicUrl: environment.PUBLIC_URL,
    secretText: () => randomBytes(24).toString('base64url'),
    hash: (text) => createHash('sha256').update(text).digest('base64url'),
    idFrom,
    now,
  };
  return edge(logOf('chat-api'), (event: ChatEvent) => serveChat(needs, event));
});
