import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { readJson, writeJson } from './durable-file.ts';

/** A clock that runs with real time and can be moved forward. */
export type VirtualClock = {
  now(): Date;
  /** Resolves when the clock reaches the instant, by real time or by `advance`. */
  sleepUntil(instant: Date, signal?: AbortSignal): Promise<void>;
  /** Moves time forward, waking sleepers in order of their due time and letting each one's consequences settle. */
  advance(ms: number): Promise<void>;
  /** Says that consequences of a wake-up are under way; `advance` waits until the returned function is called. */
  working(): () => void;
};

type Sleeper = { readonly due: number; readonly wake: () => void };

/** setTimeout fires at once above this (about 24.8 days). */
const longestTimeoutMs = 2 ** 31 - 1;
/** Time for work that announces itself nowhere, such as a promise chain that registers the next sleeper. */
const quietMs = 5;
/** A task that hangs must not hang the clock with it. */
const patienceMs = 10_000;

const $Saved = z.object({ offsetMs: z.number() });

/** Creates a clock; with a file its offset from real time survives a restart. */
export function createVirtualClock({ file }: { readonly file?: string | undefined } = {}): VirtualClock {
  const offset = persistentOffset(file);
  const under = new Set<symbol>();
  const sleepers = createSleepers(() => Date.now() + offset.ms());
  let moving: Promise<void> = Promise.resolve();

  async function move(ms: number): Promise<void> {
    const targetOffset = offset.ms() + ms;
    const target = Date.now() + targetOffset;
    await settled(under);
    for (let next = sleepers.earliest(); next !== undefined && next <= target; next = sleepers.earliest()) {
      offset.raiseTo(Math.min(next - Date.now(), targetOffset));
      sleepers.wakeEarliest();
      await settled(under);
    }
    offset.raiseTo(targetOffset);
    sleepers.arm();
  }

  return {
    now: () => new Date(Date.now() + offset.ms()),
    sleepUntil: (instant, signal) => sleepers.add(instant.getTime(), signal),
    advance(ms) {
      moving = moving.catch(() => undefined).then(() => move(ms));
      return moving;
    },
    working() {
      const work = Symbol('work');
      under.add(work);
      return () => void under.delete(work);
    },
  };
}

async function settled(under: ReadonlySet<symbol>): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  do await delay(quietMs);
  while (under.size > 0 && performance.now() < giveUpAt);
}

function persistentOffset(file: string | undefined) {
  const saved = file === undefined ? undefined : readJson(file);
  let offsetMs = saved === undefined ? 0 : $Saved.parse(saved).offsetMs;
  return {
    ms: () => offsetMs,
    /** Time never runs backwards. */
    raiseTo(ms: number): void {
      if (ms <= offsetMs) return;
      offsetMs = ms;
      if (file !== undefined) writeJson(file, { offsetMs });
    },
  };
}

/** The sleepers in order of their due time, and the one real timer that wakes the earliest. */
function createSleepers(now: () => number) {
  const waiting: Sleeper[] = [];
  let timer: NodeJS.Timeout | undefined;

  function arm(): void {
    clearTimeout(timer);
    const first = waiting[0];
    if (first === undefined) return;
    timer = setTimeout(wakeDue, Math.min(Math.max(first.due - now(), 0), longestTimeoutMs)).unref();
  }

  function wakeEarliest(): void {
    waiting.shift()?.wake();
  }

  function wakeDue(): void {
    for (let first = waiting[0]; first !== undefined && first.due <= now(); first = waiting[0]) wakeEarliest();
    arm();
  }

  function add(due: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const sleeper: Sleeper = { due, wake: resolve };
      const after = waiting.findIndex((other) => other.due > due);
      waiting.splice(after === -1 ? waiting.length : after, 0, sleeper);
      const giveUp = () => {
        const at = waiting.indexOf(sleeper);
        if (at !== -1) waiting.splice(at, 1);
        arm();
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      arm();
    });
  }

  return { add, arm, wakeEarliest, earliest: () => waiting[0]?.due };
}
