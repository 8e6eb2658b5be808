import { ExecutionError, type StateMachine } from 'aws-local-stepfunctions';
import type { VirtualClock } from '../virtual-clock.ts';
import type { Ending, Execution, ExecutionLog } from './execution-log.ts';
import { lambdaInvoke, type PreparedMachine, type State } from './machine.ts';
import { retrying } from './retrying.ts';

/** Calls a Lambda function by its ARN or name; rejects with an error whose `name` is the function's error type. */
export type Invoke = (functionArnOrName: string, payload: unknown) => Promise<unknown>;
export type HistoryEvent = { readonly type: string; readonly state?: string | undefined; readonly at: string };
export type RunNeeds = { readonly clock: VirtualClock; readonly invoke: Invoke; readonly log: ExecutionLog };
export type Run = {
  readonly history: HistoryEvent[];
  /** Ends the run early; what it ended as is the caller's to record. */
  abort(): void;
  readonly ended: Promise<Outcome>;
};
export type Outcome = Omit<Ending, 'stoppedAt'> | 'aborted';

type Running = RunNeeds & {
  readonly machine: PreparedMachine;
  readonly execution: Execution;
  readonly signal: AbortSignal;
  readonly note: (type: string, state?: string) => void;
};
type RunOptions = NonNullable<Parameters<StateMachine['run']>[1]>;
type Handlers = NonNullable<NonNullable<RunOptions['overrides']>['taskResourceLocalHandlers']>;

/** Runs an execution from its beginning. */
export function runExecution(needs: RunNeeds, machine: PreparedMachine, execution: Execution): Run {
  const stopping = new AbortController();
  const history: HistoryEvent[] = [];
  const note = (type: string, state?: string) => history.push({ type, state, at: needs.clock.now().toISOString() });
  const running: Running = { ...needs, machine, execution, signal: stopping.signal, note };
  const engine = machine.runnable.run(JSON.parse(execution.input), {
    overrides: { taskResourceLocalHandlers: handlersOf(running) },
    context: {
      Execution: { Id: execution.arn, Name: execution.name },
      StateMachine: { Id: machine.arn, Name: machine.name },
    },
  });
  const abort = () => {
    stopping.abort();
    engine.abort();
  };
  void noteEvents(engine.eventLogs, note);
  const ended = Promise.race([outcomeOf(engine.result, stopping.signal), timeOut(running)]).finally(abort);
  return { history, abort, ended };
}

async function outcomeOf(result: Promise<unknown>, signal: AbortSignal): Promise<Outcome> {
  try {
    return { status: 'SUCCEEDED', output: JSON.stringify(await result) };
  } catch (error) {
    if (signal.aborted) return 'aborted';
    const cause = error instanceof ExecutionError ? error.cause : error;
    if (!(cause instanceof Error)) return { status: 'FAILED', error: 'States.Runtime', cause: String(cause) };
    return { status: 'FAILED', error: cause.name, cause: cause.message };
  }
}

/** The machine's own time-out, counted from the first start. */
async function timeOut({ clock, machine, execution, signal }: Running): Promise<Outcome> {
  const { timeoutSeconds } = machine;
  if (timeoutSeconds === undefined) return new Promise(() => undefined);
  try {
    await clock.sleepUntil(new Date(Date.parse(execution.startedAt) + timeoutSeconds * 1000), signal);
    return { status: 'TIMED_OUT', error: 'States.Timeout' };
  } catch {
    return 'aborted';
  }
}

async function noteEvents(events: AsyncIterable<object>, note: Running['note']): Promise<void> {
  for await (const event of events) {
    const { type, state } = event as { readonly type: string; readonly state?: { readonly name: string } };
    note(type, state?.name);
  }
}

function handlersOf(running: Running): Handlers {
  const waitsBegun = new Map<string, number>();
  const handlers = Array.from(running.machine.states, ([name, state]) => {
    if (state.Type === 'Wait')
      return [name, (until: Until) => wait(running, waitName(waitsBegun, name), until)] as const;
    return [name, (input: unknown) => callTask(running, name, input)] as const;
  });
  return Object.fromEntries(handlers) as unknown as Handlers;
}

function waitName(begun: Map<string, number>, state: string): string {
  const before = begun.get(state) ?? 0;
  begun.set(state, before + 1);
  return `${state}#${before}`;
}

type Until = { readonly Seconds?: number; readonly Timestamp?: string };

async function wait({ clock, log, execution, signal }: Running, name: string, until: Until): Promise<null> {
  const known = execution.waits.get(name) ?? until.Timestamp;
  const end = known === undefined ? new Date(clock.now().getTime() + (until.Seconds ?? 0) * 1000) : new Date(known);
  if (!execution.waits.has(name)) log.waiting(execution, name, end);
  await clock.sleepUntil(end, signal);
  return null;
}

async function callTask(running: Running, name: string, input: unknown): Promise<unknown> {
  const { clock, signal, note, machine } = running;
  const state = machine.states.get(name);
  if (state === undefined) throw new Error(`There is no state ${name}`);
  const retry = { clock, signal, onRetry: () => note('StateRetried', name) };
  return retrying(retry, state.Retry ?? [], () => attempt(running, state, input));
}

async function attempt({ clock, invoke }: Running, state: State, input: unknown): Promise<unknown> {
  const release = clock.working();
  try {
    return await within(state.TimeoutSeconds, () => call(invoke, state.Resource ?? '', input));
  } finally {
    release();
  }
}

async function call(invoke: Invoke, resource: string, input: unknown): Promise<unknown> {
  if (!lambdaInvoke.test(resource)) return (await invoke(resource, input)) ?? null;
  const { FunctionName, Payload } = input as { readonly FunctionName: string; readonly Payload?: unknown };
  return { ExecutedVersion: '$LATEST', StatusCode: 200, Payload: (await invoke(FunctionName, Payload)) ?? null };
}

async function within<Result>(seconds: number | undefined, work: () => Promise<Result>): Promise<Result> {
  if (seconds === undefined) return work();
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timeout = Object.assign(new Error(`The task took longer than ${seconds} s`), { name: 'States.Timeout' });
  const timer = setTimeout(() => reject(timeout), seconds * 1000);
  try {
    return await Promise.race([work(), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
