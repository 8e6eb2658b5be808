import { setTimeout as wait } from 'node:timers/promises';
import type { VirtualClock } from '../emulators/virtual-clock.ts';
import type { Functions } from '../functions.ts';
import type { Dice } from './dice.ts';

/** What every event source needs. */
export type DeliveryNeeds = {
  readonly functions: Functions;
  readonly clock: VirtualClock;
  readonly dice: Dice;
  /** How often something is delivered although it was delivered before; AWS promises "at least once" and no more. */
  readonly duplicates: number;
};

export type EventSource = { stop(): Promise<void> };

const firstPauseMs = 100;
const longestPauseMs = 10_000;

/** Tries until it works or the signal ends it, with growing pauses. */
export async function untilDone(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  for (let pause = firstPauseMs; !signal.aborted; pause = Math.min(pause * 2, longestPauseMs)) {
    try {
      return await work();
    } catch {
      // The function has logged why. What matters here is that it is tried again.
      await wait(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}
