import { describe, expect, it } from 'vitest';
import { killRounds } from './kill/kill-rounds.ts';

describe('the local system, killed with SIGKILL while two writers post', () => {
  it('has every text that it accepted, once', async () => {
    const said: string[] = [];
    const wrong = await killRounds({ rounds: 1, seed: 1, say: (line) => said.push(line) });
    expect(wrong).toEqual([]);
    expect(said.join('\n')).toMatch(/kill 1 of 1: [1-9]\d* texts accepted/);
  }, 180_000);
});
