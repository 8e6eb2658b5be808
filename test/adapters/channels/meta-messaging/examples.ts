import { readFileSync } from 'node:fs';
import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { OutboundMessage } from '#domain/channels/delivery.ts';
import type { InboundEnvelope, InboundItem, ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import { noon } from '#test/support/builders.ts';

export const page = '108250001234567';
export const psid = '7300000000000011';
export const igAccount = '17841452691600098';
export const igsid = '5614879045272581';

export const pageConnection: Connection = {
  id: 'page',
  provider: 'messenger',
  channel: 'messenger',
  name: 'Page',
  address: page,
  accountId: page,
  queueId: 'billing',
};

export const igConnection: Connection = {
  ...pageConnection,
  id: 'insta',
  provider: 'instagram',
  channel: 'instagram',
  name: 'Instagram',
  address: igAccount,
  accountId: igAccount,
};

export const igLoginConnection: Connection = { ...igConnection, id: 'insta-own', settings: { login: 'instagram' } };

export const credentials = {
  appSecrets: ['current-secret', 'former-secret'],
  verifyToken: 'a word of ours',
  accessToken: 'token-of-the-page',
  appId: '220011223344556',
} as const;

type Asked = { readonly method: string; readonly url: URL; readonly headers: Headers; readonly body: unknown };
type Answers = (asked: Asked) => Response | undefined;

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

/** An error in Meta's shape. */
export const metaError = (code: number, subcode?: number, status = 400): Response =>
  json(
    {
      error: {
        message: '(#1) quoted: secret text',
        type: 'OAuthException',
        code,
        error_subcode: subcode,
        fbtrace_id: 'x',
      },
    },
    status,
  );

export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg==',
  'base64',
);

const connections = [pageConnection, igConnection, igLoginConnection];

/** A world in which Meta answers as told, and a log of what it was asked. */
export function world(answers: Answers = () => undefined) {
  const asked: Asked[] = [];
  const kept = new Map<string, { readonly contentType: string; readonly body: Uint8Array }>();
  const fetchPage: typeof fetch = async (input, init) => {
    const body = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
    const one = {
      method: init?.method ?? 'GET',
      url: new URL(String(input)),
      headers: new Headers(init?.headers),
      body,
    };
    asked.push(one);
    return answers(one) ?? metaError(100, 33);
  };
  const needs: ChannelNeeds = {
    connections: {
      get: async (id) => connections.find((connection) => connection.id === id),
      list: async () => connections,
    },
    secret: async () => JSON.stringify(credentials),
    fetch: fetchPage,
    files: {
      put: async ({ key, contentType, body }) => void kept.set(key, { contentType, body }),
      get: async (key) => kept.get(key)?.body,
      remove: async (key) => void kept.delete(key),
    },
    linkTo: async ({ key, fileName }) => `https://files.example/${key}/${fileName}`,
    publicUrl: 'https://parley.example',
    now: () => new Date(noon),
  };
  return { needs, asked, kept };
}

/** Answers every address of Meta's file servers with a picture. */
export const pictures: Answers = ({ url }) =>
  /fbcdn\.net|fbsbx\.com/.test(url.hostname)
    ? new Response(new Uint8Array(png), { headers: { 'content-type': 'text/html' } })
    : undefined;

export const payload = (provider: 'messenger' | 'instagram', name: string): string =>
  readFileSync(new URL(`../../../support/payloads/${provider}/${name}.json`, import.meta.url), 'utf8');

export const anEnvelope = (connection: Connection, body: string): InboundEnvelope => ({
  provider: connection.provider,
  connectionId: connection.id,
  receivedAt: noon,
  contentType: 'application/json',
  body,
  encoding: 'utf8',
});

/** The one item that a payload says. */
export async function only(read: ReadEnvelope, envelope: InboundEnvelope): Promise<InboundItem> {
  const [item, ...others] = await read(envelope);
  if (!item || others.length > 0) throw new Error(`read ${others.length + 1} items`);
  return item;
}

export const anOutbound = (overrides: Partial<OutboundMessage> = {}): OutboundMessage => ({
  channel: 'messenger',
  connectionId: 'page',
  to: psid,
  toScope: page,
  conversationId: 'c-1',
  messageId: 'm-1',
  cc: [],
  text: 'It left this morning.',
  attachments: [],
  references: [],
  automatic: false,
  heardAt: '2026-11-19T11:00:00.000Z',
  ...overrides,
});

export const aFile = (contentType: string, bytes = 1000) => ({
  id: 'f-1',
  fileName: 'label.bin',
  contentType,
  bytes,
  key: 'media/f-1',
});
