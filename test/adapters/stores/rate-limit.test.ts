import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCursorStore } from '#adapters/dynamodb/cursor-store.ts';
import { createRateLimitStore } from '#adapters/dynamodb/rate-limit-store.ts';
import { firstCursor } from '#domain/polling/cursor.ts';
import { at } from '#test/support/builders.ts';
import { startTable } from '#test/support/dynamodb.ts';

let started: Awaited<ReturnType<typeof startTable>>;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

describe('counting in windows', () => {
  it('lets as many through as are allowed, then tells how long to wait', async () => {
    const countOne = createRateLimitStore(started.table, () => new Date(at('12:50')));
    const limit = { key: 'form#ip#hash', most: 2, windowSeconds: 3600 };
    expect(await countOne(limit)).toBeUndefined();
    expect(await countOne(limit)).toBeUndefined();
    expect(await countOne(limit)).toBe(600);
    expect(await countOne({ ...limit, key: 'form#ip#other' })).toBeUndefined();
  });

  it('begins anew with the next window', async () => {
    let now = new Date(at('12:59'));
    const countOne = createRateLimitStore(started.table, () => now);
    const limit = { key: 'form#email#hash', most: 1, windowSeconds: 3600 };
    await countOne(limit);
    expect(await countOne(limit)).toBe(60);
    now = new Date(at('13:00'));
    expect(await countOne(limit)).toBeUndefined();
  });
});

describe('cursors', () => {
  it('are kept as they were put, and there is none before', async () => {
    const cursors = createCursorStore(started.table);
    expect(await cursors.get('reviews')).toBeUndefined();
    const cursor = { ...firstCursor('reviews'), position: '42', seen: ['a'], notBefore: at('13:00') };
    await cursors.put(cursor);
    expect(await cursors.get('reviews')).toEqual(cursor);
  });
});
