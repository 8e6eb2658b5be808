import { parentPort } from 'node:worker_threads';
import { judge, type Verdict } from './judge.ts';
import { type Plan, planOf } from './plan.ts';
import type { Sabotage } from './sabotage.ts';
import { prepareThread } from './schedule.ts';

/** Plans to be tried, some by their seed. */
export type Job = {
  readonly plans: readonly (Plan | number)[];
  readonly sabotage?: Sabotage | undefined;
  /** Traces are long: only asked for where somebody reads them. */
  readonly wants: 'verdicts' | 'traces';
};
export type Done = { readonly verdicts: readonly Verdict[] } | { readonly failure: string };

/** The first schedules of a thread load modules, which takes unpredictable time: these are not counted. */
const warmingSeeds = [1, 2, 3];

async function work({ plans, sabotage, wants }: Job): Promise<Done> {
  const verdicts: Verdict[] = [];
  for (const each of plans) {
    const verdict = await judge(typeof each === 'number' ? planOf(each) : each, sabotage);
    verdicts.push(wants === 'traces' ? verdict : { ...verdict, trace: [] });
  }
  return { verdicts };
}

prepareThread();
const warm = (async () => {
  for (const seed of warmingSeeds) await judge(planOf(seed));
})();

const failureOf = (error: unknown): Done => ({
  failure: error instanceof Error ? (error.stack ?? error.message) : String(error),
});

async function answer(job: Job): Promise<void> {
  const done = await warm.then(() => work(job)).catch(failureOf);
  parentPort?.postMessage(done);
}

parentPort?.on('message', (job: Job) => void answer(job));
