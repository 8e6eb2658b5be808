import { createHash } from 'node:crypto';
import { createQuarantineStore } from '#adapters/dynamodb/quarantine-store.ts';
import { storesOn } from '#adapters/dynamodb/stores.ts';
import { idFrom } from '#adapters/ids.ts';
import { memoryQuarantine } from '#adapters/memory/stores.ts';
import type { QueueMessage } from '#adapters/sqs/send-to-queue.ts';
import { placeMessage } from '#domain/conversations/place-message.ts';
import { alwaysOpen } from '#domain/escalation/business-hours.ts';
import { create } from '#functions/agent-api/handler.ts';
import type { ApiNeeds } from '#functions/agent-api/needs.ts';
import type { ApiEvent } from '#functions/middleware/api/request.ts';
import { startIntake } from '#test/support/aws-environment.ts';
import { aConnection, aMessage, anAgent, anAnalysis, aPolicy, aQueue, noon } from '#test/support/builders.ts';
import { startTable } from '#test/support/dynamodb.ts';
import { aContext } from '#test/support/lambda.ts';
import { memoryTickets } from '#test/support/memory-realtime.ts';
import type { World } from '#test/support/memory-world.ts';

export type Ask = {
  readonly body?: unknown;
  readonly query?: Record<string, string>;
  readonly key?: string;
  /** @default Maya */
  readonly as?: string;
  /** Groups as Cognito has them; none at all is a token for nobody. @default ['agent'] */
  readonly groups?: readonly string[] | 'no token';
};

export function anApiEvent(method: string, path: string, ask: Ask = {}): ApiEvent {
  const { body, query, key, as = 'maya', groups = ['agent'] } = ask;
  const claims = {
    token_use: 'access',
    sub: as,
    username: as,
    'cognito:groups': `[${groups === 'no token' ? '' : groups.join(' ')}]`,
  };
  return {
    version: '2.0',
    routeKey: 'ANY /v1/{path+}',
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: key === undefined ? {} : { 'idempotency-key': key },
    ...(query ? { queryStringParameters: query } : {}),
    requestContext: {
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'test' },
      requestId: 'request-1',
      ...(groups === 'no token' ? {} : { authorizer: { jwt: { claims, scopes: [] } } }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    isBase64Encoded: false,
  } as unknown as ApiEvent;
}

/** The whole API on the real table, with Maya, Noah and a conversation of Amara's. */
export async function startApi() {
  const intake = await startIntake();
  const { table, endpoint, stop } = await startTable();
  process.env.AWS_ENDPOINT_URL_DYNAMODB = endpoint;
  const stores = storesOn(table);
  await stores.settings.calendars.put(alwaysOpen);
  await stores.settings.policies.put(aPolicy());
  await stores.settings.queues.put(aQueue());
  await stores.settings.queues.put(aQueue({ id: 'returns', name: 'Returns' }));
  await stores.connections.put(aConnection());
  for (const agent of [anAgent(), anAgent({ id: 'noah', name: 'Noah Wirth', capacity: 1 })])
    await stores.agents.put(agent);
  const handler = create(
    {
      TABLE_NAME: table.name,
      FILES_BUCKET: 'files',
      INBOUND_QUEUE_URL: intake.queueUrl,
      SOCKETS_PUBLIC_URL: 'wss://sockets.parley.example/live',
    },
    { now: () => new Date(noon) },
  );
  // Nobody is free when customers write: what the tests are about is done by hand.
  const placing = {
    ...stores,
    agents: { list: async () => [] },
    analyse: async () => anAnalysis(),
    idFrom,
    now: () => new Date(noon),
  };
  let messages = 0;
  return {
    stores,
    quarantine: createQuarantineStore(table),
    enqueued: intake.enqueued,
    async ask(method: string, path: string, ask: Ask = {}) {
      const { statusCode, headers, body } = await handler(anApiEvent(method, path, ask), aContext());
      return { status: statusCode, type: headers?.['content-type'], body: JSON.parse(body ?? 'null') };
    },
    /** A message of somebody who writes for the first time, or again. */
    async customerWrites(address = `+1555${String(1_000_000 + messages)}`, text = 'Where is my refund?') {
      messages += 1;
      const sender = { address, verified: true };
      const { conversationId } = await placeMessage(placing, aMessage({ providerId: `SM${messages}`, sender, text }));
      const { events = [] } = (await stores.conversations.history(conversationId)) ?? {};
      return {
        id: conversationId,
        address,
        lastEventId: events.findLast((event) => event.type === 'MessageReceived')?.id ?? '',
      };
    },
    stop: async () => {
      await Promise.all([stop(), intake.stop()]);
    },
  };
}
export type Api = Awaited<ReturnType<typeof startApi>>;

/** What routes need, on a world in memory. */
export function apiNeeds(world: World): { readonly needs: ApiNeeds; readonly sent: readonly QueueMessage[] } {
  const sent: QueueMessage[] = [];
  const needs: ApiNeeds = {
    ...world.needs,
    quarantine: memoryQuarantine(),
    tickets: memoryTickets(world.now),
    files: { put: async () => undefined, get: async () => undefined, remove: async () => undefined },
    uploadTo: async ({ key }) => ({ url: 'https://files.example/', fields: { key } }),
    linkTo: async ({ key }) => `https://files.example/${key}`,
    inbound: async (message) => void sent.push(message),
    socketsUrl: 'wss://sockets.parley.example/live',
    secretText: () => 'secret',
    hash: (text) => createHash('sha256').update(text).digest('base64url'),
  };
  return { needs, sent };
}
