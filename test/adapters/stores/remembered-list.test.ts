import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withRememberedList } from '#adapters/dynamodb/stores.ts';
import { memoryRecords } from '#adapters/memory/stores.ts';
import { aConnection } from '#test/support/builders.ts';

describe('a list that is read with every message', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => vi.useRealTimers());

  it('is remembered for two seconds, then shows what was added', async () => {
    const store = memoryRecords([aConnection()]);
    const remembered = withRememberedList(store);
    const ids = async () => (await remembered.list()).map(({ id }) => id);
    expect(await ids()).toStrictEqual(['support-sms']);
    await store.put(aConnection({ id: 'second' }));
    vi.advanceTimersByTime(1999);
    expect(await ids()).toStrictEqual(['support-sms']);
    vi.advanceTimersByTime(1);
    expect(await ids()).toHaveLength(2);
  });
});
