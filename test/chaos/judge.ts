import { sqsQueueNames } from '#local/names.ts';
import { problemsOf } from './invariants/invariants.ts';
import type { Plan } from './plan.ts';
import type { Sabotage } from './sabotage.ts';
import { type Run, runPlan } from './schedule.ts';
import { tableImage } from './world/table-image.ts';
import { startsAt } from './world/time.ts';

/** What came of one schedule. */
export type Verdict = {
  readonly plan: Plan;
  /** Empty when everything held. */
  readonly problems: readonly string[];
  /** Faults that took place, by what they were. */
  readonly met: readonly string[];
  /** What came about: types of facts, frames, dead letters. */
  readonly deeds: readonly string[];
  readonly requests: number;
  /** Numbers of the requests that changed something. */
  readonly effects: readonly number[];
  /** Everything that happened, in order; the same for the same plan. */
  readonly trace: readonly string[];
};

const seconds = (ms: number): string => ((ms - startsAt) / 1000).toFixed(3);

const traceOf = ({ happenings }: Run): readonly string[] =>
  happenings.map(
    ({ at, who, what, result }, position) => `${seconds(at)} s  [${position + 1}] ${who}  ${what} → ${result}`,
  );

const deedsOf = ({ world }: Run): readonly string[] => [
  ...tableImage(world.dynamo).conversations.flatMap(({ events }) => events.map(({ type }) => type)),
  ...world.sent.map(({ service }) => `sent through ${service}`),
  ...sqsQueueNames.flatMap((name) =>
    Array.from({ length: world.queues[name].buried() }, () => `dead letter of ${name}`),
  ),
  ...Array.from({ length: world.sockets.heard() }, () => 'frame on a screen'),
];

/** Runs a schedule and looks whether everything held. */
export async function judge(plan: Plan, sabotage?: Sabotage): Promise<Verdict> {
  const run = await runPlan(plan, sabotage);
  return {
    plan,
    problems: problemsOf(run),
    met: run.met,
    deeds: deedsOf(run),
    requests: run.happenings.length,
    effects: run.happenings.flatMap(({ isEffect }, position) => (isEffect ? [position + 1] : [])),
    trace: [...run.story, '', ...traceOf(run)],
  };
}
