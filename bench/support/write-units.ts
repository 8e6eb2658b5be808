import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import type { Table as TableOnEmulator } from 'dynalite/db/index.js';
import { itemSize } from 'dynalite/db/index.js';
import type { Table } from '#adapters/dynamodb/table.ts';
import { writeUnits } from '#local/emulators/dynamodb/capacity.ts';
import type { Change } from '#local/emulators/dynamodb/change.ts';
import type { StreamRecord } from '#local/emulators/dynamodb/stream.ts';
import { addTo } from './counted-calls.ts';

/** Write units by item kind, then by where they are spent: the table or an index. */
export type UnitsByKind = ReadonlyMap<string, ReadonlyMap<string, number>>;

export type WriteMeter = {
  readonly take: (records: readonly StreamRecord[]) => void;
  readonly units: UnitsByKind;
  total(): number;
  /** Bytes that the table has grown by. */
  grown(): number;
  reset(): void;
};

/** What an item is, told by its keys; `access-patterns.ts` has them all. */
export function kindOf(pk: string, sk: string): string {
  if (sk === 'HEAD') return 'conversation head';
  if (sk.startsWith('EVENT#')) return 'events';
  if (pk.startsWith('RECEIPT#')) return 'claim';
  return pk.split('#')[0]?.toLowerCase() ?? pk;
}

/** Written in transactions, which bill the table's part twice; everything else that a message causes is written alone. */
const writtenTogether = new Set(['conversation head', 'events', 'claim', 'customer', 'identity', 'agent']);

/** Adds up what the writes of these stream records are billed. */
export async function meterOf(table: Table): Promise<WriteMeter> {
  const { Table: description } = await table.client.send(new DescribeTableCommand({ TableName: table.name }));
  // The emulator describes its table in the SDK's words and computes on its own type of the same shape.
  const described = description as unknown as TableOnEmulator;
  const units = new Map<string, Map<string, number>>();
  let bytes = 0;

  return {
    units,
    take(records) {
      for (const change of records.map((record) => changeIn(record, described))) {
        const kind = kindOf(change.key.pk?.S ?? '', change.key.sk?.S ?? '');
        const spent = writeUnits(change, writtenTogether.has(kind) ? 2 : 1);
        for (const [place, count] of Object.entries({ table: spent.table, ...spent.indexes }))
          addTo(units, [kind, place], count);
        bytes += sizeOf(change.now) - sizeOf(change.old);
      }
    },
    total: () => [...units.values()].flatMap((places) => [...places.values()]).reduce((sum, one) => sum + one, 0),
    grown: () => bytes,
    reset() {
      units.clear();
      bytes = 0;
    },
  };
}

const sizeOf = (item: Change['now']): number => (item ? itemSize(item) : 0);

/** A stream record holds what the write changed, in another package's type of the same shape. */
function changeIn({ dynamodb }: StreamRecord, table: TableOnEmulator): Change {
  const { Keys: key = {}, OldImage: old, NewImage: now } = dynamodb;
  return { table, key, old, now } as Change;
}
