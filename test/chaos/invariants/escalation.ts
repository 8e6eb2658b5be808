import type { EventOf } from '#domain/conversations/events.ts';
import type { Deadline } from '#domain/escalation/policy.ts';
import type { Plan } from '../plan.ts';
import type { Stored } from '../world/table-image.ts';
import type { Invariant } from './invariant.ts';

type Step = EventOf<'EscalationWarned'> | EventOf<'ConversationEscalated'>;

const levelOf = (step: Step): number => (step.type === 'EscalationWarned' ? 0 : step.level);

/** Where the deadline was over: answered, resolved. */
const overAt = ({ events }: Stored, { id }: Deadline): number => {
  const set = events.findIndex((event) => event.type === 'DeadlineSet' && event.deadline.id === id);
  const over = events.findIndex(
    (event, position) =>
      position > set &&
      ((event.type === 'DeadlineMet' && event.deadlineId === id) || event.type === 'ConversationResolved'),
  );
  return over === -1 ? events.length : over;
};

function stepsTaken(
  { events }: Stored,
  { id }: Deadline,
): readonly { readonly step: Step; readonly position: number }[] {
  return events.flatMap((event, position) =>
    (event.type === 'EscalationWarned' || event.type === 'ConversationEscalated') && event.deadlineId === id
      ? [{ step: event, position }]
      : [],
  );
}

/** Facts bear the time of the clock of whoever made them. */
const clocksDifferByMs = ({ faults }: Plan): number => (faults.some(({ on }) => on === 'clock') ? 5 * 60_000 : 0);

function tooMuch(stored: Stored, deadline: Deadline, plan: Plan): readonly string[] {
  const over = overAt(stored, deadline);
  const taken = stepsTaken(stored, deadline);
  return taken.flatMap(({ step, position }) => {
    const level = levelOf(step);
    const due = Date.parse(deadline.steps.find((one) => one.level === level)?.at ?? '');
    if (position > over) return [`escalation: level ${level} after the deadline was met`];
    if (Date.parse(step.at) + clocksDifferByMs(plan) < due) return [`escalation: level ${level} came before its time`];
    const same = taken.filter((one) => levelOf(one.step) === level).length;
    return same > 1 ? [`escalation: level ${level} ${same} times`] : [];
  });
}

/** Without faults the steps come in time: none that was due a minute before the answer is missing. */
const patienceMs = 60_000;

function tooLittle(stored: Stored, deadline: Deadline, { faults }: Plan): readonly string[] {
  const overEvent = stored.events[overAt(stored, deadline)];
  if (overEvent && (faults.length > 0 || stored.events.some(({ type }) => type === 'ConversationSnoozed'))) return [];
  const taken = new Set(stepsTaken(stored, deadline).map(({ step }) => levelOf(step)));
  const until = overEvent ? Date.parse(overEvent.at) - patienceMs : Number.POSITIVE_INFINITY;
  return deadline.steps
    .filter(({ level, at }) => Date.parse(at) < until && !taken.has(level))
    .map(({ level }) => `escalation: level ${level} never came`);
}

/** Every step of a promise that was broken is taken once, and none of one that was kept. */
export const escalation: Invariant = ({ plan }, { conversations }) =>
  conversations.flatMap((stored) => {
    const deadlines = stored.events.flatMap((event) => (event.type === 'DeadlineSet' ? [event.deadline] : []));
    const asleep = stored.head.stage.status === 'snoozed' ? ['snooze: a conversation never came back'] : [];
    return [
      ...asleep,
      ...deadlines.flatMap((deadline) => [...tooMuch(stored, deadline, plan), ...tooLittle(stored, deadline, plan)]),
    ];
  });
