import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { $Connection } from '#domain/channels/channel.ts';
import { $Template } from '#domain/channels/template.ts';
import { $ContinuityRules } from '#domain/conversations/continuity.ts';
import { $BusinessCalendar } from '#domain/escalation/business-hours.ts';
import { $SlaPolicy } from '#domain/escalation/policy.ts';
import type { RecordStore, Settings } from '#domain/routing/ports.ts';
import { $Queue } from '#domain/routing/queue.ts';
import { createAgentStore } from './agent-store.ts';
import { createConversationStore } from './conversation-store.ts';
import { createCustomerStore } from './customer-store.ts';
import { createRecordStore } from './record-store.ts';
import type { Table } from './table.ts';

/** Seconds for which configuration may be stale: it is read with every message and changed by hand. */
const configurationMaxAgeMs = 10_000;

export function tableNamed(name: string): Table {
  const client = new DynamoDBClient({});
  // It prepares every answer for a log that is switched off: a fifth of the time of reading a list (measured).
  client.middlewareStack.remove('loggerMiddleware');
  return { client, name };
}

/** Remembers records that were found; a missing one is looked for again each time, so that a fix works at once. */
function remembered<Entry>(store: RecordStore<Entry>): RecordStore<Entry> {
  const found = new Map<string, { readonly entry: Entry; readonly readAt: number }>();
  return {
    async get(id) {
      const known = found.get(id);
      if (known && performance.now() - known.readAt < configurationMaxAgeMs) return known.entry;
      const entry = await store.get(id);
      if (entry === undefined) found.delete(id);
      else found.set(id, { entry, readAt: performance.now() });
      return entry;
    },
    list: store.list,
    async put(entry) {
      await store.put(entry);
      found.clear();
    },
  };
}

/** Mail names an address and no connection, so each one asks for all of them. Nobody makes a connection and writes to it faster than this. */
const listMaxAgeMs = 2000;

/** Remembers the list too: for functions that only read, and read it with every message. */
export function withRememberedList<Entry>(store: RecordStore<Entry>): RecordStore<Entry> {
  let known: { readonly entries: readonly Entry[]; readonly readAt: number } | undefined;
  return {
    ...store,
    async list() {
      if (!known || performance.now() - known.readAt >= listMaxAgeMs)
        known = { entries: await store.list(), readAt: performance.now() };
      return known.entries;
    },
  };
}

/** What the rules read. */
export const settingsOn = (table: Table): Settings => ({
  queues: remembered(createRecordStore(table, 'queue', $Queue)),
  policies: remembered(createRecordStore(table, 'policy', $SlaPolicy)),
  calendars: remembered(createRecordStore(table, 'calendar', $BusinessCalendar)),
  continuity: remembered(createRecordStore(table, 'continuity', $ContinuityRules)),
  templates: remembered(createRecordStore(table, 'template', $Template)),
});

export const connectionsOn = (table: Table) => remembered(createRecordStore(table, 'connection', $Connection));

/** The stores that nearly every function needs. */
export const storesOn = (table: Table) => ({
  conversations: createConversationStore(table),
  customers: createCustomerStore(table),
  agents: createAgentStore(table),
  settings: settingsOn(table),
  connections: connectionsOn(table),
});
