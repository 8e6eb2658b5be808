import { describe, expect, it, vi } from 'vitest';
import { openRequestTokens, tokenUse } from '#local/emulators/dynamodb/request-tokens.ts';

/** A database in which what was remembered is written at once. */
function tokensOnDisk() {
  const stored = new Map<string, unknown>();
  const tokens = openRequestTokens({
    getSync: (key) => stored.get(key),
    async clear({ gte = '', lt = '' }) {
      for (const key of stored.keys()) if (key >= gte && key < lt) stored.delete(key);
    },
  });
  return { stored, tokens, use: (token: string) => tokens.remember(stored, tokenUse(token, 'one request')) };
}

describe('tokens of requests', () => {
  it('are known as long as they count, however many came after them', () => {
    const { tokens, use } = tokensOnDisk();
    for (let n = 0; n < 3000; n += 1) use(`token-${n}`);
    expect(tokens.seen(tokenUse('token-0', 'one request'))).toBe('repeated');
    expect(tokens.seen(tokenUse('token-0', 'another request'))).toBe('different');
    expect(tokens.seen(tokenUse('token-3000', 'one request'))).toBe('new');
  });

  it('are known before they are written', () => {
    const tokens = openRequestTokens({ getSync: () => undefined, clear: async () => undefined });
    tokens.remember(new Map(), tokenUse('token', 'one request'));
    expect(tokens.seen(tokenUse('token', 'one request'))).toBe('repeated');
  });

  it('count for ten minutes, and are removed soon after', async () => {
    vi.useFakeTimers({ now: new Date('2026-11-22T12:09:00.000Z') });
    try {
      const { stored, tokens, use } = tokensOnDisk();
      use('token');
      vi.setSystemTime(new Date('2026-11-22T12:18:59.000Z'));
      await tokens.forget();
      expect(tokens.seen(tokenUse('token', 'one request'))).toBe('repeated');
      vi.setSystemTime(new Date('2026-11-22T12:19:01.000Z'));
      expect(tokens.seen(tokenUse('token', 'one request'))).toBe('new');
      vi.setSystemTime(new Date('2026-11-22T12:30:01.000Z'));
      await tokens.forget();
      expect(stored.size).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
