import type { Invariant } from './invariant.ts';

/** Errors that no outage explains. */
const ofProgrammers = ['ReferenceError', 'RangeError', 'SyntaxError', 'TypeError', 'ZodError', '$ZodError'];

/** Functions fail because of what was done to them, and of nothing else. */
export const defects: Invariant = ({ world, plan }) => {
  const names = new Set(world.invocations.errors());
  const ours = [...names].filter((name) => ofProgrammers.includes(name)).map((name) => `defect: ${name} in a function`);
  const groundless =
    plan.faults.length === 0 && names.size > 0 ? [`defect: ${[...names].join(', ')} without a fault`] : [];
  return [...ours, ...groundless];
};
