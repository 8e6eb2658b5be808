import { type Consequence, consequencesOf } from '#domain/conversations/consequences.ts';
import { checkDeadline, endSnooze } from '#domain/escalation/check-deadline.ts';
import { onTimer } from '#domain/escalation/on-timer.ts';
import type { Timer, Watch } from '#domain/escalation/watch.ts';
import type { World } from './memory-world.ts';

export type Disturbances = {
  /** By how much the functions' clock is ahead of AWS's. */
  readonly skewMinutes?: number;
  /** How long after its time each timer goes off: AWS promises within 60 s. */
  readonly timerLateSeconds?: number;
  /** How often each timer and each step of the workflow is delivered. */
  readonly times?: number;
};

type Due = { readonly at: number; run(): Promise<void> };

const dayMs = 86_400_000;

function watchOf(consequence: Consequence): Watch | undefined {
  if (consequence.do === 'watch-deadline') {
    const { conversationId, deadlineId: id, at: dueAt } = consequence;
    return { kind: 'deadline', conversationId, id, dueAt };
  }
  if (consequence.do !== 'end-snooze') return undefined;
  const { conversationId, until } = consequence;
  return { kind: 'snooze', conversationId, id: until, dueAt: until };
}

/**
 * A world whose facts are told to timers, and timers and workflows to the escalation, as AWS does it and by AWS's clock.
 * Time moves only with `until`.
 */
export function watchedWorld(world: World, disturbances: Disturbances = {}) {
  const { skewMinutes = 0, timerLateSeconds = 0, times = 1 } = disturbances;
  const told = new Map<string, number>();
  const names = new Set<string>();
  const due: Due[] = [];
  const looks = { byTimer: 0, byWorkflow: 0 };
  const noticed: { readonly what: string; readonly at: string }[] = [];
  let time = world.now().getTime();

  const setClock = (to: number): void => {
    time = to;
    world.moveClockTo(new Date(to + skewMinutes * 60_000).toISOString());
  };

  const startWorkflow = async (name: string, watch: Watch): Promise<void> => {
    if (!names.has(`workflow ${name}`)) wait(watch);
    names.add(`workflow ${name}`);
  };

  function wait(watch: Watch): void {
    due.push({ at: Date.parse(watch.dueAt), run: () => repeatedly(() => lookAgain(watch)) });
  }

  async function lookAgain(watch: Watch): Promise<void> {
    looks.byWorkflow += 1;
    const { kind, conversationId, id, dueAt } = watch;
    if (kind === 'snooze') return endSnooze(world, { conversationId, until: id });
    const next = await checkDeadline(world, { conversationId, deadlineId: id, dueAt });
    const again = `${conversationId} ${id} ${next}`;
    if (next && !names.has(again)) wait({ ...watch, dueAt: next });
    names.add(again);
  }

  function setTimer(timer: Timer): void {
    if (names.has(timer.name)) return;
    names.add(timer.name);
    const at = Math.max(Date.parse(timer.watch.dueAt), world.now().getTime() + 60_000);
    const run = async (): Promise<void> => {
      looks.byTimer += 1;
      await onTimer({ ...world, workflow: startWorkflow }, timer);
    };
    due.push({ at: at + timerLateSeconds * 1000, run: () => repeatedly(run) });
  }

  async function repeatedly(run: () => Promise<void>): Promise<void> {
    for (let done = 0; done < times; done += 1) await run();
  }

  /** As publish-events does for each commit. */
  async function publish(): Promise<void> {
    for (const { id } of world.memory.conversations.values()) {
      const events = await world.events(id);
      const news = events.slice(told.get(id) ?? 0);
      told.set(id, events.length);
      for (const { type } of news) noticed.push({ what: type, at: new Date(time).toISOString() });
      for (const consequence of consequencesOf(news, await world.conversation(id))) {
        const watch = watchOf(consequence);
        if (watch && 'factId' in consequence) setTimer({ name: `${id}-${consequence.factId}`, watch });
      }
    }
  }

  async function until(instant: string): Promise<void> {
    const end = Date.parse(instant);
    for (;;) {
      await publish();
      const next = due.toSorted((one, other) => one.at - other.at).find(({ at }) => at <= end);
      if (!next) break;
      due.splice(due.indexOf(next), 1);
      setClock(Math.max(time, next.at));
      await next.run();
    }
    setClock(end);
  }

  setClock(time);
  return {
    until,
    looks,
    /** Moves on until nothing is left that anybody waits for, within so many days. */
    untilQuiet: (days = 30): Promise<void> => until(new Date(time + days * dayMs).toISOString()),
    /** When warnings and escalations were made, by AWS's clock. */
    escalations: (): readonly string[] =>
      noticed
        .filter(({ what }) => what === 'EscalationWarned' || what === 'ConversationEscalated')
        .map(({ what, at }) => `${what === 'EscalationWarned' ? 'warned' : 'escalated'} ${at.slice(5, 19)}`),
  };
}
