import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Much of it waits for browsers and whole systems: on two cores one worker, the default, takes half as long again.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Browsers and whole systems share two cores here: patience costs nothing when all is well.
    expect: { poll: { timeout: 10_000 } },
  },
});
