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
  /** Adds the removal of what is older than ten minutes. */
  forget(changes: Changes): void;
};

const prefix = 'parley-token~';
/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const rememberedMs = 10 * 60_000;

export const tokenUse = (token: string, request: unknown): TokenUse => ({
  token,
  hash: createHash('sha256').update(JSON.stringify(request)).digest('base64'),
});

/** Loads the tokens of recent transactions. */
export async function openRequestTokens(db: Level): Promise<RequestTokens> {
  const stored = (await db.iterator({ gte: prefix, lt: `${prefix}\xff` }).all()) as [string, Used][];
  const tokens = new Map(
    stored.toSorted(([, a], [, b]) => a.at - b.at).map(([key, used]) => [key.slice(prefix.length), used]),
  );
  return {
    seen({ token, hash }) {
      const used = tokens.get(token);
      if (used === undefined) return 'new';
      return used.hash === hash ? 'repeated' : 'different';
    },
    remember(changes, { token, hash }) {
      const used = { hash, at: Date.now() };
      tokens.set(token, used);
      changes.set(prefix + token, used);
    },
    forget(changes) {
      const before = Date.now() - rememberedMs;
      for (const [token, { at }] of tokens) {
        if (at >= before) return;
        tokens.delete(token);
        changes.set(prefix + token, undefined);
      }
    },
  };
}
