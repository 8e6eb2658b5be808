import { createHash, randomBytes } from 'node:crypto';
import { createQuarantineStore } from '#adapters/dynamodb/quarantine-store.ts';
import { createTicketStore } from '#adapters/dynamodb/realtime-stores.ts';
import { storesOn, tableNamed } from '#adapters/dynamodb/stores.ts';
import { idFrom } from '#adapters/ids.ts';
import { bucketNamed } from '#adapters/s3/bucket-named.ts';
import { queueAt } from '#adapters/sqs/queue-at.ts';
import { catalogue } from '#functions/catalogue.ts';
import type { ApiEvent } from '#functions/middleware/api/request.ts';
import { answerRefusals, routerOf } from '#functions/middleware/api/serve.ts';
import { deployed } from '#functions/middleware/deployed.ts';
import { edge } from '#functions/middleware/edge.ts';
import { logOf } from '#functions/middleware/log.ts';
import type { ApiNeeds } from './needs.ts';
import { routes } from './routes.ts';

export const { create, handler } = deployed(catalogue.agentApi, (environment, { now }) => {
  const table = tableNamed(environment.TABLE_NAME);
  const { files, linkTo, uploadTo } = bucketNamed(environment.FILES_BUCKET);
  const needs: ApiNeeds = {
    ...storesOn(table),
    quarantine: createQuarantineStore(table),
    tickets: createTicketStore(table, now),
    files,
    linkTo,
    uploadTo,
    inbound: queueAt(environment.INBOUND_QUEUE_URL),
    socketsUrl: environment.SOCKETS_PUBLIC_URL,
    secretText: () => randomBytes(24).toString('base64url'),
    hash: (text) => createHash('sha256').update(text).digest('base64url'),
    idFrom,
    now,
  };
  const route = routerOf(needs, routes, [
    { path: '/openapi.json', body: async () => (await import('./openapi.json', { with: { type: 'json' } })).default },
    { path: '/health', body: async () => ({ status: 'ready' }) },
  ]);
  return edge(logOf('agent-api'), (event: ApiEvent, context) => route(event, context), [answerRefusals()]);
});
