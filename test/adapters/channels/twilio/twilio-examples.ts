import { readFileSync } from 'node:fs';
import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import type { TwilioCredentials } from '#adapters/channels/twilio/credentials.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { OutboundMessage } from '#domain/channels/delivery.ts';
import type { FileStore, InboundEnvelope } from '#domain/channels/inbound-envelope.ts';

export const connection: Connection = {
  id: 'sms-main',
  provider: 'twilio-sms',
  channel: 'sms',
  name: 'Main number',
  address: '+15005550006',
  accountId: 'AC0123456789abcdef0123456789abcdef',
  queueId: 'support',
};

export const credentials: TwilioCredentials = {
  accountSid: 'AC0123456789abcdef0123456789abcdef',
  authTokens: ['current-token', 'previous-token'],
};

/** A stored webhook of Twilio's; see sources.md beside them. */
export const payload = (name: string): string =>
  readFileSync(
    new URL(
      `../../../support/payloads/${name.startsWith('whatsapp-') ? 'twilio-whatsapp' : 'twilio-sms'}/${name}.form`,
      import.meta.url,
    ),
    'utf8',
  ).trim();

/** A payload with some of its fields put otherwise; `undefined` leaves a field out. */
export function changed(name: string, fields: Record<string, string | undefined>): string {
  const form = new URLSearchParams(payload(name));
  for (const [field, value] of Object.entries(fields)) {
    if (value === undefined) form.delete(field);
    else form.set(field, value);
  }
  return form.toString();
}

export const anEnvelope = (body: string, overrides: Partial<InboundEnvelope> = {}): InboundEnvelope => ({
  provider: 'twilio-sms',
  connectionId: connection.id,
  receivedAt: '2026-11-21T12:15:00.000Z',
  contentType: 'application/x-www-form-urlencoded; charset=UTF-8',
  body,
  encoding: 'utf8',
  ...overrides,
});

export const anAnswer = (overrides: Partial<OutboundMessage> = {}): OutboundMessage => ({
  conversationId: 'c-1',
  messageId: 'm-1',
  connectionId: connection.id,
  channel: 'sms',
  to: '+4915112345678',
  cc: [],
  text: 'Ihre Bestellung ist unterwegs & kommt morgen. Grüße',
  attachments: [],
  references: [],
  automatic: false,
  ...overrides,
});

export const aFile = { id: 'f-1', fileName: 'bill.pdf', contentType: 'application/pdf', bytes: 4, key: 'out/bill' };

export function memoryFiles(): FileStore & { readonly kept: Map<string, { contentType: string; body: Uint8Array }> } {
  const kept = new Map<string, { contentType: string; body: Uint8Array }>();
  return {
    kept,
    put: async ({ key, contentType, body }) => void kept.set(key, { contentType, body }),
    get: async (key) => kept.get(key)?.body,
    remove: async (key) => void kept.delete(key),
  };
}

type Given = {
  readonly connections?: readonly Connection[];
  readonly credentials?: TwilioCredentials;
  readonly fetch?: typeof fetch;
  readonly files?: FileStore;
};

/** Nothing is to be fetched. */
const nowhere: typeof fetch = async () => {
  throw new TypeError('fetch failed');
};

/** What readers, senders and managers work with, all in memory. */
export function needsOf(given: Given = {}): ChannelNeeds {
  const all = given.connections ?? [connection];
  return {
    connections: { get: async (id) => all.find((each) => each.id === id), list: async () => all },
    secret: async (name) =>
      all.some(({ id }) => name === `connections/${id}`) ? JSON.stringify(given.credentials ?? credentials) : undefined,
    fetch: given.fetch ?? nowhere,
    files: given.files ?? memoryFiles(),
    linkTo: async ({ key, fileName }) => `https://files.example.com/${key}/${fileName}?signed`,
    publicUrl: 'https://parley.example.com',
    now: () => new Date('2026-11-21T12:15:00.000Z'),
  };
}
