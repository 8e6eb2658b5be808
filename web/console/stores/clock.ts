import { useSyncExternalStore } from 'react';

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
): Shown => useSyncExternalStore(subscribe, () => show(Date.now()));
