import { type Callback, createKey, type Item, type Table } from 'dynalite/db/index.js';
import { serviceError } from '../http/json-service.ts';
import type { Changes, Committer } from './committer.ts';

/** One request's view of the data: reads through to what is committed, keeps its own writes apart. */
export type Staging = {
  readonly changes: Changes;
  /** A store for dynalite's actions that answers every call at once. */
  readonly store: object;
  table(name: string): Table;
  item(table: Table, key: Item): Item | undefined;
};

type Release = <Arguments extends readonly unknown[]>(
  done: (...values: Arguments) => void,
) => (...values: Arguments) => void;

/** Begins a request; nothing is written until its `changes` are handed to the committer. */
export function createStaging(committer: Pick<Committer, 'read'>, options: object): Staging {
  const changes: Changes = new Map();
  const read = (key: string) => (changes.has(key) ? changes.get(key) : committer.read(key));
  const table = (name: string) => activeTable(read(`table~${name}`));
  const partOf = (prefix: string) => ({
    get: (key: string, done: Callback<unknown>) => done(null, read(prefix + key)),
    put(key: string, value: unknown, done: Callback<void>) {
      changes.set(prefix + key, value);
      done(null);
    },
    del(key: string, done: Callback<void>) {
      changes.set(prefix + key, undefined);
      done(null);
    },
    /** Requests are evaluated one after the other, so no lock is needed. */
    lock: (_key: string, work: (release: Release) => void) => work((done) => done),
  });
  return {
    changes,
    table,
    item: (of, key) => read(itemsOf(of.TableName) + createKey(key, of)) as Item | undefined,
    store: {
      options,
      getTable: (name: string, done: Callback<Table>) => done(null, table(name)),
      getItemDb: (name: string) => partOf(itemsOf(name)),
      getIndexDb: (type: string, name: string, index: string) =>
        partOf(`index-${type.toLowerCase()}~${name}~${index}~`),
    },
  };
}

/** The prefix under which dynalite keeps a table's items. */
export const itemsOf = (tableName: string) => `item-${tableName}~`;

function activeTable(stored: unknown): Table {
  const table = stored as Table | undefined;
  if (table === undefined || table.TableStatus === 'CREATING' || table.TableStatus === 'DELETING') {
    throw serviceError('com.amazonaws.dynamodb.v20120810#ResourceNotFoundException', 'Requested resource not found');
  }
  return table;
}
