import type { VirtualClock } from '../virtual-clock.ts';
import { type Schedule, timeOf } from './schedule.ts';

/** Calls a Lambda function by its ARN. */
export type Invoke = (functionArn: string, payload: unknown) => Promise<unknown>;

export type DeliveryNeeds = {
  readonly clock: VirtualClock;
  readonly invoke: Invoke;
  /** Delivery is at least once: whether this one happens twice. */
  readonly isTwice: () => boolean;
};

/** Lambda's pauses before it tries an asynchronous invocation again; https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const pausesMs = [60_000, 120_000] as const;

/** Waits for a schedule's time and delivers it; rejects when the signal ends the wait, which then goes on in the next process. */
export async function deliver(needs: DeliveryNeeds, schedule: Schedule, signal: AbortSignal): Promise<void> {
  await needs.clock.sleepUntil(timeOf(schedule), signal);
  const times = needs.isTwice() ? 2 : 1;
  for (let time = 0; time < times; time += 1) await invokeAsynchronously(needs, schedule, signal);
}

async function invokeAsynchronously(needs: DeliveryNeeds, schedule: Schedule, signal: AbortSignal): Promise<void> {
  for (const pauseMs of [...pausesMs, undefined]) {
    if (await succeeds(needs, schedule)) return;
    if (pauseMs === undefined) break;
    await needs.clock.sleepUntil(new Date(needs.clock.now().getTime() + pauseMs), signal);
  }
  console.error(`Schedule ${schedule.Name} would lie in ${schedule.Target.DeadLetterConfig?.Arn ?? 'no dead letters'}`);
}

async function succeeds({ clock, invoke }: DeliveryNeeds, { Target }: Schedule): Promise<boolean> {
  const release = clock.working();
  try {
    await invoke(Target.Arn, JSON.parse(Target.Input));
    return true;
  } catch {
    // The function has logged why.
    return false;
  } finally {
    release();
  }
}
