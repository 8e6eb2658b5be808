import { type Part, table } from '../../bench/support/report.ts';
import { type Campaign, campaign, type Progress, type Result, storyOf } from './campaign.ts';
import type { Verdict } from './judge.ts';
import { startThreads } from './threads.ts';

/** Every how many-th pair of crashes the long form tries. */
const everyPair = 3;

const requestTracker = 'Request Tracker: one mail sent 5 times makes 5 tickets';

const counted = (what: string, counts: ReadonlyMap<string, number>): readonly string[] =>
  table(
    [what, 'times'],
    [...counts]
      .toSorted(([one], [other]) => one.localeCompare(other))
      .map(([name, times]) => [name, times.toLocaleString('en')]),
  );

/** Never rounded up: one that fails is not 100 %. */
const heldPercent = (held: number, tried: number): number => Math.floor((held / tried) * 10_000) / 100;

const seedsTold = 50;

const inOneLine = ({ plan, problems }: Verdict): string =>
  `- ${plan.seed}${plan.seed === 0 ? ` ${JSON.stringify(plan.faults)}` : ''}: ${problems[0]}`;

function partOf(result: Result, seed: number, stories: readonly string[]): Part {
  const { tried, failed, requests } = result;
  const held = tried - failed.length;
  const measure = {
    name: 'exactly once: schedules that hold',
    figure: `${heldPercent(held, tried)} % of ${tried.toLocaleString('en')}`,
    target: '100 %',
    met: held === tried,
    reference: requestTracker,
  };
  const details = [
    `${tried.toLocaleString('en')} schedules with ${requests.toLocaleString('en')} requests of functions to the world; random ones from seed ${seed} on.`,
    '',
    ...counted('fault', result.coverage),
    '',
    ...counted('what came about', result.deeds),
    ...(failed.length === 0 ? [] : ['', 'Seeds that fail:', ...failed.slice(0, seedsTold).map(inOneLine)]),
    ...stories,
  ];
  return { title: 'Faults', measures: [measure], details };
}

/** The long form of the fault harness as a part of the bench. Failures are told in their shortest form, the first three of them. */
export async function chaosPart(wanted: Partial<Campaign> = {}, progress: Progress = () => undefined): Promise<Part> {
  const { schedules = 10_000, seed = 1 } = wanted;
  const threads = startThreads();
  try {
    const result = await campaign(threads, { schedules, seed, everyPair: wanted.everyPair ?? everyPair }, progress);
    const stories: string[] = [];
    for (const failure of result.failed.slice(0, 3)) stories.push('', ...(await storyOf(threads, failure)));
    return partOf(result, seed, stories);
  } finally {
    await threads.stop();
  }
}
