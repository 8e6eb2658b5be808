import { readFileSync } from 'node:fs';
import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { OutboundMessage } from '#domain/channels/delivery.ts';
import type { InboundEnvelope } from '#domain/channels/inbound-envelope.ts';

export const accessToken = `EAAG${'only-for-tests'.repeat(2)}`;
export const appSecret = `secret-${'only-for-tests'}`;

export const connection: Connection = {
  id: 'wa-main',
  provider: 'meta-whatsapp',
  channel: 'whatsapp',
  name: 'WhatsApp',
  address: '+15550783881',
  accountId: '106540352242922',
  queueId: 'billing',
  settings: { wabaId: '102290129340398' },
};

export const receivedAt = '2026-11-22T12:15:00.000Z';

const bodies: Record<string, object> = JSON.parse(
  readFileSync(new URL('../../../support/payloads/meta-whatsapp/bodies.json', import.meta.url), 'utf8'),
);
export const bodyNames = Object.keys(bodies);

/** One of the genuine bodies, as text. */
export function payload(name: string): string {
  const body = bodies[name];
  if (!body) throw new Error(`there is no body ${name}`);
  return JSON.stringify(body);
}

export const anEnvelope = (body: string, overrides: Partial<InboundEnvelope> = {}): InboundEnvelope => ({
  provider: 'meta-whatsapp',
  connectionId: connection.id,
  receivedAt,
  contentType: 'application/json',
  body,
  encoding: 'utf8',
  ...overrides,
});

export const anOutbound = (overrides: Partial<OutboundMessage> = {}): OutboundMessage => ({
  channel: 'whatsapp',
  connectionId: connection.id,
  to: '+16505551234',
  conversationId: 'c1',
  messageId: 'm1',
  cc: [],
  text: 'It is on its way',
  attachments: [],
  references: [],
  automatic: false,
  ...overrides,
});

/** A PNG of one pixel. */
export const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg==',
  'base64',
);

type Asked = { readonly url: URL; readonly init: RequestInit };
type Answers = (url: URL) => Response | undefined;

/** Everything a channel needs; what `answers` leaves open cannot be reached. */
export function needsWith(answers: Answers = () => undefined, of: Connection = connection) {
  const asked: Asked[] = [];
  const kept = new Map<string, { readonly contentType: string; readonly body: Uint8Array }>();
  const needs: ChannelNeeds = {
    connections: { get: async (id) => (id === of.id ? of : undefined), list: async () => [of] },
    secret: async () => JSON.stringify({ appSecrets: [appSecret], verifyToken: 'our-own-word', accessToken }),
    fetch: async (input, init = {}) => {
      const url = new URL(String(input));
      asked.push({ url, init });
      const answer = answers(url);
      if (!answer) throw new TypeError('fetch failed');
      return answer;
    },
    files: {
      put: async ({ key, contentType, body }) => void kept.set(key, { contentType, body }),
      get: async (key) => kept.get(key)?.body,
      remove: async (key) => void kept.delete(key),
    },
    linkTo: async ({ key, seconds }) => `https://files.example/${key}?seconds=${seconds}`,
    publicUrl: 'https://parley.example',
    now: () => new Date(receivedAt),
  };
  return { needs, asked, kept };
}

/** Meta's two steps to a file. */
export const servingFiles: Answers = ({ hostname, pathname }) => {
  if (hostname === 'lookaside.fbsbx.com') return new Response(new Uint8Array(picture));
  const id = pathname.split('/').at(-1);
  return Response.json({ id, mime_type: 'image/png', url: `https://lookaside.fbsbx.com/whatsapp_business/?mid=${id}` });
};
