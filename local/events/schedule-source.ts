import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { FunctionName } from '#functions/catalogue.ts';
import type { VirtualClock } from '../emulators/virtual-clock.ts';
import type { Functions } from '../functions.ts';
import { account, region } from '../names.ts';
import type { EventSource } from './delivery.ts';

type Needs = { readonly functions: Functions; readonly clock: VirtualClock };

/** Real time between two runs: moving the clock by days must not run it hundreds of times in a row. */
const breatherMs = 1000;

/** As EventBridge tells a function that its time has come. */
const eventAt = (time: Date) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account,
  time: time.toISOString(),
  region,
  resources: [],
  detail: {},
});

/** Calls a function whenever the clock, by itself or moved, passes its next time. */
export function startScheduleSource(
  { functions, clock }: Needs,
  { functionName, everyMinutes }: { readonly functionName: FunctionName; readonly everyMinutes: number },
): EventSource {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function run(): Promise<void> {
    const release = clock.working();
    try {
      await functions.invoke(functionName, eventAt(clock.now()));
    } catch {
      // The function has logged why; the next run comes, as in AWS.
    } finally {
      release();
    }
  }

  async function keep(): Promise<void> {
    while (!signal.aborted) {
      await clock.sleepUntil(new Date(clock.now().getTime() + everyMinutes * 60_000), signal);
      await run();
      await wait(breatherMs, undefined, { signal });
    }
  }

  const kept = keep().catch((error: unknown) => {
    if (!signal.aborted) console.error(error);
  });
  return {
    async stop() {
      stopping.abort();
      await kept;
    },
  };
}
