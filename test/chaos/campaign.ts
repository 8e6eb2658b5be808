import { pairs, sampleOf, singles, smallScenario } from './exhaustive.ts';
import type { Verdict } from './judge.ts';
import type { Plan } from './plan.ts';
import { shrink } from './shrink.ts';
import { tell } from './story.ts';
import type { Threads } from './threads.ts';

export type Campaign = {
  /** Random schedules, beside the exhaustive pass. */
  readonly schedules: number;
  /** The first seed; the others follow it. */
  readonly seed: number;
  /** Of the pairs of crashes, every how many-th. @default all that the number of schedules allows for */
  readonly everyPair: number;
};

export type Result = {
  readonly tried: number;
  readonly failed: readonly Verdict[];
  /** How often each fault took place. */
  readonly coverage: ReadonlyMap<string, number>;
  /** What came about in all schedules together, and how often. */
  readonly deeds: ReadonlyMap<string, number>;
  readonly requests: number;
};

/** Told after each schedule. */
export type Progress = (done: {
  readonly tried: number;
  readonly of: number;
  readonly failed: number;
  readonly latest: Verdict;
}) => void;

/** The exhaustive plans of the small scenario. */
export async function exhaustivePlans(threads: Threads, everyPair: number): Promise<readonly Plan[]> {
  const [base] = await threads.verdicts([smallScenario]);
  if (!base || base.problems.length > 0)
    throw new Error(`the small scenario fails without a fault: ${base?.problems.join('; ')}`);
  return [...singles(base), ...sampleOf(pairs(base), everyPair)];
}

const seedsOf = ({ seed, schedules }: Campaign): readonly number[] =>
  Array.from({ length: schedules }, (_, position) => seed + position);

/** The exhaustive pass, then random schedules. */
export async function campaign(threads: Threads, wanted: Campaign, progress: Progress): Promise<Result> {
  const plans = [...(await exhaustivePlans(threads, wanted.everyPair)), ...seedsOf(wanted)];
  const coverage = new Map<string, number>();
  const deeds = new Map<string, number>();
  const failed: Verdict[] = [];
  let tried = 0;
  let requests = 0;
  await threads.tryAll(plans, (verdict) => {
    tried += 1;
    requests += verdict.requests;
    if (verdict.problems.length > 0) failed.push(verdict);
    for (const what of verdict.met) coverage.set(what, (coverage.get(what) ?? 0) + 1);
    for (const what of verdict.deeds) deeds.set(what, (deeds.get(what) ?? 0) + 1);
    progress({ tried, of: plans.length, failed: failed.length, latest: verdict });
  });
  return { tried, failed, coverage, deeds, requests };
}

/** The story of a failure in its shortest form. */
export async function storyOf(threads: Threads, found: Verdict): Promise<readonly string[]> {
  const verdictOf = async (plan: Plan): Promise<Verdict | undefined> =>
    (await threads.verdicts([plan], { wants: 'traces' }))[0];
  const shortest = await shrink(found.plan, async (plan) => ((await verdictOf(plan))?.problems.length ?? 0) > 0);
  return tell(found, (await verdictOf(shortest)) ?? found);
}
