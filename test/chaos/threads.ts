import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Verdict } from './judge.ts';
import type { Plan } from './plan.ts';
import type { Sabotage } from './sabotage.ts';
import type { Done, Job } from './worker.ts';

/** Threads that try schedules, as many as there are cores. */
export type Threads = {
  /** Tries plans on one thread, in order. */
  verdicts(plans: Job['plans'], options?: Partial<Omit<Job, 'plans'>>): Promise<readonly Verdict[]>;
  /** Tries plans on all threads; tells of each as it is done. */
  tryAll(plans: Iterable<Plan | number>, each: (verdict: Verdict) => void, sabotage?: Sabotage): Promise<void>;
  stop(): Promise<void>;
};

type Thread = { run(job: Job): Promise<readonly Verdict[]>; stop(): Promise<unknown> };

function startThread(): Thread {
  const worker = new Worker(new URL('./worker.ts', import.meta.url));
  let last: Promise<unknown> = Promise.resolve();
  const run = (job: Job) =>
    new Promise<readonly Verdict[]>((resolve, reject) => {
      worker.once('error', reject);
      worker.once('message', (done: Done) => {
        worker.off('error', reject);
        if ('failure' in done) reject(new Error(done.failure));
        else resolve(done.verdicts);
      });
      worker.postMessage(job);
    });
  return {
    run(job) {
      const next = last.catch(() => undefined).then(() => run(job));
      last = next;
      return next;
    },
    stop: () => worker.terminate(),
  };
}

/** Schedules handed to a thread at once. */
const batchSize = 10;

export function startThreads(count = availableParallelism()): Threads {
  const threads = Array.from({ length: count }, startThread);
  const [first] = threads;
  if (!first) throw new Error('there is no thread to run on');
  return {
    verdicts: (plans, { wants = 'verdicts', sabotage } = {}) => first.run({ plans, wants, sabotage }),
    async tryAll(plans, each, sabotage) {
      const rest = plans[Symbol.iterator]();
      const batch = (): (Plan | number)[] => {
        const taken: (Plan | number)[] = [];
        for (let next = rest.next(); !next.done; next = rest.next()) {
          taken.push(next.value);
          if (taken.length === batchSize) break;
        }
        return taken;
      };
      const drain = async (thread: Thread): Promise<void> => {
        for (let some = batch(); some.length > 0; some = batch())
          for (const verdict of await thread.run({ plans: some, wants: 'verdicts', sabotage })) each(verdict);
      };
      await Promise.all(threads.map(drain));
    },
    stop: async () => void (await Promise.all(threads.map((thread) => thread.stop()))),
  };
}
