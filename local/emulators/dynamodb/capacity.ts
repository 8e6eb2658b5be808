import { type Index, type Item, itemSize, type Table } from 'dynalite/db/index.js';
import type { Change } from './change.ts';

/** Write request units, as billed. */
export type Units = { readonly table: number; readonly indexes: Readonly<Record<string, number>> };

const bytesPerWriteUnit = 1024;
const units = (item: Item | undefined) => (item ? Math.max(1, Math.ceil(itemSize(item) / bytesPerWriteUnit)) : 0);
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/**
 * A write costs the larger of the two images, and per index what changes there; a transaction doubles the table's part.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export function writeUnits({ table, old, now }: Change, factor: 1 | 2): Units {
  const indexes = (table.GlobalSecondaryIndexes ?? [])
    .map(
      (index) =>
        [index.IndexName, indexUnits(index, projected(table, index, old), projected(table, index, now))] as const,
    )
    .filter(([, count]) => count > 0);
  return { table: Math.max(1, units(old), units(now)) * factor, indexes: Object.fromEntries(indexes) };
}

export function sumOfUnits(all: readonly Units[]): Units {
  const indexes: Record<string, number> = {};
  for (const one of all) {
    for (const [name, count] of Object.entries(one.indexes)) indexes[name] = (indexes[name] ?? 0) + count;
  }
  return { table: all.reduce((sum, one) => sum + one.table, 0), indexes };
}

/** `ReturnConsumedCapacity` of a request; absent or NONE gives nothing. */
export function consumedCapacity(mode: unknown, tableName: string, { table, indexes }: Units) {
  if (mode !== 'TOTAL' && mode !== 'INDEXES') return undefined;
  const total = Object.values(indexes).reduce((sum, count) => sum + count, table);
  const summary = { TableName: tableName, CapacityUnits: total };
  if (mode === 'TOTAL') return summary;
  const perIndex = Object.entries(indexes).map(([name, count]) => [name, { CapacityUnits: count }] as const);
  return {
    ...summary,
    Table: { CapacityUnits: table },
    ...(perIndex.length > 0 ? { GlobalSecondaryIndexes: Object.fromEntries(perIndex) } : {}),
  };
}

/** The item as the index holds it; none when an index key is missing. */
function projected(table: Table, index: Index, item: Item | undefined): Item | undefined {
  if (!item || !index.KeySchema.every((key) => item[key.AttributeName] !== undefined)) return undefined;
  if (index.Projection.ProjectionType === 'ALL') return item;
  const kept = new Set([
    ...table.KeySchema.map((key) => key.AttributeName),
    ...index.KeySchema.map((key) => key.AttributeName),
    ...(index.Projection.NonKeyAttributes ?? []),
  ]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => kept.has(name)));
}

/** A changed index key is a delete and a put there; anything else that changes is one write. */
function indexUnits(index: Index, old: Item | undefined, now: Item | undefined): number {
  const stays = old && now && index.KeySchema.every((key) => same(old[key.AttributeName], now[key.AttributeName]));
  if (!stays) return units(old) + units(now);
  return same(old, now) ? 0 : Math.max(units(old), units(now));
}
