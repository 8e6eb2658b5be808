import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type AttributeValue, DescribeTimeToLiveCommand, paginateQuery, paginateScan } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDynamoDb } from '#local/emulators/dynamodb/start-dynamodb.ts';
import type { StreamRecord } from '#local/emulators/dynamodb/stream.ts';
import { createVirtualClock } from '#local/emulators/virtual-clock.ts';
import { clientFor, tableName } from './dynamodb-table.ts';

const rounds = 3;
const acknowledgedBeforeKill = 150;
const writer = join(import.meta.dirname, 'dynamodb-crash-writer.ts');

type Item = Record<string, AttributeValue>;
type Aftermath = {
  readonly items: readonly Item[];
  readonly indexed: readonly Item[];
  readonly stream: readonly StreamRecord[];
  readonly expiry: string | undefined;
};

/** Lets a process write, kills it in the middle of that, and says what it had acknowledged. */
async function writeUntilKilled(path: string, round: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [writer, path, String(round)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged: string[] = [];
  for await (const name of createInterface({ input: child.stdout })) {
    acknowledged.push(name);
    if (acknowledged.length === acknowledgedBeforeKill) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
  return acknowledged;
}

async function inspect(path: string): Promise<Aftermath> {
  const dynamoDb = await startDynamoDb({ path, clock: createVirtualClock() });
  const client = clientFor(dynamoDb.endpoint);
  const items: Item[] = [];
  for await (const page of paginateScan({ client }, { TableName: tableName })) items.push(...(page.Items ?? []));
  const indexed: Item[] = [];
  const index = {
    TableName: tableName,
    IndexName: 'gsi1',
    KeyConditionExpression: 'g1p = :all',
    ExpressionAttributeValues: { ':all': { S: 'all' } },
  };
  for await (const page of paginateQuery({ client }, index)) indexed.push(...(page.Items ?? []));
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: tableName }));
  const stream = await dynamoDb.readStream(undefined, 100_000);
  client.destroy();
  await dynamoDb.stop();
  return { items, indexed, stream, expiry: TimeToLiveDescription?.AttributeName };
}

const nameOf = (item: Item | StreamRecord['dynamodb']['Keys']) => `${item?.pk?.S} ${item?.sk?.S}`;
const sortedNames = (items: readonly Item[]) => items.map(nameOf).toSorted();
const sorted = (items: Iterable<Item>) => [...items].toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));

/** What the table holds if nothing but the stream's records happened to it, each on top of the one before. */
function replayed(stream: readonly StreamRecord[]): readonly Item[] {
  const table = new Map<string, Item>();
  for (const { dynamodb } of stream) {
    const name = nameOf(dynamodb.Keys);
    expect(dynamodb.OldImage).toEqual(table.get(name));
    if (dynamodb.NewImage) table.set(name, dynamodb.NewImage as unknown as Item);
    else table.delete(name);
  }
  return sorted(table.values());
}

describe('a database whose process is killed while it writes', () => {
  let path: string;
  let aftermath: Aftermath;
  const acknowledged: string[] = [];
  beforeAll(async () => {
    path = await mkdtemp(join(tmpdir(), 'dynamodb-crash-'));
    for (let round = 0; round < rounds; round += 1) acknowledged.push(...(await writeUntilKilled(path, round)));
    aftermath = await inspect(path);
  }, 60_000);
  afterAll(() => rm(path, { recursive: true, force: true }));

  const names = (side: string) => aftermath.items.filter((item) => item.pk?.S === side).map((item) => item.sk?.S ?? '');

  it('has every transaction that was acknowledged', () => {
    expect(acknowledged.length).toBeGreaterThanOrEqual(rounds * acknowledgedBeforeKill);
    const written = new Set(names('left'));
    expect(acknowledged.filter((name) => !written.has(name))).toEqual([]);
  });

  it('has every transaction wholly or not at all', () => {
    const counter = aftermath.items.find((item) => nameOf(item) === 'counter transactions');
    expect(names('right').toSorted()).toEqual(names('left').toSorted());
    expect(Number(counter?.c?.N)).toBe(names('left').length);
  });

  it('has in its index what it has in the table', () => {
    const expected = aftermath.items.filter((item) => item.g1p?.S === 'all');
    expect(sortedNames(aftermath.indexed)).toEqual(sortedNames(expected));
  });

  it('has a stream that tells exactly what happened, once and in order', () => {
    const sequences = aftermath.stream.map(({ dynamodb }) => Number(dynamodb.SequenceNumber));
    expect(sequences).toEqual(sequences.map((_, at) => at + 1));
    expect(replayed(aftermath.stream)).toEqual(sorted(aftermath.items));
  });

  it('still knows its expiry attribute', () => {
    expect(aftermath.expiry).toBe('ttl');
  });
});
