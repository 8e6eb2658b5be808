import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Browsers and whole systems share two cores here: patience costs nothing when all is well.
    expect: { poll: { timeout: 10_000 } },
  },
});
