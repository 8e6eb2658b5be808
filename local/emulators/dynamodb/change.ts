import type { Item, Table } from 'dynalite/db/index.js';

/** What a request does to one item. */
export type Change = {
  readonly table: Table;
  readonly key: Item;
  readonly old?: Item | undefined;
  readonly now?: Item | undefined;
};

export const keyOf = (table: Table, item: Item): Item =>
  Object.fromEntries(
    table.KeySchema.flatMap(({ AttributeName: name }) => {
      const value = item[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
