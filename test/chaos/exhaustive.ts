import type { Verdict } from './judge.ts';
import type { Fault, Plan, RequestFault } from './plan.ts';

/** A small scenario with everything in it: two channels, a second delivery, an answer that leaves, a promise that is broken. */
export const smallScenario: Plan = {
  seed: 0,
  order: 'in-turn',
  faults: [],
  steps: [
    { number: 0, at: 0, do: 'open-console', agent: 0 },
    { number: 1, at: 1000, do: 'write', channel: 'sms', customer: 0, deliveries: [0, 400_000] },
    { number: 2, at: 60_000, do: 'answer', agent: 0, which: 0, andResolve: false },
    { number: 3, at: 600_000, do: 'write', channel: 'email', customer: 1, deliveries: [0] },
    { number: 4, at: 700_000, do: 'snooze', agent: 0, which: 0, forMs: 600_000 },
  ],
};

const crashes: readonly RequestFault[] = ['crash-before', 'crash-after'];

const crashAt = (at: number, kind: RequestFault): Fault => ({ on: 'request', at, kind });

/** A crash before and after each effect of the scenario. */
export const singles = ({ plan, effects }: Verdict): readonly Plan[] =>
  effects.flatMap((at) => crashes.map((kind) => ({ ...plan, faults: [crashAt(at, kind)] })));

/** Two crashes after an effect each: every pair, the second at any effect at or soon after the repetition of the first. */
export const pairs = ({ plan, effects }: Verdict): readonly Plan[] =>
  effects.flatMap((at, position) =>
    effects
      .slice(position + 1)
      .map((later) => ({ ...plan, faults: [crashAt(at, 'crash-after'), crashAt(later, 'crash-after')] })),
  );

/** Every n-th of a list. */
export const sampleOf = <Entry>(entries: readonly Entry[], every: number): readonly Entry[] =>
  entries.filter((_, position) => position % every === 0);
