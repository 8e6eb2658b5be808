import { readFileSync } from 'node:fs';
import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import { idFrom } from '#adapters/ids.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { OutboundMessage } from '#domain/channels/delivery.ts';
import type { InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import { noon } from '#test/support/builders.ts';

/** A payload as its provider documents it. */
export const payload = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../support/payloads/${path}.json`, import.meta.url), 'utf8'));

export type Asked = { readonly url: URL; readonly init: RequestInit };
type Respond = (asked: Asked) => Response | Promise<Response>;

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

/** What readers, senders, sources and managers work with; `respond` plays the provider. */
export function needsFor(connection: Connection, credentials: unknown, respond: Respond) {
  const requests: Asked[] = [];
  const kept = new Map<string, Uint8Array>();
  const others: Connection[] = [];
  const needs: ChannelNeeds & { readonly idFrom: typeof idFrom } = {
    connections: {
      get: async (id) => [connection, ...others].find((one) => one.id === id),
      list: async () => [connection, ...others],
    },
    secret: async (name) => (name === `connections/${connection.id}` ? JSON.stringify(credentials) : undefined),
    fetch: async (input, init = {}) => {
      const asked = { url: new URL(input instanceof Request ? input.url : input), init };
      requests.push(asked);
      return respond(asked);
    },
    files: {
      put: async ({ key, body }) => void kept.set(key, body),
      get: async (key) => kept.get(key),
      remove: async (key) => void kept.delete(key),
    },
    linkTo: async ({ key }) => `https://files.parley.example/${key}`,
    publicUrl: 'https://parley.example',
    now: () => new Date(noon),
    idFrom,
  };
  return { needs, requests, kept, others };
}

export const anEnvelope = (connection: Connection, body: unknown, overrides: Partial<InboundEnvelope> = {}) => ({
  provider: connection.provider,
  connectionId: connection.id,
  receivedAt: noon,
  contentType: 'application/json',
  body: typeof body === 'string' ? body : JSON.stringify(body),
  encoding: 'utf8' as const,
  ...overrides,
});

export const anAnswer = (connection: Connection, overrides: Partial<OutboundMessage> = {}): OutboundMessage => ({
  channel: connection.channel,
  connectionId: connection.id,
  conversationId: 'c-1',
  messageId: 'm-1',
  to: 'somebody',
  cc: [],
  text: 'Thank you, we look into it.',
  attachments: [],
  references: [],
  automatic: false,
  ...overrides,
});

/** A request that never comes back. */
export const unreachable = (): never => {
  throw new TypeError('fetch failed', { cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) });
};
