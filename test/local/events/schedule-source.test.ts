import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createVirtualClock } from '#local/emulators/virtual-clock.ts';
import { startScheduleSource } from '#local/events/schedule-source.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

function started() {
  const clock = createVirtualClock();
  const calls: unknown[] = [];
  const functions = { invoke: async (_name: string, event: unknown) => void calls.push(event) };
  const source = startScheduleSource({ functions, clock }, { functionName: 'pollSources', everyMinutes: 5 });
  stops.push(source.stop);
  return { clock, calls };
}

describe('a function on a schedule', () => {
  it('runs when the clock passes its time, and not before', async () => {
    const { clock, calls } = started();
    await clock.advance(4 * 60_000);
    expect(calls).toEqual([]);
    await clock.advance(60_000);
    expect(calls).toMatchObject([{ 'detail-type': 'Scheduled Event', source: 'aws.events' }]);
  });

  it('runs once, and not hundreds of times, when the clock is moved by days', async () => {
    const { clock, calls } = started();
    await clock.advance(2 * 86_400_000);
    await wait(20);
    expect(calls).toHaveLength(1);
  });
});
