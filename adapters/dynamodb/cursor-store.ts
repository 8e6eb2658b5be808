import { $Cursor } from '#domain/polling/cursor.ts';
import type { CursorStore } from '#domain/polling/ports.ts';
import { accessPatterns } from './access-patterns.ts';
import { getItem, type Key, putItem, type Table } from './table.ts';

const keyOf = (connectionId: string): Key => ({
  pk: accessPatterns.pollCursor.partition(connectionId),
  sk: accessPatterns.pollCursor.sort(),
});

/** How far each polled connection was read. */
export const createCursorStore = (table: Table): CursorStore => ({
  async get(connectionId) {
    const item = await getItem(table, keyOf(connectionId));
    return item && $Cursor.parse(item);
  },
  put: (cursor) => putItem(table, { ...keyOf(cursor.connectionId), ...cursor }),
});
