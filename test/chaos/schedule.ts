import { becomeLambdaRuntime } from '#local/environment.ts';
import { sqsQueueNames } from '#local/names.ts';
import { type Answered, createAgents } from './people/agents.ts';
import { type Consoles, createConsoles } from './people/consoles.ts';
import { createProvider, type Told } from './people/provider.ts';
import type { Plan, Step } from './plan.ts';
import { randomFrom } from './random.ts';
import { type Sabotage, sabotaged } from './sabotage.ts';
import type { Errand } from './world/agenda.ts';
import { endpoints } from './world/business.ts';
import { interceptOutside } from './world/interception.ts';
import { createMeddling, type Happening, type Meddling } from './world/meddling.ts';
import { createSources, type Sources } from './world/sources.ts';
import { startsAt } from './world/time.ts';
import { createWorld, type World } from './world/world.ts';

/** A schedule that was run to its end: nothing is left to do in its world. */
export type Run = {
  readonly plan: Plan;
  readonly world: World;
  readonly told: Told;
  readonly answered: Answered;
  readonly consoles: Consoles;
  readonly happenings: readonly Happening[];
  readonly story: readonly string[];
  readonly met: readonly string[];
  /** Set when it would not end. */
  readonly stuck: string | undefined;
};

/** Prepares this thread for schedules; it is of no other use afterwards. */
export function prepareThread(): void {
  becomeLambdaRuntime(endpoints, '/nowhere');
  interceptOutside();
}

const atOnce = { 'in-turn': 1, mixed: 3 } as const;
const longestSchedule = 4000;

type Stage = {
  readonly plan: Plan;
  readonly world: World;
  readonly meddling: Meddling;
  readonly sources: Sources;
  readonly consoles: Consoles;
  readonly story: string[];
  readonly happened: () => number;
};

const seconds = (ms: number): string => `${((ms - startsAt) / 1000).toFixed(1)} s`;

/** Starts what an errand or a source wants, if it wants anything by now. */
async function begin({ world, story, happened }: Stage, errand: Errand): Promise<void> {
  world.agenda.remove(errand);
  const wake = errand.start();
  if (!wake) return;
  const number = world.invocations.started() + 1;
  story.push(`${seconds(world.time.ms())}  ${errand.label} → ${wake.name}#${number}`);
  await world.invocations.start(wake.name, wake.event, (outcome) => {
    if (outcome.kind !== 'answered')
      story.push(`${seconds(world.time.ms())}  ${wake.name}#${number} ${outcome.kind} (request ${happened()})`);
    errand.ended?.(outcome);
  });
}

/** Everything that could happen next, what is under way first. */
function choices(stage: Stage): readonly (() => Promise<void> | void)[] {
  const { plan, world, meddling, sources } = stage;
  const { invocations, time } = world;
  const wakes = (invocations.nextAt() ?? Number.POSITIVE_INFINITY) <= time.ms() ? [() => invocations.wakeDue()] : [];
  const requests = invocations.pending.map((pending) => () => meddling.release(pending));
  const isFull = invocations.active() >= atOnce[plan.order];
  const starts = isFull ? [] : [...world.agenda.due(), ...sources.ready()];
  return [...wakes, ...requests, ...starts.map((errand) => () => begin(stage, errand))];
}

const soonest = (...times: readonly (number | undefined)[]): number | undefined =>
  times.reduce(
    (first, time) => (first === undefined || (time !== undefined && time < first) ? time : first),
    undefined,
  );

/** The next time at which something happens by itself. */
const nextTime = ({ invocations, agenda }: World, sources: Sources): number | undefined =>
  soonest(invocations.nextAt(), agenda.nextAt(), sources.nextAt());

const redrive = ({ queues }: World): number => sqsQueueNames.reduce((count, name) => count + queues[name].redrive(), 0);

/** Lets things happen until nothing is left; whether it came to an end. */
async function play(stage: Stage): Promise<boolean> {
  const { plan, world, sources, consoles } = stage;
  const random = randomFrom(plan.seed ^ 0x5e_ed);
  for (let turns = 0; turns < longestSchedule; turns += 1) {
    await world.invocations.quiet();
    const possible = choices(stage);
    const chosen = possible[plan.order === 'in-turn' ? 0 : random.below(possible.length)];
    if (chosen) {
      world.time.moveTo(world.time.ms() + 1 + random.below(12));
      await chosen();
      continue;
    }
    const next = nextTime(world, sources);
    if (next !== undefined) world.time.moveTo(next);
    else if (redrive(world) === 0 && consoles.resync()) return true;
  }
  return false;
}

/** The steps of a plan, each at its time. */
function enter(plan: Plan, world: World, act: (step: Step) => void): void {
  for (const step of plan.steps)
    world.agenda.add({
      at: startsAt + step.at,
      label: `${step.do} ${step.number}`,
      start: () => void (step.do === 'redrive' ? redrive(world) : act(step)),
    });
}

function timerFaults({ faults }: Plan, met: (what: string) => void) {
  return (fired: number) => {
    const mine = faults.filter((fault) => fault.on === 'timer').filter(({ at }) => at === fired);
    for (const { kind } of mine) met(`timer ${kind}`);
    return {
      times: mine.some(({ kind }) => kind === 'twice') ? 2 : 1,
      lateByMs: mine.reduce((sum, fault) => sum + (fault.kind === 'late' ? fault.byMs : 0), 0),
    };
  };
}

/** Runs a schedule in a world of its own. */
export async function runPlan(plan: Plan, sabotage?: Sabotage): Promise<Run> {
  const story: string[] = [];
  const skews = plan.faults.filter(({ on }) => on === 'clock').map(() => 'clock skew');
  const extra: string[] = [...skews];
  const world = sabotaged(
    await createWorld({
      plan,
      timerFaults: timerFaults(plan, (what) => extra.push(what)),
      onSent: (sent) => provider.report(sent),
    }),
    sabotage,
  );
  const meddling = createMeddling(plan, () => world);
  const provider = createProvider(world);
  const agents = createAgents(world);
  const consoles = createConsoles(world);
  const random = randomFrom(plan.seed ^ 0xba_7c);
  const { queues, dynamo } = world;
  const sources = createSources({ queues, dynamo, random, isRepeated: meddling.isRepeated });
  enter(plan, world, (step) => {
    provider.tell(step);
    agents.act(step);
    consoles.act(step);
  });
  const stage: Stage = { plan, world, meddling, sources, consoles, story, happened: () => meddling.happenings.length };
  const isOver = await play(stage);
  return {
    plan,
    world,
    told: provider.told,
    answered: agents.answered,
    consoles,
    happenings: meddling.happenings,
    story,
    met: [...meddling.met, ...extra],
    stuck: isOver ? undefined : 'it goes on and on',
  };
}
