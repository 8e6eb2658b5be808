import { readFileSync } from 'node:fs';
import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { OutboundMessage } from '#domain/channels/delivery.ts';
import type { InboundEnvelope } from '#domain/channels/inbound-envelope.ts';

export const botToken = ['xoxb', 'only', 'for', 'tests'].join('-');

export const connection: Connection = {
  id: 'slack-main',
  provider: 'slack',
  channel: 'slack',
  name: 'Workspace',
  address: 'shophelp',
  accountId: 'T061EG9R6',
  queueId: 'billing',
  settings: { channels: ['C024BE91L'] },
};

export const payload = (name: string): string =>
  readFileSync(new URL(`../../../support/payloads/slack/${name}.json`, import.meta.url), 'utf8');

/** The bodies that come as forms. */
export const buttonForm = (json = payload('block-actions')): string =>
  new URLSearchParams({ payload: json }).toString();
export const commandForm = (fields: Readonly<Record<string, string>> = {}): string =>
  new URLSearchParams({ ...JSON.parse(payload('slash-command')), ...fields }).toString();

export const anEnvelope = (body: string, overrides: Partial<InboundEnvelope> = {}): InboundEnvelope => ({
  provider: 'slack',
  connectionId: connection.id,
  receivedAt: '2026-11-22T12:15:00.000Z',
  contentType: body.startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded',
  body,
  encoding: 'utf8',
  ...overrides,
});

export const anOutbound = (overrides: Partial<OutboundMessage> = {}): OutboundMessage => ({
  channel: 'slack',
  connectionId: connection.id,
  to: 'U0123ABCDEF',
  conversationId: 'c-1',
  messageId: 'm-1',
  cc: [],
  text: 'Tom & <Jerry> are *on* it',
  attachments: [],
  references: [],
  automatic: false,
  ...overrides,
});

export type Asked = { readonly url: string; readonly init: RequestInit };

/** Everything a channel needs, with answers by the end of the address asked. */
export function needsWith(
  answers: Readonly<Record<string, () => Response>> = {},
  settings: Connection['settings'] = connection.settings,
) {
  const asked: Asked[] = [];
  const kept = new Map<string, Uint8Array>();
  const here = { ...connection, ...(settings === undefined ? {} : { settings }) };
  const needs: ChannelNeeds = {
    connections: { get: async (id) => (id === here.id ? here : undefined), list: async () => [here] },
    secret: async () => JSON.stringify({ botToken, signingSecrets: ['current', 'previous'] }),
    fetch: async (input, init = {}) => {
      const url = String(input);
      asked.push({ url, init });
      const name = Object.keys(answers).find((ending) => url.split('?')[0]?.endsWith(ending));
      if (name === undefined) throw new TypeError('fetch failed');
      return (answers[name] ?? Response.error)();
    },
    files: {
      put: async ({ key, body }) => void kept.set(key, body),
      get: async (key) => kept.get(key),
      remove: async (key) => void kept.delete(key),
    },
    linkTo: async ({ key }) => `https://files.example/${key}`,
    publicUrl: 'https://parley.example',
    now: () => new Date('2026-11-22T12:15:00.000Z'),
  };
  return { needs, asked, kept };
}

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });

/** As `users.info` tells of a person, https://docs.slack.dev/reference/methods/users.info. */
export const userInfo =
  (user = {}) =>
  () =>
    json({
      ok: true,
      user: {
        id: 'U0123ABCDEF',
        team_id: 'T061EG9R6',
        name: 'nora.pohl',
        real_name: 'Nora Pohl',
        is_bot: false,
        profile: { real_name: 'Nora Pohl', display_name: 'nora', email: 'nora@Shop.example' },
        ...user,
      },
    });

/** The start of a real PNG file. */
export const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');
