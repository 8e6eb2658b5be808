import { BatchGetItemCommand, type BatchGetItemCommandOutput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { readGathered } from '#adapters/dynamodb/gathered-reads.ts';

type Keys = readonly Record<string, { S: string }>[];

/** A table in which every key has an item, and that leaves out the first so many keys of its first answers. */
function aTable(leavesOut: readonly number[] = []) {
  const asked: Keys[] = [];
  const client = new DynamoDBClient({ region: 'eu-central-1' });
  client.send = async (command: unknown): Promise<BatchGetItemCommandOutput> => {
    if (!(command instanceof BatchGetItemCommand)) throw new Error('another command');
    const keys = (command.input.RequestItems?.parley?.Keys ?? []) as Keys;
    const left = leavesOut[asked.length] ?? 0;
    asked.push(keys);
    return {
      $metadata: {},
      Responses: { parley: keys.slice(left).filter(({ pk }) => pk?.S !== 'none') },
      ...(left > 0 ? { UnprocessedKeys: { parley: { Keys: [...keys.slice(0, left)] } } } : {}),
    };
  };
  const table = { client, name: 'parley' };
  return { asked, read: (pk: string) => readGathered(table, { pk, sk: 'HEAD' }) };
}

describe('reading items', () => {
  it('asks once for what is wanted at the same time, each key once', async () => {
    const { asked, read } = aTable();
    const found = await Promise.all([read('a'), read('b'), read('a')]);
    expect(found.map((item) => item?.pk)).toStrictEqual([{ S: 'a' }, { S: 'b' }, { S: 'a' }]);
    expect(asked.map((keys) => keys.length)).toStrictEqual([2]);
  });

  it('takes in what is wanted because of the same answer', async () => {
    const { asked, read } = aTable();
    const oneThenOther = async (first: string, second: string) => {
      await read(first);
      await Promise.resolve();
      return read(second);
    };
    await Promise.all([oneThenOther('a', 'c'), oneThenOther('b', 'd')]);
    expect(asked.map((keys) => keys.length)).toStrictEqual([2, 2]);
  });

  it('finds nothing where nothing is', async () => {
    expect(await aTable().read('none')).toBeUndefined();
  });

  it('asks in hundreds, which is what a request takes', async () => {
    const { asked, read } = aTable();
    await Promise.all(Array.from({ length: 150 }, (_, position) => read(`item-${position}`)));
    expect(asked.map((keys) => keys.length)).toStrictEqual([100, 50]);
  });

  it('asks again for keys that a throttled table left out', async () => {
    const { asked, read } = aTable([1, 1]);
    expect((await Promise.all([read('a'), read('b')])).every(Boolean)).toBe(true);
    expect(asked.map((keys) => keys.length)).toStrictEqual([2, 1, 1]);
  });

  it('fails when they stay left out, instead of taking them for missing', async () => {
    const { read } = aTable([1, 1, 1, 1]);
    await expect(read('a')).rejects.toThrow('left 1 keys unread');
  });
});
