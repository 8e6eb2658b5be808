import { useSyncExternalStore } from 'react';

/** How far the server's clock is ahead of this machine's, as far as it was told. */
let aheadMs = 0;
/** Less is the time a frame takes. */
const toleratedMs = 2000;

/** The server's time: promises run by it, whatever this machine believes. */
export const nowMs = (): number => Date.now() + aheadMs;

/** The server said what time it is. */
export const hearTime = (now: string): void => {
  const ahead = Date.parse(now) - Date.now();
  if (Math.abs(ahead - aheadMs) > toleratedMs) aheadMs = ahead;
};

/** Something has happened, so it is at least this late. */
export const hearHappened = (at: string): void => {
  if (Date.parse(at) > nowMs() + toleratedMs) hearTime(at);
};

/** One timer for every countdown on the screen. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
};

/** Text (or another primitive) that depends on the time; renders again only when it reads differently. */
export const useTicking = <Shown extends string | number | boolean | undefined>(
  show: (nowMs: number) => Shown,
): Shown => useSyncExternalStore(subscribe, () => show(nowMs()));
