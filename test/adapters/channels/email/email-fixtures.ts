import { readFileSync } from 'node:fs';
import { createEmailReader } from '#adapters/channels/email/read-email.ts';
import { createReplyTokens } from '#adapters/channels/email/reply-token.ts';
import type { Connection, ConnectionStore } from '#domain/channels/channel.ts';
import type { InboundEnvelope, InboundItem } from '#domain/channels/inbound-envelope.ts';
import type { InboundMessage } from '#domain/channels/inbound-message.ts';

const folder = new URL('../../../support/payloads/email/', import.meta.url);

export const mailFile = (name: string): Uint8Array => readFileSync(new URL(`mail/${name}.eml`, folder));
export const notificationFile = (name: string): string =>
  readFileSync(new URL(`notifications/${name}.json`, folder), 'utf8');

export const aMailbox = (overrides: Partial<Connection> = {}): Connection => ({
  id: 'support-mail',
  provider: 'ses-email',
  channel: 'email',
  name: 'Shop Support',
  address: 'support@shop.example',
  queueId: 'support',
  ...overrides,
});

export const connectionsOf = (...connections: readonly Connection[]): ConnectionStore => ({
  get: async (id) => connections.find((connection) => connection.id === id),
  list: async () => connections,
  put: async () => undefined,
});

export const tokens = createReplyTokens({ keys: ['a key of the tests'] });

export const anEnvelope = (body: string): InboundEnvelope => ({
  provider: 'ses-email',
  receivedAt: '2026-09-14T07:15:11.000Z',
  contentType: 'application/json',
  body,
  encoding: 'utf8',
});

export type Arrival = {
  readonly recipients?: readonly string[];
  readonly source?: string;
  readonly verdicts?: Readonly<Record<string, { readonly status: string }>>;
  readonly connections?: readonly Connection[];
};

/** Lets a raw mail arrive through the notification fixture and returns what was read and which files were kept. */
export const arrive = async (raw: Uint8Array | string, arrival: Arrival = {}) => {
  const notification = JSON.parse(notificationFile('received'));
  const { recipients, source, verdicts, connections = [aMailbox()] } = arrival;
  if (recipients) notification.receipt.recipients = recipients;
  if (source !== undefined) notification.mail.source = source;
  Object.assign(notification.receipt, verdicts);

  const files = new Map<string, { contentType: string; body: Uint8Array }>();
  const read = createEmailReader({
    connections: connectionsOf(...connections),
    replyTokens: tokens,
    files: {
      put: async ({ key, contentType, body }) => {
        files.set(key, { contentType, body });
      },
      get: async (key) => files.get(key)?.body,
      remove: async (key) => void files.delete(key),
    },
    mail: {
      get: async (bucket, key) =>
        bucket === 'parley-mail' && key === 'in/o3vrnil0e2ic28trm7dfhrc2v0clambda4nbp0g1'
          ? Buffer.from(raw)
          : undefined,
    },
  });
  const items = await read(anEnvelope(JSON.stringify(notification)));
  return { items, files, messages: messagesIn(items) };
};

export const messagesIn = (items: readonly InboundItem[]): readonly InboundMessage[] =>
  items.flatMap((item) => (item.kind === 'message' ? [item.message] : []));

export const theMessage = async (raw: Uint8Array | string, arrival: Arrival = {}): Promise<InboundMessage> => {
  const [message] = (await arrive(raw, arrival)).messages;
  if (!message) throw new Error('no message was read');
  return message;
};
