import { readFileSync } from 'node:fs';
import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { OutboundMessage } from '#domain/channels/delivery.ts';
import type { InboundEnvelope } from '#domain/channels/inbound-envelope.ts';

export const botToken = `718254:${'AAH-only-for-tests_'.repeat(2)}`;

export const connection: Connection = {
  id: 'tg-main',
  provider: 'telegram',
  channel: 'telegram',
  name: 'Bot',
  address: '@shop_help_bot',
  accountId: '718254',
  queueId: 'billing',
};

export const payload = (name: string): string =>
  readFileSync(new URL(`../../../support/payloads/telegram/${name}.json`, import.meta.url), 'utf8');

export const anEnvelope = (body: string, overrides: Partial<InboundEnvelope> = {}): InboundEnvelope => ({
  provider: 'telegram',
  connectionId: connection.id,
  receivedAt: '2026-11-22T12:15:00.000Z',
  contentType: 'application/json',
  body,
  encoding: 'utf8',
  ...overrides,
});

export const anOutbound = (overrides: Partial<OutboundMessage> = {}): OutboundMessage => ({
  channel: 'telegram',
  connectionId: connection.id,
  to: '352706501',
  conversationId: 'c-1',
  messageId: 'm-1',
  cc: [],
  text: 'It is *on* its way',
  attachments: [],
  references: [],
  automatic: false,
  ...overrides,
});

export type Asked = { readonly url: string; readonly init: RequestInit };

/** Everything a channel needs, with answers by the last part of the address asked. */
export function needsWith(answers: Readonly<Record<string, () => Response>> = {}) {
  const asked: Asked[] = [];
  const kept = new Map<string, { readonly contentType: string; readonly body: Uint8Array }>();
  const answer = async (input: string | URL | Request, init: RequestInit = {}) => {
    const url = String(input);
    asked.push({ url, init });
    const name = Object.keys(answers).find((ending) => url.split('?')[0]?.endsWith(ending));
    if (name === undefined) throw new TypeError('fetch failed');
    return (answers[name] ?? Response.error)();
  };
  const needs: ChannelNeeds = {
    connections: { get: async (id) => (id === connection.id ? connection : undefined), list: async () => [connection] },
    secret: async () => JSON.stringify({ botToken, secretTokens: ['current', 'previous'] }),
    fetch: answer,
    files: {
      put: async ({ key, contentType, body }) => void kept.set(key, { contentType, body }),
      get: async (key) => kept.get(key)?.body,
      remove: async (key) => void kept.delete(key),
    },
    linkTo: async ({ key }) => `https://files.example/${key}`,
    publicUrl: 'https://parley.example',
    now: () => new Date('2026-11-22T12:15:00.000Z'),
  };
  return { needs, asked, kept };
}

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

/** The start of a real JPEG file. */
export const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');
