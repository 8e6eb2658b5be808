import { createHash } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { showAnswer } from '#adapters/channels/web-chat/chat-delivery.ts';
import { createChatReader } from '#adapters/channels/web-chat/read-web-chat.ts';
import { memoryChats } from '#adapters/memory/chat-store.ts';
import { $InboundEnvelope, type InboundItem } from '#domain/channels/inbound-envelope.ts';
import type { ChatBody } from '#domain/chat/body.ts';
import type { CountOne } from '#domain/chat/ports.ts';
import type { StartedSession } from '#domain/chat/protocol.ts';
import type { ChatConnection } from '#domain/chat/settings.ts';
import type { Conversation } from '#domain/conversations/conversation.ts';
import { placeMessage } from '#domain/conversations/place-message.ts';
import { placeReceipt } from '#domain/conversations/place-receipt.ts';
import { alwaysOpen, type BusinessCalendar } from '#domain/escalation/business-hours.ts';
import type { ChatApiNeeds } from '#functions/chat-api/needs.ts';
import { serveChat } from '#functions/chat-api/serve.ts';
import { aConnection, aReply } from './builders.ts';
import { anOutbound } from './channel-needs.ts';
import { aChatConnection } from './chat.ts';
import { memoryScreens, memorySockets } from './memory-realtime.ts';
import { aWorld } from './memory-world.ts';

export type ChatRequest = {
  readonly method?: string;
  /** @default the chat's first connection */
  readonly connection?: string;
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly origin?: string;
  readonly from?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A fixed window in memory. */
export const memoryCounts = (now: () => Date): CountOne => {
  const counts = new Map<string, number>();
  return async ({ key, most, windowSeconds }) => {
    const seconds = Math.floor(now().getTime() / 1000);
    const window = `${key} ${Math.floor(seconds / windowSeconds)}`;
    counts.set(window, (counts.get(window) ?? 0) + 1);
    return (counts.get(window) ?? 0) > most ? windowSeconds - (seconds % windowSeconds) : undefined;
  };
};

type Setup = {
  readonly connection?: ChatConnection;
  readonly credentials?: unknown;
  readonly calendars?: readonly BusinessCalendar[];
};

const mail = aConnection({ id: 'support-mail', provider: 'ses-email', channel: 'email', address: 'help@shop.example' });

/** The chat API on memory, and behind it the reader and the rules that place what it hands over. */
export function aChat({ connection = aChatConnection(), credentials, calendars = [] }: Setup = {}) {
  const world = aWorld({ connections: [connection, mail], calendars: [alwaysOpen, ...calendars] });
  const handed: unknown[] = [];
  const files = new Map<string, Uint8Array>();
  const screens = memoryScreens();
  let secrets = 0;
  const needs: ChatApiNeeds = {
    ...world.needs,
    calendars: world.settings.calendars,
    store: memoryChats(),
    count: memoryCounts(world.now),
    secret: async () => (credentials === undefined ? undefined : JSON.stringify(credentials)),
    inbound: async ({ body }) => void handed.push(body),
    linkTo: async ({ key }) => `https://files.parley.example/${key}`,
    uploadForm: async ({ key, contentType }) => ({
      url: 'https://s3.example',
      fields: { key, 'Content-Type': contentType },
    }),
    sockets: memorySockets(),
    push: screens.push,
    socketUrl: 'wss://sockets.example/live',
    publicUrl: 'https://parley.example',
    secretText: () => {
      secrets += 1;
      return `secret-number-${String(secrets).padStart(4, '0')}`;
    },
    hash: (text) => createHash('sha256').update(text).digest('base64url'),
  };
  const reader = createChatReader(
    {
      connections: world.connections,
      files: {
        put: async ({ key, body }) => void files.set(key, body),
        get: async (key) => files.get(key),
        remove: async (key) => void files.delete(key),
      },
    },
    connection.provider,
  );

  async function place(item: InboundItem): Promise<void> {
    if (item.kind === 'message') await placeMessage(world.needs, item.message);
    else if (item.kind === 'receipt') await placeReceipt(world.needs, item.receipt);
    else throw new Error(`nobody expects ${item.kind} here`);
  }

  /** What was handed over is read and placed, as receive-messages does. */
  async function settle(): Promise<void> {
    for (const body of handed.splice(0))
      for (const item of await reader($InboundEnvelope.parse(body))) await place(item);
  }

  async function ask(path: string, request: ChatRequest = {}) {
    const answer = await serveChat(needs, chatEvent(path, { connection: connection.id, ...request }));
    const text = String(answer.body ?? '');
    return {
      status: answer.statusCode,
      headers: answer.headers ?? {},
      // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of an answer.
      body: (text === '' ? undefined : JSON.parse(text)) as any,
    };
  }

  const opened = (): readonly Conversation[] => [...world.memory.conversations.values()];
  return {
    ...world,
    needs,
    handed,
    bodies: (): readonly ChatBody[] => handed.map((one) => JSON.parse((one as { body: string }).body)),
    screens,
    files,
    reader,
    settle,
    ask,
    opened,
    async begin(body: unknown = {}, request: ChatRequest = {}): Promise<StartedSession> {
      return (await ask('sessions', { body, ...request })).body;
    },
    async write(token: string, id: string, text: string) {
      const answer = await ask('messages', { token, body: { id, text } });
      await settle();
      return answer;
    },
    /** An agent answers in the newest conversation, and it goes out. */
    async answerWith(messageId: string, text: string) {
      const conversation = opened().at(-1);
      if (!conversation?.replyTo) throw new Error('nobody has written');
      const { id, connectionId, channel, replyTo } = conversation;
      const to = replyTo.address;
      await world.happens(id, aReply({ messageId, text, connectionId, channel, to }));
      await world.happens(id, { type: 'DeliveryChanged', messageId, status: 'sent' });
      const chat = { store: needs.store, conversations: world.conversations, push: screens.push };
      const message = anOutbound(connection, { conversationId: id, messageId, text, to });
      return showAnswer({ chat, linkTo: needs.linkTo }, message);
    },
  };
}

/** A request as API Gateway hands it over. */
export function chatEvent(path: string, request: ChatRequest): APIGatewayProxyEventV2 {
  const { method = request.body === undefined ? 'GET' : 'POST', connection = '', token, body, origin, from } = request;
  const [name = '', query = ''] = path.split('?');
  const rawPath = name.startsWith('/') ? name : `/chat/${connection}/${name}`;
  const http = { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: from ?? '203.0.113.7', userAgent: '' };
  return {
    version: '2.0',
    routeKey: 'ANY /chat/{connectionId}/{path+}',
    rawPath,
    rawQueryString: query,
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(origin === undefined ? {} : { origin }),
      ...request.headers,
    },
    queryStringParameters: Object.fromEntries(new URLSearchParams(query)),
    pathParameters: { connectionId: connection, path: name },
    requestContext: { http, requestId: 'r1' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEventV2;
}
