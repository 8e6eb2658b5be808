import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Item, Table as TableOnEmulator } from 'dynalite/db/index.js';
import type { Key } from '#adapters/dynamodb/table.ts';
import { tableShape } from '#adapters/dynamodb/table-shape.ts';
import { writeUnits } from '#local/emulators/dynamodb/capacity.ts';

/** Write units of partition keys, by `<table or index> <partition key>`. */
export type Heat = {
  put(write: TransactWriteItem): void;
  /** An item that an expression updates: its image before and after. */
  update(key: Key, old: Record<string, unknown> | undefined, now: Record<string, unknown>): void;
  readonly units: ReadonlyMap<string, number>;
  reset(): void;
};

const keySchema = ({ partitionKey, sortKey }: { readonly partitionKey: string; readonly sortKey: string }) => [
  { AttributeName: partitionKey, KeyType: 'HASH' },
  { AttributeName: sortKey, KeyType: 'RANGE' },
];

/** The deployed table, in the words in which capacity is computed. */
const described = {
  KeySchema: keySchema(tableShape),
  GlobalSecondaryIndexes: Object.entries(tableShape.indexes).map(([IndexName, index]) => ({
    IndexName,
    KeySchema: keySchema(index),
    Projection: { ProjectionType: index.projection },
  })),
} as unknown as TableOnEmulator;

const textOf = (item: Item | undefined, name: string): string | undefined => item?.[name]?.S;

/** Adds up where writes of transactions land. Images before are remembered, since indexes pay for what changes. */
export function heatOf(): Heat {
  const images = new Map<string, Item>();
  const units = new Map<string, number>();
  const add = (place: string, partition: string | undefined, count: number): void => {
    if (partition !== undefined) units.set(`${place} ${partition}`, (units.get(`${place} ${partition}`) ?? 0) + count);
  };
  const write = (now: Item): void => {
    const name = `${textOf(now, 'pk')}\n${textOf(now, 'sk')}`;
    const old = images.get(name);
    images.set(name, now);
    const spent = writeUnits({ table: described, key: {}, old, now }, 2);
    add('table', textOf(now, 'pk'), spent.table);
    for (const [index, count] of Object.entries(spent.indexes)) {
      // A move takes an item out of one partition and puts it into another.
      const places = [textOf(old, `${index}Pk`), textOf(now, `${index}Pk`)].filter((one) => one !== undefined);
      for (const place of places) add(index, place, count / places.length);
    }
  };
  return {
    units,
    // The SDK's item is the emulator's in another package's type.
    put: ({ Put }) => (Put?.Item ? write(Put.Item as Item) : undefined),
    update: (key, old, now) => {
      const name = `${key.pk}\n${key.sk}`;
      const image = (item: Record<string, unknown>): Item =>
        marshall({ ...item, ...key }, { removeUndefinedValues: true }) as Item;
      if (old && !images.has(name)) images.set(name, image(old));
      write(image(now));
    },
    reset: () => units.clear(),
  };
}
