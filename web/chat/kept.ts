import type { Line } from './log.ts';

/** What outlives a reload: the session's token, and what was written and is not taken yet. */
export type Kept = {
  token(): string | undefined;
  keepToken(token: string): void;
  waiting(): readonly Line[];
  keepWaiting(lines: readonly Line[]): void;
};

export type KeptIn = Pick<Storage, 'getItem' | 'setItem'>;

/** A browser may refuse to keep anything; then a reload begins anew. */
function read(storage: KeptIn, key: string): string | undefined {
  try {
    return storage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(storage: KeptIn, key: string, value: string): void {
  try {
    storage.setItem(key, value);
  } catch {
    // Full, or forbidden.
  }
}

function listIn(text: string | undefined): readonly Line[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(list) ? (list as Line[]) : [];
  } catch {
    return [];
  }
}

/** Kept apart for each chat. */
export function keptIn(storage: KeptIn, api: string): Kept {
  const [tokenKey, waitingKey] = [`parley-chat-token ${api}`, `parley-chat-waiting ${api}`];
  return {
    token: () => read(storage, tokenKey),
    keepToken: (token) => write(storage, tokenKey, token),
    waiting: () => listIn(read(storage, waitingKey)),
    keepWaiting: (lines) => write(storage, waitingKey, JSON.stringify(lines)),
  };
}
