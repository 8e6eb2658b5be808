import { createHash } from 'node:crypto';
import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import type { APIGatewayProxyStructuredResultV2, APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import { createChatStore } from '#adapters/dynamodb/chat-store.ts';
import { createRateLimitStore } from '#adapters/dynamodb/rate-limit-store.ts';
import { createSocketStore } from '#adapters/dynamodb/realtime-stores.ts';
import { storesOn, tableNamed } from '#adapters/dynamodb/stores.ts';
import { idFrom } from '#adapters/ids.ts';
import { queueAt } from '#adapters/sqs/queue-at.ts';
import { createPush } from '#adapters/websocket/push.ts';
import { keyOfVisitor } from '#domain/chat/session.ts';
import { mayOpenChat } from '#domain/chat/settings.ts';
import { sessionOf } from '#domain/chat/start-session.ts';
import { subprotocol } from '#domain/chat/version.ts';
import { instant } from '#domain/kernel/clock.ts';
import { catalogue } from '#functions/catalogue.ts';
import { deployed } from '#functions/middleware/deployed.ts';
import { edge } from '#functions/middleware/edge.ts';
import { logOf } from '#functions/middleware/log.ts';
import { answerFrame, type ChatSocketNeeds } from './frames.ts';

/** `$connect` carries the headers of the handshake, in the case in which they came; the other two routes have none. */
export type ChatSocketEvent = APIGatewayProxyWebsocketEventV2 & {
  readonly headers?: Readonly<Record<string, string | undefined>>;
};
type Needs = ChatSocketNeeds & { readonly hash: (text: string) => string; readonly publicUrl: string };

const header = ({ headers = {} }: ChatSocketEvent, name: string): string | undefined =>
  Object.entries(headers).find(([given]) => given.toLowerCase() === name)?.[1];

const done: APIGatewayProxyStructuredResultV2 = { statusCode: 200 };

/**
 * Browsers cannot set headers of a handshake but the subprotocols: the token is offered as one of them, so that it is in
 * no address and no log. The page's origin is checked, since any page may open a socket anywhere.
 */
async function connect(needs: Needs, event: ChatSocketEvent): Promise<APIGatewayProxyStructuredResultV2> {
  const offered = (header(event, 'sec-websocket-protocol') ?? '').split(',').map((one) => one.trim());
  const token = offered.find((one) => one !== subprotocol);
  const session = offered.includes(subprotocol) ? await sessionOf(needs, token) : undefined;
  if (!session) return { statusCode: 401 };
  const connection = await needs.connections.get(session.connectionId);
  if (!mayOpenChat(connection, header(event, 'origin'), needs.publicUrl)) return { statusCode: 403 };
  const at = instant(needs.now());
  await needs.store.putSocket({
    id: event.requestContext.connectionId,
    sessionId: session.id,
    connectionId: session.connectionId,
    visitor: session.visitor,
    openedAt: at,
  });
  await needs.store.seen(keyOfVisitor(session), at);
  return { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': subprotocol } };
}

/** The moment of leaving is when the visitor was seen last. */
async function disconnect(needs: Needs, socketId: string): Promise<void> {
  const socket = await needs.store.socket(socketId);
  if (!socket) return;
  await needs.store.removeSocket(socket);
  await needs.store.seen(keyOfVisitor(socket), instant(needs.now()));
}

/** Serves the three routes of visitors' sockets. */
export async function serveSocket(needs: Needs, event: ChatSocketEvent): Promise<APIGatewayProxyStructuredResultV2> {
  const { connectionId, routeKey } = event.requestContext;
  if (routeKey === '$connect') return connect(needs, event);
  if (routeKey === '$disconnect') await disconnect(needs, connectionId);
  else await answerFrame(needs, connectionId, event.body ?? '');
  return done;
}

export const { create, handler } = deployed(catalogue.chatSocket, (environment, { now }) => {
  const table = tableNamed(environment.TABLE_NAME);
  const { conversations, customers, connections } = storesOn(table);
  const pushAt = (endpoint: string) => createPush(new ApiGatewayManagementApiClient({ endpoint }));
  const needs: Needs = {
    conversations,
    customers,
    connections,
    store: createChatStore(table, now),
    count: createRateLimitStore(table, now),
    inbound: queueAt(environment.INBOUND_QUEUE_URL),
    pushToVisitors: pushAt(environment.CHAT_SOCKETS_URL),
    sockets: createSocketStore(table),
    push: pushAt(environment.SOCKETS_URL),
    hash: (text) => createHash('sha256').update(text).digest('base64url'),
    publicUrl: environment.PUBLIC_URL,
    idFrom,
    now,
  };
  return edge(logOf('chat-socket'), (event: ChatSocketEvent) => serveSocket(needs, event));
});
