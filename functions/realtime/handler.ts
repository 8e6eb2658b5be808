import { createHash } from 'node:crypto';
import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import type { APIGatewayProxyStructuredResultV2, APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import { createAgentStore } from '#adapters/dynamodb/agent-store.ts';
import { createChatStore } from '#adapters/dynamodb/chat-store.ts';
import { createConversationStore } from '#adapters/dynamodb/conversation-store.ts';
import { createSocketStore, createTicketStore } from '#adapters/dynamodb/realtime-stores.ts';
import { tableNamed } from '#adapters/dynamodb/stores.ts';
import { createPush } from '#adapters/websocket/push.ts';
import type { TicketStore } from '#domain/agents/realtime.ts';
import { tellVisitorOfTyping } from '#domain/chat/tell-typing.ts';
import { instant } from '#domain/kernel/clock.ts';
import { catalogue } from '#functions/catalogue.ts';
import { deployed } from '#functions/middleware/deployed.ts';
import { edge } from '#functions/middleware/edge.ts';
import { logOf } from '#functions/middleware/log.ts';
import { answerFrame, type RealtimeNeeds, showLeaving } from './frames.ts';

/** `$connect` carries the query of the handshake; the type of the other two routes has none. */
type SocketEvent = APIGatewayProxyWebsocketEventV2 & {
  readonly queryStringParameters?: Record<string, string | undefined> | null;
};
type Needs = RealtimeNeeds & { readonly tickets: TicketStore };

const done: APIGatewayProxyStructuredResultV2 = { statusCode: 200 };

async function connect(needs: Needs, event: SocketEvent): Promise<APIGatewayProxyStructuredResultV2> {
  const given = event.queryStringParameters?.ticket ?? '';
  const ticket = await needs.tickets.take(createHash('sha256').update(given).digest('base64url'));
  if (!ticket) return { statusCode: 401 };
  const { agentId, agentName, role } = ticket;
  await needs.sockets.put({
    id: event.requestContext.connectionId,
    agentId,
    agentName,
    role,
    topics: [],
    openedAt: instant(needs.now()),
  });
  return done;
}

async function disconnect(needs: Needs, socketId: string): Promise<void> {
  const socket = await needs.sockets.get(socketId);
  await needs.sockets.remove(socketId);
  if (socket?.looksAt) await showLeaving(needs, socket);
}

async function serve(needs: Needs, event: SocketEvent): Promise<APIGatewayProxyStructuredResultV2> {
  const { connectionId, routeKey } = event.requestContext;
  if (routeKey === '$connect') return connect(needs, event);
  if (routeKey === '$disconnect') await disconnect(needs, connectionId);
  else await answerFrame(needs, connectionId, event.body ?? '');
  return done;
}

export const { create, handler } = deployed(catalogue.realtime, (environment, { now }) => {
  const table = tableNamed(environment.TABLE_NAME);
  const conversations = createConversationStore(table);
  const visitors = {
    store: createChatStore(table, now),
    push: createPush(new ApiGatewayManagementApiClient({ endpoint: environment.CHAT_SOCKETS_URL })),
  };
  const needs: Needs = {
    agents: createAgentStore(table),
    conversations,
    tellVisitor: async (conversationId, agentName) => {
      const conversation = await conversations.get(conversationId);
      if (conversation) await tellVisitorOfTyping(visitors, conversation, agentName);
    },
    sockets: createSocketStore(table),
    tickets: createTicketStore(table, now),
    push: createPush(new ApiGatewayManagementApiClient({ endpoint: environment.SOCKETS_URL })),
    now,
  };
  return edge(logOf('realtime'), (event: SocketEvent) => serve(needs, event));
});
