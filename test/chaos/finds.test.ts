import { afterAll, describe, expect, it } from 'vitest';
import type { Verdict } from './judge.ts';
import type { Plan } from './plan.ts';
import type { Sabotage } from './sabotage.ts';
import { shrink } from './shrink.ts';
import { tell } from './story.ts';
import { startThreads } from './threads.ts';

const threads = startThreads();
afterAll(() => threads.stop());

const patienceMs = 120_000;

/** Enough for each of these to show. */
const seeds = Array.from({ length: 60 }, (_, position) => position + 1);

/** The first seed that shows what is wrong. */
async function firstFailure(sabotage: Sabotage): Promise<Verdict> {
  for (let from = 0; from < seeds.length; from += 10) {
    const verdicts = await threads.verdicts(seeds.slice(from, from + 10), { sabotage });
    const failed = verdicts.find(({ problems }) => problems.length > 0);
    if (failed) return failed;
  }
  throw new Error(`${sabotage} was not found in ${seeds.length} schedules`);
}

describe('a product that is wrong', () => {
  it(
    'is found when its claims do nothing, and told in the shortest form with its seed',
    async () => {
      const found = await firstFailure('claims-do-nothing');
      expect(found.problems.join()).toContain('doubled: message');
      const verdictOf = async (plan: Plan) => {
        const [verdict] = await threads.verdicts([plan], { sabotage: 'claims-do-nothing', wants: 'traces' });
        if (!verdict) throw new Error('nothing was tried');
        return verdict;
      };
      const shortest = await shrink(found.plan, async (plan) => (await verdictOf(plan)).problems.length > 0);
      expect(shortest.steps).toHaveLength(1);
      expect(shortest.faults.length).toBeLessThanOrEqual(1);
      const story = tell(found, await verdictOf(shortest)).join('\n');
      expect(story).toContain(`Seed ${found.plan.seed} fails: `);
      expect(story).toContain(`npm run chaos -- --replay ${found.plan.seed}`);
      expect(story).toContain('receiveMessages');
    },
    patienceMs,
  );

  it.each([
    ['loads-are-forgotten', 'load: '],
    ['versions-do-nothing', 'history: '],
    ['orders-are-lost', 'assignment: '],
  ] as const)(
    'is found when %s',
    async (sabotage, problem) => {
      expect((await firstFailure(sabotage)).problems.join()).toContain(problem);
    },
    patienceMs,
  );
});

describe('shortening a plan', () => {
  const plan: Plan = {
    seed: 7,
    order: 'mixed',
    steps: [0, 1, 2, 3, 4].map((number) => ({
      number,
      at: number,
      do: 'write',
      channel: 'sms',
      customer: 0,
      deliveries: [0, 1, 2],
    })),
    faults: [1, 2, 3, 4, 5, 6].map((at) => ({ on: 'request', at, kind: 'crash-after' })),
  };

  it('leaves exactly the choices that it fails by', async () => {
    const shortest = await shrink(
      plan,
      async ({ steps, faults }) =>
        steps.some(({ number }) => number === 3) && faults.some((fault) => fault.on === 'request' && fault.at === 5),
    );
    expect(shortest.steps.map(({ number }) => number)).toEqual([3]);
    expect(shortest.faults).toEqual([{ on: 'request', at: 5, kind: 'crash-after' }]);
    expect(shortest.order).toBe('in-turn');
    expect(shortest.steps[0]).toMatchObject({ deliveries: [0] });
  });

  it('keeps what is needed together', async () => {
    const shortest = await shrink(plan, async ({ steps }) => {
      const numbers = steps.map(({ number }) => number);
      return numbers.includes(0) && numbers.includes(4);
    });
    expect(shortest.steps.map(({ number }) => number)).toEqual([0, 4]);
    expect(shortest.faults).toEqual([]);
  });
});
