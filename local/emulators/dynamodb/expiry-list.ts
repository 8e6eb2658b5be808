import { createKey, type Item, type Table } from 'dynalite/db/index.js';
import { type Change, keyOf } from './change.ts';
import type { Changes } from './committer.ts';
import type { Database } from './database.ts';
import { itemsOf } from './staging.ts';

/** The list holds one entry per item that expires, in order of expiry, so that a sweep reads only what is due. */
const prefixOf = (tableName: string) => `parley-expiry~${tableName}~`;
const digits = 12;
const pad = (seconds: number) => String(seconds).padStart(digits, '0');

/** Keeps the list of items by expiry in step with a change. */
export function trackExpiry(changes: Changes, { table, key, old, now }: Change, attribute: string): void {
  const before = expiryEntry(table, key, old?.[attribute]?.N);
  const after = expiryEntry(table, key, now?.[attribute]?.N);
  if (before === after) return;
  if (before !== undefined) changes.set(before, undefined);
  if (after !== undefined) changes.set(after, key);
}

/** The entries of a table that expire from one second up to, not including, another. */
export const expiriesBetween = (tableName: string, fromSeconds: number, toSeconds: number) => ({
  gte: prefixOf(tableName) + pad(Math.max(0, fromSeconds)),
  lt: prefixOf(tableName) + pad(toSeconds),
});

/** Lists the items that were there before the attribute was named. */
export async function listExpiries({ engine, committer }: Database, table: Table, attribute: string): Promise<void> {
  const range = { gte: itemsOf(table.TableName), lt: `${itemsOf(table.TableName)}\xff` };
  const changes: Changes = new Map();
  for await (const item of engine.store.db.values(range)) {
    const now = item as Item;
    trackExpiry(changes, { table, key: keyOf(table, now), now }, attribute);
  }
  committer.write(changes);
}

/** Where an item stands in the list; nowhere when it does not expire. */
export function expiryEntry(table: Table, key: Item, expiry: string | undefined): string | undefined {
  const seconds = Math.floor(Number(expiry));
  if (expiry === undefined || !(seconds >= 0) || String(seconds).length > digits) return undefined;
  return `${prefixOf(table.TableName)}${pad(seconds)}~${createKey(key, table)}`;
}
