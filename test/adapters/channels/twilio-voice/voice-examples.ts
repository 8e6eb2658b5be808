import { readFileSync } from 'node:fs';
import type { ReadingNeeds } from '#adapters/channels/needs.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import { noon } from '#test/support/builders.ts';

export const callSid = 'CAd7fe2ad60939a04e564c0e4e3302ff5b';
export const recordingSid = 'RE64545a8c9fbe9d6d191c2423c2c993ce';
export const accountSid = 'AC0123456789abcdef0123456789abcdef';
export const credentials = { accountSid, authTokens: ['current', 'previous'] };

export const connection: Connection = {
  id: 'hotline',
  provider: 'twilio-voice',
  channel: 'voice',
  name: 'Hotline',
  address: '+15550001000',
  accountId: accountSid,
  queueId: 'billing',
};

/** A request of Twilio with some fields put otherwise; `undefined` leaves one out. */
export function form(name: string, fields: Readonly<Record<string, string | undefined>> = {}): string {
  const file = new URL(`../../../support/payloads/twilio-voice/${name}.form`, import.meta.url);
  const params = new URLSearchParams(readFileSync(file, 'utf8'));
  for (const [field, value] of Object.entries(fields)) {
    if (value === undefined) params.delete(field);
    else params.set(field, value);
  }
  return params.toString();
}

export const anEnvelope = (body: string, query = '', overrides: Partial<InboundEnvelope> = {}): InboundEnvelope => ({
  id: 'r1',
  provider: 'twilio-voice',
  connectionId: connection.id,
  receivedAt: noon,
  contentType: 'application/x-www-form-urlencoded; charset=UTF-8',
  ...(query === '' ? {} : { query }),
  body,
  encoding: 'utf8',
  ...overrides,
});

export type Asked = { readonly method: string; readonly url: string; readonly headers: Headers; readonly body: string };

/** What a reader works with, in memory; `answer` is Twilio's API. */
export function needsWith(
  answer: (asked: Asked) => Response = () => new Response(null, { status: 500 }),
  own = connection,
) {
  const files = new Map<string, { readonly contentType: string; readonly body: Uint8Array }>();
  const asked: Asked[] = [];
  const needs: ReadingNeeds = {
    connections: { get: async (id) => (id === own.id ? own : undefined), list: async () => [own] },
    secret: async (name) => (name === `connections/${own.id}` ? JSON.stringify(credentials) : undefined),
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { method, url, headers } = request;
      const one = { method, url, headers, body: await request.text() };
      asked.push(one);
      return answer(one);
    },
    files: {
      put: async ({ key, contentType, body }) => void files.set(key, { contentType, body }),
      get: async (key) => files.get(key)?.body,
      remove: async (key) => void files.delete(key),
    },
    publicUrl: 'https://parley.example',
    now: () => new Date(noon),
  };
  return { needs, files, asked };
}
