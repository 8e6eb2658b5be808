import type { Level } from 'dynalite/db/index.js';

/** New values by database key; `undefined` deletes. */
export type Changes = Map<string, unknown>;

/**
 * Writes in order and in groups: what arrives while a LevelDB batch is being written goes into the next one.
 * A batch is atomic and is in the operating system's hands when it is acknowledged, so it survives a killed process.
 */
export type Committer = {
  /** The newest value, whether or not it is durable yet. */
  read(key: string): unknown;
  /** Makes all changes durable together; `afterwards` is called in the order of the calls. */
  write(changes: Changes, afterwards?: () => void): void;
  /** Resolves when everything that `read` can see is durable. An answer that rests on a read must wait for it. */
  settled(): Promise<void>;
};

type Group = { readonly changes: Changes; readonly afterwards: (() => void)[] };
const emptyGroup = (): Group => ({ changes: new Map(), afterwards: [] });

/** Creates the only writer of a database. A batch that fails is final: every later write fails with it. */
export function createCommitter(db: Level): Committer {
  let waiting = emptyGroup();
  let underWay = emptyGroup();
  let current: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;

  async function flush(): Promise<void> {
    underWay = waiting;
    waiting = emptyGroup();
    if (next !== undefined) current = next;
    next = undefined;
    await db.batch(Array.from(underWay.changes, operation));
    const { afterwards } = underWay;
    underWay = emptyGroup();
    for (const call of afterwards) call();
  }

  return {
    read(key) {
      if (waiting.changes.has(key)) return waiting.changes.get(key);
      return underWay.changes.has(key) ? underWay.changes.get(key) : db.getSync(key);
    },
    write(changes, afterwards) {
      for (const [key, value] of changes) waiting.changes.set(key, value);
      if (afterwards) waiting.afterwards.push(afterwards);
      if (next !== undefined) return;
      next = current.then(flush);
      next.catch(() => undefined);
    },
    settled: () => next ?? current,
  };
}

const operation = ([key, value]: [string, unknown]) =>
  value === undefined ? { type: 'del', key } : { type: 'put', key, value };
