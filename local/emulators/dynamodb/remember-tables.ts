import type { Level, Table } from 'dynalite/db/index.js';

/** As dynalite calls them: with a callback, or without for a promise. */
type Done = (error: Error | null, value?: unknown) => void;
type Get = (key: string, done?: Done) => unknown;
type Write = (key: string, ...rest: unknown[]) => unknown;

const isTable = (key: string): boolean => key.startsWith('table~');

const isActive = (value: unknown): value is Table => (value as Table | undefined)?.TableStatus === 'ACTIVE';

/**
 * Every request asks for the description of its table, some several times. It is read and decoded once, and again when an
 * operation on tables has changed it. Whoever gets it by `getSync` must not change it.
 */
export function rememberTables(db: Level): void {
  const known = new Map<string, Table>();
  const { getSync } = db;
  const { get, put, del } = db as unknown as { readonly get: Get; readonly put: Write; readonly del: Write };

  function remembered(key: string): unknown {
    const value = known.get(key) ?? getSync.call(db, key);
    if (isActive(value)) known.set(key, value);
    return value;
  }

  /** Forgets before the write and after it: whoever asks in between is told what was. */
  const forgetting =
    (write: Write): Write =>
    (key, ...rest) => {
      if (!isTable(key)) return write.call(db, key, ...rest);
      const forgetAfter = rest.map((given) => (typeof given === 'function' ? forgettingFirst(given as Done) : given));
      known.clear();
      return write.call(db, key, ...forgetAfter);
    };
  const forgettingFirst =
    (done: Done): Done =>
    (...answer) => {
      known.clear();
      done(...answer);
    };

  Object.assign(db, {
    put: forgetting(put),
    del: forgetting(del),
    getSync: (key: string) => (isTable(key) ? remembered(key) : getSync.call(db, key)),
    get: (key: string, done?: Done) => {
      if (!done || !known.has(key)) return get.call(db, key, done);
      return setImmediate(done, null, structuredClone(known.get(key)));
    },
  });
}
