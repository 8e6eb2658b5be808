import type { Level } from 'dynalite/db/index.js';
import { describe, expect, it } from 'vitest';
import { rememberTables } from '#local/emulators/dynamodb/remember-tables.ts';

type Done = (error: Error | null, value?: unknown) => void;
type Database = Level & {
  get(key: string, done: Done): void;
  put(key: string, value: unknown, done: Done): void;
};

const active = { TableName: 'parley', TableStatus: 'ACTIVE' };
const creating = { TableName: 'parley', TableStatus: 'CREATING' };

/** A database whose writes are done when `finish` is called; it counts what is read from it. */
function slowDatabase(stored: Record<string, unknown>) {
  const reads: string[] = [];
  let finish: () => void = () => undefined;
  const read = (key: string) => {
    reads.push(key);
    return stored[key];
  };
  const db = {
    getSync: read,
    get: (key: string, done: Done) => done(null, read(key)),
    put(key: string, value: unknown, done: Done) {
      finish = () => {
        stored[key] = value;
        done(null);
      };
    },
    del: () => undefined,
  } as unknown as Database;
  rememberTables(db);
  return { db, reads, finish: () => finish() };
}

describe('the description of a table', () => {
  it('is read once, however it is asked for', async () => {
    const { db, reads } = slowDatabase({ 'table~parley': active });
    expect(db.getSync('table~parley')).toEqual(active);
    const { promise, resolve } = Promise.withResolvers<unknown>();
    db.get('table~parley', (_, value) => resolve(value));
    expect(await promise).toEqual(active);
    expect(reads).toEqual(['table~parley']);
  });

  it('is handed out as a copy to whoever may change it', async () => {
    const { db } = slowDatabase({ 'table~parley': active });
    const known = db.getSync('table~parley');
    const { promise, resolve } = Promise.withResolvers<unknown>();
    db.get('table~parley', (_, value) => resolve(value));
    expect(await promise).not.toBe(known);
  });

  it('is read again while the table is being created', () => {
    const { db, finish } = slowDatabase({ 'table~parley': creating });
    expect(db.getSync('table~parley')).toEqual(creating);
    db.put('table~parley', active, () => undefined);
    expect(db.getSync('table~parley')).toEqual(creating);
    finish();
    expect(db.getSync('table~parley')).toEqual(active);
  });

  it('is read again after a change, also by whoever asked while that was being written', () => {
    const { db, finish } = slowDatabase({ 'table~parley': active });
    const deleting = { ...active, TableStatus: 'DELETING' };
    db.put('table~parley', deleting, () => undefined);
    expect(db.getSync('table~parley')).toEqual(active);
    finish();
    expect(db.getSync('table~parley')).toEqual(deleting);
  });

  it('is all that is remembered', () => {
    const { db, reads } = slowDatabase({ 'item-parley~1': { n: 1 } });
    db.getSync('item-parley~1');
    db.getSync('item-parley~1');
    expect(reads).toHaveLength(2);
  });
});
