import { describe, expect, it } from 'vitest';
import { net } from '../corpus.ts';

/** Outcomes only: what the cases may cost is for `npm run hostile` to say. */
const groups = Map.groupBy(
  net.filter(({ isLong }) => !isLong),
  ({ group }) => group,
);

describe.each([...groups])('%s', (_, cases) => {
  it.each(cases.map((hostile) => [hostile.name, hostile] as const))('%s', async (_name, hostile) => {
    await hostile.prepare?.();
    const { outcome, reason } = await hostile.run().finally(hostile.cleanUp);
    expect({ outcome, reason }).toMatchObject({
      outcome: hostile.expects,
      reason: hostile.because ? expect.stringMatching(hostile.because) : expect.stringMatching(/\S/),
    });
  });
});
