import { describe, expect, it } from 'vitest';
import type { Cursor } from '#domain/polling/cursor.ts';
import { type PollingNeeds, pollConnection } from '#domain/polling/poll-connection.ts';
import type { PollAnswer, PolledItem, PollSource } from '#domain/polling/ports.ts';
import { aConnection, noon } from '#test/support/builders.ts';

const connection = aConnection({ id: 'reviews', provider: 'google-play', channel: 'review' });
const anItem = (id: string): PolledItem => ({ id, about: 'r-1', body: `{"id":"${id}"}` });
const found = (ids: readonly string[], position: string): PollAnswer => ({
  kind: 'items',
  items: ids.map(anItem),
  position,
});

function world(ask: PollSource, overrides: Partial<PollingNeeds> = {}) {
  const cursors = new Map<string, Cursor>();
  const taken: string[] = [];
  const asked: (string | undefined)[] = [];
  let now = new Date(noon);
  let writes = 0;
  const needs: PollingNeeds = {
    cursors: {
      get: async (id) => cursors.get(id),
      put: async (cursor) => {
        writes += 1;
        cursors.set(cursor.connectionId, cursor);
      },
    },
    ask: (one, position) => {
      asked.push(position);
      return ask(one, position);
    },
    handOver: async (_, { id }) => void taken.push(id),
    now: () => now,
    ...overrides,
  };
  return {
    poll: () => pollConnection(needs, connection),
    taken,
    asked,
    writes: () => writes,
    cursor: () => cursors.get('reviews'),
    pass: (minutes: number) => {
      now = new Date(now.getTime() + minutes * 60_000);
    },
  };
}

describe('polling a connection', () => {
  it('hands over what is new and asks from there the next time', async () => {
    const { poll, taken, asked } = world(async (_, position) =>
      position === undefined ? found(['a', 'b'], '2') : found([], '2'),
    );
    expect(await poll()).toEqual({ kind: 'read', handedOver: 2 });
    expect(await poll()).toEqual({ kind: 'read', handedOver: 0 });
    expect(taken).toEqual(['a', 'b']);
    expect(asked).toEqual([undefined, '2']);
  });

  it('does not hand over again what the overlap brings back', async () => {
    const answers = [found(['a', 'b'], '2'), found(['b', 'c'], '3')];
    const { poll, taken } = world(async () => answers.shift() ?? found([], '3'));
    await poll();
    await poll();
    expect(taken).toEqual(['a', 'b', 'c']);
  });

  it('writes nothing when nothing is new', async () => {
    const { poll, writes } = world(async () => found(['a'], '1'));
    await poll();
    await poll();
    expect(writes()).toBe(1);
  });

  it('stays where it was when the queue does not take an item', async () => {
    let isDown = true;
    const taken: string[] = [];
    const { poll, cursor, pass } = world(async () => found(['a', 'b'], '2'), {
      handOver: async (_, { id }) => {
        if (isDown && id === 'b') throw new Error('the queue is down');
        taken.push(id);
      },
    });
    expect(await poll()).toMatchObject({ kind: 'failed', isAlarming: false });
    expect(cursor()?.position).toBeUndefined();
    isDown = false;
    pass(5);
    await poll();
    expect(taken).toEqual(['a', 'a', 'b']);
    expect(cursor()).toMatchObject({ position: '2', failures: 0 });
  });

  it('leaves the provider alone for as long as it asks', async () => {
    const answers: PollAnswer[] = [{ kind: 'limited', afterSeconds: 600 }, found(['a'], '1')];
    const { poll, pass, taken } = world(async () => answers.shift() ?? found([], '1'));
    expect(await poll()).toEqual({ kind: 'postponed', afterSeconds: 600 });
    pass(9);
    expect(await poll()).toEqual({ kind: 'not-due' });
    pass(1);
    expect(await poll()).toEqual({ kind: 'read', handedOver: 1 });
    expect(taken).toEqual(['a']);
  });

  it('waits longer after each failure, and calls for help at the third', async () => {
    const { poll, pass } = world(async () => {
      throw new Error('HTTP 500');
    });
    expect(await poll()).toMatchObject({ kind: 'failed', isAlarming: false });
    expect(await poll()).toEqual({ kind: 'not-due' });
    pass(5);
    expect(await poll()).toMatchObject({ kind: 'failed', isAlarming: false });
    pass(5);
    expect(await poll()).toEqual({ kind: 'not-due' });
    pass(5);
    expect(await poll()).toMatchObject({ kind: 'failed', isAlarming: true });
  });

  it('calls for help at once when the provider refuses, since that does not pass by itself', async () => {
    const { poll } = world(async () => ({ kind: 'refused', reason: 'the key is not accepted' }));
    expect(await poll()).toEqual({ kind: 'failed', isAlarming: true, reason: 'the key is not accepted' });
  });

  it('never pauses longer than six hours', async () => {
    const { poll, pass, cursor } = world(async () => {
      throw new Error('HTTP 500');
    });
    for (let days = 0; days < 20; days += 1) {
      await poll();
      pass(6 * 60);
    }
    expect(cursor()?.failures).toBe(20);
  });
});
