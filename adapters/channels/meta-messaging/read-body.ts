import type { GraphAccess } from '#adapters/channels/meta/graph.ts';
import type { ReadingNeeds } from '#adapters/channels/needs.ts';
import { connectionOf, mustBeOfAccount } from '#adapters/channels/shared/connection.ts';
import { jsonBodyOf } from '#adapters/channels/shared/json-body.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { InboundEnvelope, InboundItem, ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { type LookUp, lookUpWith } from './look-up.ts';
import { $Body, $Change, readable } from './payload.ts';
import { readMessaging } from './read-messaging.ts';
import { readStandby } from './read-signals.ts';
import type { Reading } from './reading.ts';

/** One line of `changes`, and when Meta told it. */
export type Change = {
  readonly field: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly time: string | number | undefined;
};

export type Product = {
  readonly provider: Reading['provider'];
  /** What a body of this product calls itself. */
  readonly object: 'page' | 'instagram';
  readonly access: (
    needs: ReadingNeeds,
    connection: Connection,
  ) => Promise<GraphAccess & { readonly appId: string | undefined }>;
  /** Reads what is not about private messages. */
  readonly readChange: (reading: Reading, change: Change) => Promise<InboundItem>;
};

/** The reader of one of Meta's two messaging products. */
export function createMetaReader(needs: ReadingNeeds, product: Product): ReadEnvelope {
  const lookUp = lookUpWith(needs);
  return async (envelope) => readBody({ needs, product, lookUp }, envelope);
}

type Needs = { readonly needs: ReadingNeeds; readonly product: Product; readonly lookUp: LookUp };

async function readBody({ needs, product, lookUp }: Needs, envelope: InboundEnvelope): Promise<readonly InboundItem[]> {
  const { provider, object } = product;
  const connection = await connectionOf(needs.connections, envelope, provider);
  const body = jsonBodyOf(envelope, $Body);
  if (body.object !== object) throw new Refusal('invalid', `the body is about something else than ${object}`);
  for (const { id } of body.entry) mustBeOfAccount(connection, id, 'entry.id');
  const { appId, ...access } = await product.access(needs, connection);
  const account = connection.accountId ?? '';
  const reading: Reading = {
    needs,
    connection,
    account,
    provider,
    receivedAt: envelope.receivedAt,
    access,
    appId,
    lookUp,
  };
  const items: InboundItem[] = [];
  for (const entry of body.entry) items.push(...(await readEntry({ reading, product }, entry)));
  return items;
}

type Entry = ReturnType<typeof $Body.parse>['entry'][number];
type Context = { readonly reading: Reading; readonly product: Product };

/** One after the other: what a person wrote stays in its order. */
async function readEntry({ reading, product }: Context, entry: Entry): Promise<readonly InboundItem[]> {
  const { id, time } = entry;
  const lines = [
    ...entry.messaging.map((item) => ({ as: { messaging: [item] }, read: () => readMessaging(reading, item) })),
    ...entry.standby.map((item) => ({ as: { standby: [item] }, read: async () => readStandby(reading, item) })),
    ...entry.changes.map((item) => ({
      as: { changes: [item] },
      read: async () => readChange({ reading, product }, { ...readable($Change, item), time }),
    })),
  ];
  if (lines.length === 0) throw new Refusal('invalid', 'an entry holds neither messaging nor changes');
  const items: InboundItem[] = [];
  for (const { as, read } of lines) {
    const body = () => JSON.stringify({ object: product.object, entry: [{ id, time, ...as }] });
    items.push(await orUnreadable(read, body));
  }
  return items;
}

/** Bodies from the dashboard's "Test" button, and some of Instagram's, have events of the chat among the changes. */
const readChange = ({ reading, product }: Context, change: Change): Promise<InboundItem> =>
  typeof change.value.sender === 'object' ? readMessaging(reading, change.value) : product.readChange(reading, change);

/** One bad item of several is quarantined alone. An outage is thrown: all of it is read again later. */
async function orUnreadable(read: () => Promise<InboundItem>, body: () => string): Promise<InboundItem> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kind: 'unreadable', reason: error.message, body: body() };
  }
}
