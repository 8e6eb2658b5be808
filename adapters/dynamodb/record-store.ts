import type * as z from 'zod';
import type { RecordStore } from '#domain/routing/ports.ts';
import { accessPatterns } from './access-patterns.ts';
import { getItem, type Item, type Key, putItem, query, type Table } from './table.ts';

export const recordKey = (kind: string, id: string): Key => ({
  pk: accessPatterns.record.partition(kind, id),
  sk: accessPatterns.record.sort(kind),
});

/** A configuration record with its place in the list of its kind. */
export const recordItem = (kind: string, id: string, entry: object): Item & Key => ({
  ...recordKey(kind, id),
  kindPk: accessPatterns.recordsOfKind.partition(kind),
  kindSk: accessPatterns.recordsOfKind.sort(id),
  ...entry,
});

/** Stores one kind of configuration (queue, policy, calendar, connection) as whole records. */
export function createRecordStore<Entry extends { readonly id: string }>(
  table: Table,
  kind: string,
  schema: z.ZodType<Entry>,
): RecordStore<Entry> {
  return {
    async get(id) {
      const item = await getItem(table, recordKey(kind, id));
      return item && schema.parse(item);
    },
    async list() {
      const { index, partition } = accessPatterns.recordsOfKind;
      return (await query(table, { index, partition: partition(kind) })).map((item) => schema.parse(item));
    },
    put: (entry) => putItem(table, recordItem(kind, entry.id, entry)),
  };
}
