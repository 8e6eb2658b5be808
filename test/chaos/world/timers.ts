import { basename } from 'node:path';
import type { Agenda } from './agenda.ts';
import { jsonAnswer } from './dynamodb.ts';
import type { Wire, WireAnswer } from './interception.ts';
import type { Outcome } from './invocations.ts';
import type { Time } from './time.ts';

/** Whatever wakes `escalate` at a time: executions of Step Functions, schedules of EventBridge Scheduler. */
export type Timers = {
  answerStepFunctions(wire: Wire): WireAnswer;
  answerScheduler(wire: Wire): WireAnswer;
};

export type TimerFaults = (fired: number) => { readonly times: number; readonly lateByMs: number };

type Waiting = { readonly dueAt: string };

const error = (status: number, type: string): WireAnswer => ({
  ...jsonAnswer(status, { __type: type, message: type, Message: type }),
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': type },
});

/** The workflow tries again after 2 s doubling to 15 min (`lib/escalation-definition.ts`), the scheduler no more often. */
const pauseMs = (tried: number): number => Math.min(2 ** tried, 900) * 1000;

export function createTimers(needs: {
  readonly time: Time;
  readonly agenda: Agenda;
  readonly faultsOf: TimerFaults;
}): Timers {
  const { time, agenda, faultsOf } = needs;
  const executions = new Map<string, string>();
  const schedules = new Set<string>();
  let fired = 0;

  function ring(label: string, input: unknown, after: (outcome: Outcome, tried: number) => void): void {
    const ringing = (at: number, tried: number): void =>
      agenda.add({
        at,
        label,
        start: () => ({ name: 'escalate', event: input }),
        ended(outcome) {
          if (outcome.kind === 'answered') after(outcome, tried);
          else ringing(time.ms() + pauseMs(tried), tried + 1);
        },
      });
    ringing(time.ms(), 1);
  }

  /** Goes off at its time, or as a fault has it: twice, or late. */
  function set(label: string, dueAt: number, go: (isFirst: boolean) => void): void {
    agenda.add({
      at: Math.max(dueAt, time.ms()),
      label: `${label} comes due`,
      start() {
        fired += 1;
        const { times, lateByMs } = faultsOf(fired);
        for (let turn = 0; turn < times; turn += 1) {
          if (lateByMs === 0) go(turn === 0);
          else agenda.add({ at: time.ms() + lateByMs, label: `${label} is late`, start: () => void go(turn === 0) });
        }
        return undefined;
      },
    });
  }

  /** The escalation workflow: wait, look, and wait again if there is a next time. */
  function wait(name: string, input: Waiting): void {
    set(name, Date.parse(input.dueAt), (isFirst) =>
      ring(name, input, (outcome) => {
        const next = outcome.kind === 'answered' ? (outcome.answer as Partial<Waiting>) : {};
        if (isFirst && next.dueAt !== undefined) wait(name, { ...next, dueAt: next.dueAt });
      }),
    );
  }

  return {
    answerStepFunctions(wire) {
      const { name, input } = JSON.parse(wire.body) as { readonly name: string; readonly input: string };
      const before = executions.get(name);
      if (before !== undefined && before !== input) return error(400, 'ExecutionAlreadyExists');
      if (before === undefined) {
        executions.set(name, input);
        wait(name, JSON.parse(input) as Waiting);
      }
      return jsonAnswer(200, {
        executionArn: `arn:aws:states:us-east-1:000000000000:execution:x:${name}`,
        startDate: 0,
      });
    },
    answerScheduler(wire) {
      const name = decodeURIComponent(basename(new URL(wire.path, 'http://scheduler').pathname));
      if (wire.method === 'DELETE') {
        schedules.delete(name);
        return jsonAnswer(200, {});
      }
      if (wire.method === 'POST' && schedules.has(name)) return error(409, 'ConflictException');
      const asked = JSON.parse(wire.body) as {
        readonly ScheduleExpression: string;
        readonly Target: { readonly Input: string };
      };
      const at = /^at\((.+)\)$/.exec(asked.ScheduleExpression)?.[1] ?? '';
      schedules.add(name);
      set(name, Date.parse(`${at}Z`), () => {
        ring(name, JSON.parse(asked.Target.Input), () => schedules.delete(name));
      });
      return jsonAnswer(200, { ScheduleArn: `arn:aws:scheduler:us-east-1:000000000000:schedule/default/${name}` });
    },
  };
}
