import { afterAll, describe, expect, it } from 'vitest';
import { campaign, exhaustivePlans } from './campaign.ts';
import { smallScenario } from './exhaustive.ts';
import { planOf } from './plan.ts';
import { startThreads } from './threads.ts';

const threads = startThreads();
afterAll(() => threads.stop());

/** Pairs of crashes are for the long form. */
const nearlyNoPairs = 100;
const patienceMs = 240_000;

describe('schedules of duplicates, crashes, refusals and late timers', () => {
  it(
    'all hold: a crash before and after every effect of a small scenario, and 150 at random',
    async () => {
      const wanted = { schedules: 150, seed: 1, everyPair: nearlyNoPairs };
      const { failed, tried, coverage, deeds } = await campaign(threads, wanted, () => undefined);
      expect(failed.map(({ plan, problems }) => ({ seed: plan.seed, faults: plan.faults, problems }))).toEqual([]);
      expect(tried).toBeGreaterThan(250);
      expect([...coverage.keys()].length).toBeGreaterThan(20);
      expect(deeds.get('ReplyWritten')).toBeGreaterThan(20);
      expect(deeds.get('ConversationEscalated')).toBeGreaterThan(20);
    },
    patienceMs,
  );

  it('touch every effect of the scenario, before and after', async () => {
    const plans = await exhaustivePlans(threads, nearlyNoPairs);
    const single = plans.filter(({ faults }) => faults.length === 1);
    expect(single.length).toBeGreaterThan(2 * 40);
    expect(
      single.every(({ steps }) => steps === smallScenario.steps || steps.length === smallScenario.steps.length),
    ).toBe(true);
  });

  it('are the same, request for request, whenever and on whichever thread they run', async () => {
    const others = startThreads(1);
    const seeds = [5, 8, 13, 21, 34];
    const [once, again] = await Promise.all([
      threads.verdicts(seeds, { wants: 'traces' }),
      others.verdicts([...seeds].reverse(), { wants: 'traces' }),
    ]);
    await others.stop();
    expect(again.toReversed().map(({ trace }) => trace)).toEqual(once.map(({ trace }) => trace));
    expect(once.every(({ trace }) => trace.length > 20)).toBe(true);
  });

  it('differ from seed to seed', () => {
    expect(planOf(1)).toEqual(planOf(1));
    expect(planOf(1)).not.toEqual(planOf(2));
  });
});
