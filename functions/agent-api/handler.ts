import { createHash, randomBytes } from 'node:crypto';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import middy, { type MiddlewareObj } from '@middy/core';
import httpRouterHandler from '@middy/http-router';
import { createQuarantineStore } from '#adapters/dynamodb/quarantine-store.ts';
import { createChangeLog, createTicketStore } from '#adapters/dynamodb/realtime-stores.ts';
import { storesOn, tableNamed } from '#adapters/dynamodb/stores.ts';
import { idFrom } from '#adapters/ids.ts';
import { createFileStore } from '#adapters/s3/file-store.ts';
import { sendToQueue } from '#adapters/sqs/send-to-queue.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { catalogue } from '#functions/catalogue.ts';
import { deployed } from '#functions/middleware/deployed.ts';
import { edge } from '#functions/middleware/edge.ts';
import { logOf } from '#functions/middleware/log.ts';
import { problemOf } from '#functions/middleware/problem.ts';
import { whoIsCalling } from './caller.ts';
import type { ApiNeeds } from './needs.ts';
import openApi from './openapi.json' with { type: 'json' };
import { type ApiAnswer, type ApiEvent, answer } from './request.ts';
import { type Route, routes } from './routes.ts';

/** One route's way, always in this order: who is calling, may they, then parse and handle. */
const served =
  (needs: ApiNeeds, route: Route) =>
  async (event: ApiEvent): Promise<ApiAnswer> => {
    const caller = await whoIsCalling(needs, event);
    if (!route.roles.includes(caller.role))
      throw new Refusal(
        'forbidden',
        `${route.method} ${route.path} is for ${route.roles.join(' and ')}; you are ${caller.role}`,
      );
    return answer(route.answers.status, await route.handle(needs, { event, caller }));
  };

const answerRefusals = (): MiddlewareObj<ApiEvent, ApiAnswer> => ({
  onError: (request) => {
    request.response = problemOf(request.error, request.event.requestContext.requestId);
  },
});

const open = (body: unknown) => ({ handler: middy<ApiEvent, ApiAnswer>().handler(async () => answer(200, body)) });

function router(needs: ApiNeeds) {
  return httpRouterHandler({
    routes: [
      ...routes.map((route) => ({
        method: route.method,
        path: route.path,
        handler: middy<ApiEvent, ApiAnswer>().handler(served(needs, route)),
      })),
      { method: 'GET' as const, path: '/openapi.json', ...open(openApi) },
      { method: 'GET' as const, path: '/health', ...open({ status: 'ready' }) },
    ],
    notFoundResponse: ({ method, path }: { method: string; path: string }) => {
      throw new Refusal('not-found', `there is no route ${method} ${path}; GET /openapi.json lists them`);
    },
  });
}

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
    linkTo: ({ key, fileName, seconds }) => {
      const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`;
      const command = new GetObjectCommand({ Bucket: bucket, Key: key, ResponseContentDisposition: disposition });
      return getSignedUrl(s3, command, { expiresIn: seconds });
    },
    inbound: sendToQueue(new SQSClient({}), environment.INBOUND_QUEUE_URL),
    socketsUrl: environment.SOCKETS_PUBLIC_URL,
    secretText: () => randomBytes(24).toString('base64url'),
    hash: (text) => createHash('sha256').update(text).digest('base64url'),
    idFrom,
    now,
  };
  const route = router(needs);
  return edge(logOf('agent-api'), (event: ApiEvent, context) => route(event, context), [answerRefusals()]);
});
