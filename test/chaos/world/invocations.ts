import { setImmediate as turn } from 'node:timers/promises';
import type { Context } from 'aws-lambda';
import type { Clock } from '#domain/kernel/clock.ts';
import { catalogue, type FunctionName } from '#functions/catalogue.ts';
import type { FunctionRow } from '#functions/function-row.ts';
import type { EnvironmentValues } from '#lib/environment.ts';
import { environmentOf } from '#local/environment.ts';
import { functionArn } from '#local/names.ts';
import type { Random } from '../random.ts';
import { outside, type Wire, type WireAnswer } from './interception.ts';
import { startsAt, type Time } from './time.ts';

export type Outcome =
  | { readonly kind: 'answered'; readonly answer: unknown }
  | { readonly kind: 'threw'; readonly error: unknown }
  /** The process ended in the middle: crashed, or took too long. */
  | { readonly kind: 'died' };

export type Invocation = {
  readonly number: number;
  readonly name: FunctionName;
  /** When Lambda would stop it. */
  readonly endsAt: number;
  /** Requests that never get an answer. */
  hanging: number;
  isOver: boolean;
};

/** A request that a function has made and that nothing has happened to yet. */
export type Pending = {
  readonly invocation: Invocation;
  readonly wire: Wire;
  readonly answer: (answer: WireAnswer) => void;
  readonly fail: (error: Error) => void;
};

type Sleeper = { readonly invocation: Invocation; readonly at: number; readonly wake: () => void };
type Handler = (event: unknown, context: Context) => Promise<unknown>;
type HandlerModule = {
  readonly create: (environment: Readonly<Record<string, string | undefined>>, runtime: { now: Clock }) => Handler;
};
type Ended = (outcome: Outcome) => void;
type Running = { readonly invocation: Invocation; readonly end: Ended };

export type InvocationNeeds = {
  readonly time: Time;
  readonly environment: EnvironmentValues;
  /** How far a function's clock is off. */
  readonly skewMs: (name: FunctionName) => number;
  readonly random: Random;
};

/** Functions at work, each stopped at every request until the scheduler says what comes of it. */
export type Invocations = {
  start(name: FunctionName, event: unknown, ended: Ended): Promise<Invocation>;
  readonly pending: readonly Pending[];
  /** Takes a request off the list to be decided about. */
  take(pending: Pending): void;
  /** The process ends: whatever it was at comes to nothing. */
  kill(invocation: Invocation): void;
  /** Resolves when every function waits for the world. */
  quiet(): Promise<void>;
  active(): number;
  /** How many there were so far. */
  started(): number;
  /** Names of the errors that functions logged. */
  errors(): readonly string[];
  /** When a function's own timer goes off, or Lambda stops one that waits for nothing else. */
  nextAt(): number | undefined;
  /** Wakes who is due and ends who took too long. */
  wakeDue(): void;
};

const modules = new Map<FunctionName, Promise<HandlerModule>>();

function moduleOf(name: FunctionName): Promise<HandlerModule> {
  const row: FunctionRow = catalogue[name];
  const file = new URL(`../../../functions/${row.entry}/handler.ts`, import.meta.url);
  const loaded = modules.get(name) ?? (import(file.href) as Promise<HandlerModule>);
  modules.set(name, loaded);
  return loaded;
}

const contextOf = (name: FunctionName, number: number): Context => ({
  awsRequestId: `request-${number}`,
  callbackWaitsForEmptyEventLoop: true,
  functionName: name,
  functionVersion: '$LATEST',
  invokedFunctionArn: functionArn(name),
  memoryLimitInMB: '512',
  logGroupName: `/aws/lambda/${name}`,
  logStreamName: 'chaos',
  getRemainingTimeInMillis: () => catalogue[name].timeoutSeconds * 1000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
});

/**
 * Instances wait here for their next call, also from one schedule to the next: making a client of the SDK costs more than
 * calling it. What they remember is forgotten in between, since each schedule begins years after the one before.
 */
const idle = new Map<FunctionName, Handler[]>();
/** It remembers by the time of day when a connection last worked. */
const neverKept: readonly FunctionName[] = ['deliverReplies'];
const betweenSchedulesMs = 1e11;
let schedules = 0;
let clockOf: (name: FunctionName) => Date = () => new Date();

export function createInvocations({ time, environment, skewMs, random }: InvocationNeeds): Invocations {
  schedules += 1;
  const sinceThreadBegan = schedules * betweenSchedulesMs;
  clockOf = (name) => new Date(time.ms() + skewMs(name));
  for (const name of neverKept) idle.delete(name);
  const running = new Map<Invocation, Running>();
  let pending: Pending[] = [];
  let sleepers: Sleeper[] = [];
  let started = 0;
  let stirs = 0;
  const logged: string[] = [];

  async function instanceOf(name: FunctionName): Promise<Handler> {
    const warm = idle.get(name)?.pop();
    if (warm) return warm;
    const { create } = await moduleOf(name);
    return create(environmentOf(catalogue[name], environment), { now: () => clockOf(name) });
  }

  function over(invocation: Invocation, outcome: Outcome): void {
    const run = running.get(invocation);
    if (!run) return;
    stirs += 1;
    invocation.isOver = true;
    running.delete(invocation);
    pending = pending.filter((one) => one.invocation !== invocation);
    sleepers = sleepers.filter((one) => one.invocation !== invocation);
    run.end(outcome);
  }

  const outsideOf = (invocation: Invocation) => ({
    nowMs: () => sinceThreadBegan + time.ms() - startsAt,
    random: random.next,
    log: (line: string) => void logged.push(line),
    request: (wire: Wire) =>
      new Promise<WireAnswer>((answer, fail) => {
        if (invocation.isOver) return;
        stirs += 1;
        pending.push({ invocation, wire, answer, fail });
      }),
    timer(ms: number, wake: () => void) {
      stirs += 1;
      const sleeper = { invocation, at: time.ms() + ms, wake };
      if (!invocation.isOver) sleepers.push(sleeper);
      return () => {
        sleepers = sleepers.filter((one) => one !== sleeper);
      };
    },
  });

  const waitsForWorld = (invocation: Invocation): boolean =>
    invocation.hanging > 0 ||
    pending.some((one) => one.invocation === invocation) ||
    sleepers.some((one) => one.invocation === invocation);

  return {
    async start(name, event, end) {
      const handler = await instanceOf(name);
      started += 1;
      const endsAt = time.ms() + catalogue[name].timeoutSeconds * 1000;
      const invocation: Invocation = { number: started, name, endsAt, hanging: 0, isOver: false };
      running.set(invocation, { invocation, end });
      const work = outside.run(outsideOf(invocation), () =>
        handler({ ...(event as object) }, contextOf(name, started)),
      );
      work.then(
        (answer) => {
          if (!invocation.isOver) idle.set(name, [...(idle.get(name) ?? []), handler]);
          over(invocation, { kind: 'answered', answer });
        },
        (error: unknown) => {
          if (!invocation.isOver) idle.set(name, [...(idle.get(name) ?? []), handler]);
          over(invocation, { kind: 'threw', error });
        },
      );
      return invocation;
    },
    get pending() {
      return pending;
    },
    take(one) {
      pending = pending.filter((other) => other !== one);
    },
    kill: (invocation) => over(invocation, { kind: 'died' }),
    async quiet() {
      const giveUpAt = Date.now() + 20_000;
      for (let seen = -1; seen !== stirs || ![...running.keys()].every(waitsForWorld); ) {
        seen = stirs;
        await turn();
        await turn();
        if (Date.now() > giveUpAt) throw new Error('a function waits for something that is not simulated');
      }
    },
    active: () => running.size,
    started: () => started,
    errors: () => logged.flatMap((line) => /"error":\s*"(\w+)"/.exec(line)?.[1] ?? []),
    nextAt: () =>
      [...sleepers.map(({ at }) => at), ...[...running.keys()].map(({ endsAt }) => endsAt)].reduce<number | undefined>(
        (soonest, at) => (soonest === undefined || at < soonest ? at : soonest),
        undefined,
      ),
    wakeDue() {
      for (const invocation of [...running.keys()])
        if (invocation.endsAt <= time.ms()) over(invocation, { kind: 'died' });
      const due = sleepers.filter(({ at }) => at <= time.ms()).toSorted((one, other) => one.at - other.at);
      const [first] = due;
      if (!first) return;
      sleepers = sleepers.filter((one) => one !== first);
      stirs += 1;
      first.wake();
    },
  };
}
