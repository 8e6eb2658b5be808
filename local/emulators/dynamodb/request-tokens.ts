import { createHash } from 'node:crypto';
import type { Level } from 'dynalite/db/index.js';
import type { Changes } from './committer.ts';

type Used = { readonly hash: string; readonly at: number };
/** A token and what it was used for. */
export type TokenUse = { readonly token: string; readonly hash: string };
export type RequestTokens = {
  /** Was this token used, and for the same request? */
  seen(use: TokenUse): 'new' | 'repeated' | 'different';
  /** Remembers a token together with the changes of its request. */
  remember(changes: Changes, use: TokenUse): void;
  /** Removes what is older than ten minutes. */
  forget(): Promise<void>;
};

const prefix = 'parley-token~';
/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const rememberedMs = 10 * 60_000;

export const tokenUse = (token: string, request: unknown): TokenUse => ({
  token,
  hash: createHash('sha256').update(JSON.stringify(request)).digest('base64'),
});

/** Tokens lie by the ten minutes in which they were used, so that old ones are forgotten without being looked at. */
const periodOf = (ms: number): number => Math.floor(ms / rememberedMs);
const folderOf = (period: number): string => `${prefix}${String(period).padStart(10, '0')}~`;

/** Kept in memory too, since the newest are not written yet. */
const newestKept = 1000;

/** The tokens of recent transactions. They are looked up in the database: in memory there would be hundreds of thousands. */
export function openRequestTokens(db: Pick<Level, 'clear' | 'getSync'>): RequestTokens {
  const newest = new Map<string, Used>();
  const usedIn = (period: number, token: string) => db.getSync(folderOf(period) + token) as Used | undefined;
  return {
    seen({ token, hash }) {
      const now = Date.now();
      const used = newest.get(token) ?? usedIn(periodOf(now), token) ?? usedIn(periodOf(now) - 1, token);
      if (used === undefined || used.at < now - rememberedMs) return 'new';
      return used.hash === hash ? 'repeated' : 'different';
    },
    remember(changes, { token, hash }) {
      const used = { hash, at: Date.now() };
      changes.set(folderOf(periodOf(used.at)) + token, used);
      newest.set(token, used);
      const [oldest] = newest.keys();
      if (newest.size > newestKept && oldest !== undefined) newest.delete(oldest);
    },
    forget: () => db.clear({ gte: prefix, lt: folderOf(periodOf(Date.now()) - 1) }),
  };
}
