import type { Item } from 'dynalite/db/index.js';
import type { Database } from './database.ts';
import { expiriesBetween, expiryEntry } from './expiry-list.ts';
import { createStaging } from './staging.ts';
import { commit } from './writes.ts';

const itemsPerSweep = 500;
/** DynamoDB leaves alone what claims to have expired more than five years ago. */
const oldestExpirySeconds = 5 * 365 * 86_400;

/** Deletes what has expired by the clock, as DynamoDB does some time later: with a stream record that names the service. */
export async function expireItems(database: Database): Promise<void> {
  for (const [tableName, { expiryAttribute }] of database.settings.all()) {
    if (expiryAttribute !== undefined) await expireItemsOf(database, tableName, expiryAttribute);
  }
}

async function expireItemsOf(database: Database, tableName: string, attribute: string): Promise<void> {
  const nowSeconds = Math.floor(database.clock.now().getTime() / 1000);
  const range = expiriesBetween(tableName, nowSeconds - oldestExpirySeconds, nowSeconds);
  for (;;) {
    const due = await database.engine.store.db.iterator({ ...range, limit: itemsPerSweep }).all();
    for (const [entry, key] of due) expire(database, { tableName, attribute, entry, key: key as Item });
    await database.committer.settled();
    if (due.length < itemsPerSweep) return;
  }
}

type Due = { readonly tableName: string; readonly attribute: string; readonly entry: string; readonly key: Item };

/** The list was read a moment ago: an item that has changed since keeps its life and loses only the entry. */
function expire({ committer, ...database }: Database, { tableName, attribute, entry, key }: Due): void {
  const staging = createStaging(committer, database.engine.store.options);
  const table = staging.table(tableName);
  const old = staging.item(table, key);
  staging.changes.set(entry, undefined);
  if (expiryEntry(table, key, old?.[attribute]?.N) !== entry) {
    committer.write(staging.changes);
    return;
  }
  const input = database.engine.parse('DeleteItem', { TableName: tableName, Key: { ...key } });
  database.engine.runOn(staging.store, 'DeleteItem', input);
  commit({ committer, ...database }, staging, { changes: [{ table, key, old }], cause: 'expiry' });
}
