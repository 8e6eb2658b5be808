import { createHash, randomBytes } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createQuarantineStore } from '#adapters/dynamodb/quarantine-store.ts';
import { createChangeLog, createTicketStore } from '#adapters/dynamodb/realtime-stores.ts';
import { storesOn, tableNamed } from '#adapters/dynamodb/stores.ts';
import { idFrom } from '#adapters/ids.ts';
import { createFileStore } from '#adapters/s3/file-store.ts';
import { linksTo } from '#adapters/s3/link-to.ts';
import { uploadsTo } from '#adapters/s3/upload-to.ts';
import { sendToQueue } from '#adapters/sqs/send-to-queue.ts';
import { catalogue } from '#functions/catalogue.ts';
import type { ApiEvent } from '#functions/middleware/api/request.ts';
import { answerRefusals, routerOf } from '#functions/middleware/api/serve.ts';
import { deployed } from '#functions/middleware/deployed.ts';
import { edge } from '#functions/middleware/edge.ts';
import { logOf } from '#functions/middleware/log.ts';
import type { ApiNeeds } from './needs.ts';
import openApi from './openapi.json' with { type: 'json' };
import { routes } from './routes.ts';

export const { create, handler } = deployed(catalogue.agentApi, (environment, { now }) => {
  const table = tableNamed(environment.TABLE_NAME);
  const s3 = new S3Client({});
  const bucket = environment.FILES_BUCKET;
  const needs: ApiNeeds = {
    ...storesOn(table),
    quarantine: createQuarantineStore(table),
    changes: createChangeLog(table, now),
    tickets: createTicketStore(table, now),
    files: createFileStore(s3, bucket),
    linkTo: linksTo(s3, bucket),
    uploadTo: uploadsTo(s3, bucket),
    inbound: sendToQueue(new SQSClient({}), environment.INBOUND_QUEUE_URL),
    socketsUrl: environment.SOCKETS_PUBLIC_URL,
    secretText: () => randomBytes(24).toString('base64url'),
    hash: (text) => createHash('sha256').update(text).digest('base64url'),
    idFrom,
    now,
  };
  const route = routerOf(needs, routes, [
    { path: '/openapi.json', body: openApi },
    { path: '/health', body: { status: 'ready' } },
  ]);
  return edge(logOf('agent-api'), (event: ApiEvent, context) => route(event, context), [answerRefusals()]);
});
