import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { OutboundMessage } from '#domain/channels/delivery.ts';
import type { InboundEnvelope, InboundItem } from '#domain/channels/inbound-envelope.ts';
import type { InboundMessage } from '#domain/channels/inbound-message.ts';
import { noon } from './builders.ts';

export type Asked = {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  /** The JSON that was sent. */
  readonly body: unknown;
};

type Answers = (asked: Asked) => Response | Promise<Response>;

/** Everything a channel needs, with one connection, and answers of its provider. */
export function channelNeeds(
  connection: Connection,
  credentials: unknown,
  answers: Answers = () => new Response('{}'),
) {
  const asked: Asked[] = [];
  const kept = new Map<string, { readonly contentType: string; readonly body: Uint8Array }>();
  const needs: ChannelNeeds = {
    connections: { get: async (id) => (id === connection.id ? connection : undefined), list: async () => [connection] },
    secret: async (name) => (name === `connections/${connection.id}` ? JSON.stringify(credentials) : undefined),
    fetch: async (input, { method = 'GET', headers, body } = {}) => {
      const sent = typeof body === 'string' ? JSON.parse(body) : undefined;
      const one: Asked = { method, url: String(input), headers: new Headers(headers), body: sent };
      asked.push(one);
      return answers(one);
    },
    files: {
      put: async ({ key, contentType, body }) => void kept.set(key, { contentType, body }),
      get: async (key) => kept.get(key)?.body,
      remove: async (key) => void kept.delete(key),
    },
    linkTo: async ({ key, seconds }) => `https://files.parley.example/${key}?seconds=${seconds}`,
    publicUrl: 'https://parley.example',
    now: () => new Date(noon),
  };
  return { needs, asked, kept };
}

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg==',
  'base64',
);

export const envelopeFor = (
  { id, provider }: Connection,
  body: string,
  overrides: Partial<InboundEnvelope> = {},
): InboundEnvelope => ({
  provider,
  connectionId: id,
  receivedAt: noon,
  contentType: 'application/json',
  body,
  encoding: 'utf8',
  ...overrides,
});

export const anOutbound = ({ id, channel }: Connection, overrides: Partial<OutboundMessage> = {}): OutboundMessage => ({
  channel,
  connectionId: id,
  to: 'somebody',
  conversationId: 'c-1',
  messageId: 'm-1',
  cc: [],
  text: 'It is on its way.',
  attachments: [],
  references: [],
  automatic: false,
  ...overrides,
});

/** The message of the only item, which must be one. */
export function onlyMessage([item, ...others]: readonly InboundItem[]): InboundMessage {
  if (item?.kind === 'message' && others.length === 0) return item.message;
  throw new Error(`there is no single message, but ${item?.kind} and ${others.length} more`);
}

type Request = {
  readonly method?: string;
  readonly path: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
};

/** A request to a webhook as API Gateway hands it over. */
export function webhookEvent({ method = 'POST', path, query = '', headers = {}, body }: Request) {
  const connectionId = path.split('/').at(-1) ?? '';
  const http = { method, path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: '' };
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: query,
    headers: { 'content-type': 'application/json', ...headers },
    pathParameters: { connectionId },
    requestContext: { http, requestId: 'r1' },
    ...(body === undefined ? {} : { body }),
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEventV2;
}
