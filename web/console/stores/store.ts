import { useSyncExternalStore } from 'react';

/** A value that outlives components, and those who follow it. */
export type Store<Value> = {
  get(): Value;
  set(next: Value): void;
  update(change: (current: Value) => Value): void;
  subscribe(listener: () => void): () => void;
};

export const createStore = <Value>(initial: Value): Store<Value> => {
  const listeners = new Set<() => void>();
  let value = initial;
  const set = (next: Value): void => {
    if (Object.is(next, value)) return;
    value = next;
    for (const listener of listeners) listener();
  };
  return {
    get: () => value,
    set,
    update: (change) => set(change(value)),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

/** Renders again only when the selected part is another one. */
export const useStore = <Value, Part>(store: Store<Value>, select: (value: Value) => Part): Part =>
  useSyncExternalStore(store.subscribe, () => select(store.get()));
