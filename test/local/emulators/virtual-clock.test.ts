import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as realTime } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createVirtualClock } from '#local/emulators/virtual-clock.ts';

const minute = 60_000;
const day = 86_400_000;
const start = new Date('2026-11-20T09:00:00.000Z');
const startPlus = (ms: number) => new Date(start.getTime() + ms);

beforeEach(() => {
  vi.useFakeTimers({ now: start });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a clock that is moved', () => {
  it('runs with real time until then', async () => {
    const clock = createVirtualClock();
    await vi.advanceTimersByTimeAsync(5000);
    expect(clock.now()).toEqual(startPlus(5000));
  });

  it('wakes sleepers in order of their due time, each at its own time', async () => {
    const clock = createVirtualClock();
    const woken: [string, number][] = [];
    const sleep = async (name: string, ms: number) => {
      await clock.sleepUntil(startPlus(ms));
      woken.push([name, Math.round((clock.now().getTime() - start.getTime()) / minute)]);
    };
    const sleepers = [sleep('late', 60 * minute), sleep('early', 10 * minute), sleep('middle', 30 * minute)];
    await clock.advance(2 * 60 * minute);
    await Promise.all(sleepers);
    expect(woken).toEqual([
      ['early', 10],
      ['middle', 30],
      ['late', 60],
    ]);
  });

  it('wakes what a wake-up puts to sleep before what is due after that', async () => {
    const clock = createVirtualClock();
    const woken: string[] = [];
    const chain = async () => {
      await clock.sleepUntil(startPlus(10 * minute));
      woken.push('first');
      await clock.sleepUntil(startPlus(20 * minute));
      woken.push('second');
    };
    const late = clock.sleepUntil(startPlus(30 * minute)).then(() => woken.push('late'));
    const chained = chain();
    await clock.advance(60 * minute);
    await Promise.all([chained, late]);
    expect(woken).toEqual(['first', 'second', 'late']);
  });

  it('waits for announced work before it goes on', async () => {
    const clock = createVirtualClock();
    const happened: string[] = [];
    const work = async () => {
      await clock.sleepUntil(startPlus(minute));
      const done = clock.working();
      await realTime(50);
      happened.push('work');
      done();
    };
    const later = clock.sleepUntil(startPlus(2 * minute)).then(() => happened.push('later'));
    const working = work();
    await clock.advance(5 * minute);
    await Promise.all([working, later]);
    expect(happened).toEqual(['work', 'later']);
  });

  it('leaves asleep what is due later than it was moved to', async () => {
    const clock = createVirtualClock();
    const woken: string[] = [];
    const sleeper = clock.sleepUntil(startPlus(2 * day)).then(() => woken.push('sleeper'));
    await clock.advance(day);
    expect(woken).toEqual([]);
    await clock.advance(day);
    await sleeper;
    expect(woken).toEqual(['sleeper']);
  });

  it('wakes by real time too, also beyond what setTimeout can count', async () => {
    const clock = createVirtualClock();
    const woken: string[] = [];
    const sleeper = clock.sleepUntil(startPlus(40 * day)).then(() => woken.push('sleeper'));
    await vi.advanceTimersByTimeAsync(39 * day);
    expect(woken).toEqual([]);
    await vi.advanceTimersByTimeAsync(day);
    await sleeper;
    expect(woken).toEqual(['sleeper']);
  });

  it('lets a sleeper be called off', async () => {
    const clock = createVirtualClock();
    const calling = new AbortController();
    const sleeper = clock.sleepUntil(startPlus(day), calling.signal);
    calling.abort(new Error('called off'));
    await expect(sleeper).rejects.toThrow('called off');
  });
});

describe('a clock with a file', () => {
  it('is as far ahead after a restart', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'clock-'));
    const file = join(dir, 'clock.json');
    await createVirtualClock({ file }).advance(3 * day);
    const realNow = Date.now();
    expect(createVirtualClock({ file }).now().getTime() - realNow).toBe(3 * day);
    await rm(dir, { recursive: true });
  });
});
