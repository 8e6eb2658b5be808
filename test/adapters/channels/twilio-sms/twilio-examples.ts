import { readFileSync } from 'node:fs';
import type { TwilioCredentials } from '#adapters/channels/twilio-sms/credentials.ts';
import type { Connection } from '#domain/channels/channel.ts';
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

export const connections = {
  get: async (id: string): Promise<Connection | undefined> => (id === connection.id ? connection : undefined),
};

export const credentials: TwilioCredentials = {
  accountSid: 'AC0123456789abcdef0123456789abcdef',
  authTokens: ['current-token', 'previous-token'],
};

export const payload = (name: string): string =>
  readFileSync(new URL(`../../../support/payloads/twilio-sms/${name}.form`, import.meta.url), 'utf8');

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

export function memoryFiles(): FileStore & { readonly kept: Map<string, { contentType: string; body: Uint8Array }> } {
  const kept = new Map<string, { contentType: string; body: Uint8Array }>();
  return {
    kept,
    put: async ({ key, contentType, body }) => void kept.set(key, { contentType, body }),
    get: async (key) => kept.get(key)?.body,
  };
}
