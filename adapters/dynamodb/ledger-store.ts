import * as z from 'zod';
import { dayOf, type LedgerLine, type LedgerStore } from '#domain/channels/ledger.ts';
import { accessPatterns, ledgerShards } from './access-patterns.ts';
import { type Item, type Key, putItem, query, type Table, takeItem } from './table.ts';

/** Long enough to look into last month. */
const keptForDays = 60;

const base = { connectionId: z.string(), receivedAt: z.string(), itemId: z.string() };
const $Line = z.discriminatedUnion('outcome', [
  z.object({ ...base, outcome: z.literal('quarantined'), quarantineId: z.string() }),
  z.object({ ...base, outcome: z.literal('dropped'), rule: z.string() }),
]);
const $Placed = z.object({ key: z.string(), conversationId: z.string(), kindSk: z.string() });

const keyOf = ({
  connectionId,
  receivedAt,
  itemId,
}: Pick<LedgerLine, 'connectionId' | 'receivedAt' | 'itemId'>): Key => ({
  pk: accessPatterns.ledgerOfDay.partition(connectionId, dayOf(receivedAt)),
  sk: accessPatterns.ledgerOfDay.sort(receivedAt, itemId),
});

function placedLine(connectionId: string, item: Item): LedgerLine {
  const { key, conversationId, kindSk } = $Placed.parse(item);
  const receivedAt = kindSk.slice(0, kindSk.indexOf('#'));
  return { connectionId, receivedAt, itemId: key, outcome: 'placed', conversationId };
}

/** The ledger on DynamoDB: placed lines are the claims, by their index; the others are items of their own. */
export const createLedgerStore = (table: Table): LedgerStore => ({
  note: (line) =>
    putItem(table, {
      ...keyOf(line),
      ...line,
      expiresAt: Math.floor(Date.parse(line.receivedAt) / 1000) + keptForDays * 86_400,
    }),
  settle: async (line) => void (await takeItem(table, keyOf(line))),
  async ofDay(connectionId, day) {
    const { placedOfDay, ledgerOfDay } = accessPatterns;
    const shards = Array.from({ length: ledgerShards }, (_, shard) => placedOfDay.partition(connectionId, day, shard));
    const [others, ...placed] = await Promise.all([
      query(table, { index: ledgerOfDay.index, partition: ledgerOfDay.partition(connectionId, day) }),
      ...shards.map((partition) => query(table, { index: placedOfDay.index, partition })),
    ]);
    return [
      ...placed.flat().map((item) => placedLine(connectionId, item)),
      ...others.map((item) => $Line.parse(item)),
    ].toSorted((one, other) => one.receivedAt.localeCompare(other.receivedAt));
  },
});
