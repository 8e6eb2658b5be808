import { createKey, getIndexActions, type Item, type Table } from 'dynalite/db/index.js';
import { toItem } from '#adapters/dynamodb/table.ts';
import { openEngine } from '#local/emulators/dynamodb/engine.ts';
import { itemsOf as keysOfItems } from '#local/emulators/dynamodb/staging.ts';
import { tableName } from '#local/names.ts';
import { itemsOf } from './conversations.ts';

const perBatch = 100;

/** As it comes over the network, and so as the emulator stores it: bytes in base64. */
const stored = (attributes: ReturnType<typeof toItem>): Item =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      value.B === undefined ? value : { B: Buffer.from(value.B).toString('base64') },
    ]),
  ) as Item;

/** The item and its index entries, as the emulator's own PutItem writes them. */
function recordsOf(table: Table, item: Item): readonly object[] {
  const { puts } = getIndexActions(table.GlobalSecondaryIndexes ?? [], undefined, item, table);
  return [
    { type: 'put', key: keysOfItems(table.TableName) + createKey(item, table), value: item },
    ...puts.map(({ index, key, item: value }) => ({
      type: 'put',
      key: `index-global~${table.TableName}~${index}~${key}`,
      value,
    })),
  ];
}

export type Filled = { readonly conversations: number; readonly events: number; readonly items: number };

/**
 * Writes conversations from one number up to another straight into the emulator's database, in batches: a million events
 * through its API would take an hour. Nobody else may have the database open.
 */
export async function fill(
  path: string,
  range: { readonly from: number; readonly to: number },
  say: (line: string) => void,
): Promise<Filled> {
  const { store } = await openEngine(path);
  const table = store.db.getSync(`table~${tableName}`) as Table;
  const started = performance.now();
  let [events, items, told] = [0, 0, started];
  for (let from = range.from; from < range.to; from += perBatch) {
    const numbers = Array.from({ length: Math.min(perBatch, range.to - from) }, (_, n) => from + n);
    const made = numbers.map(itemsOf);
    events += made.reduce((sum, one) => sum + one.events, 0);
    items += made.reduce((sum, one) => sum + one.items.length, 0);
    await store.db.batch(made.flatMap((one) => one.items.flatMap((item) => recordsOf(table, stored(toItem(item))))));
    if (performance.now() - told < 5000) continue;
    told = performance.now();
    const done = from + perBatch - range.from;
    const left = ((range.to - range.from - done) * (told - started)) / done / 1000;
    say(`${from + perBatch} of ${range.to} conversations written, ${Math.round(left)} s to go`);
  }
  await store.db.close();
  return { conversations: range.to, events, items };
}
