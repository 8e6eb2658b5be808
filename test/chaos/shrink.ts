import type { Plan } from './plan.ts';

export type StillFails = (plan: Plan) => Promise<boolean>;

type Choice = { readonly kind: 'step' | 'fault'; readonly index: number };

const choicesOf = ({ steps, faults }: Plan): readonly Choice[] => [
  ...faults.map((_, index): Choice => ({ kind: 'fault', index })),
  ...steps.map((_, index): Choice => ({ kind: 'step', index })),
];

function without(plan: Plan, dropped: readonly Choice[]): Plan {
  const isKept = (kind: Choice['kind']) => (_: unknown, index: number) =>
    !dropped.some((choice) => choice.kind === kind && choice.index === index);
  return { ...plan, steps: plan.steps.filter(isKept('step')), faults: plan.faults.filter(isKept('fault')) };
}

/** Delta debugging: takes away halves, then quarters, then single choices, for as long as it still fails. */
async function fewerChoices(plan: Plan, stillFails: StillFails): Promise<Plan> {
  let shortest = plan;
  for (let size = Math.ceil(choicesOf(plan).length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < choicesOf(shortest).length; ) {
      const shorter = without(shortest, choicesOf(shortest).slice(from, from + size));
      if (await stillFails(shorter)) shortest = shorter;
      else from += size;
    }
  }
  return shortest;
}

/** Everything that can be made simpler in one place. */
function simpler(plan: Plan): readonly Plan[] {
  const { steps, faults } = plan;
  const fewerDeliveries = steps.flatMap((step, index) =>
    'deliveries' in step && step.deliveries.length > 1
      ? [{ ...plan, steps: steps.with(index, { ...step, deliveries: step.deliveries.slice(0, -1) }) }]
      : [],
  );
  const fewerTimes = faults.flatMap((fault, index) =>
    fault.on === 'service' && fault.times > 1
      ? [{ ...plan, faults: faults.with(index, { ...fault, times: Math.floor(fault.times / 2) }) }]
      : [],
  );
  const inTurn: readonly Plan[] = plan.order === 'mixed' ? [{ ...plan, order: 'in-turn' }] : [];
  return [...inTurn, ...fewerDeliveries, ...fewerTimes];
}

async function simplest(plan: Plan, stillFails: StillFails): Promise<Plan> {
  for (const candidate of simpler(plan)) if (await stillFails(candidate)) return simplest(candidate, stillFails);
  return plan;
}

/** The shortest plan that still fails: fewer steps, fewer faults, fewer deliveries, one function at a time where that is enough. */
export async function shrink(plan: Plan, stillFails: StillFails): Promise<Plan> {
  const shorter = await simplest(await fewerChoices(plan, stillFails), stillFails);
  return fewerChoices(shorter, stillFails);
}
