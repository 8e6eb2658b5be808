import { type Random, randomFrom } from './random.ts';
import { type RefusalKind, refusals } from './world/fault-answers.ts';
import type { Addressee } from './world/services.ts';

/** What customers, agents and operators do. `number` names a step in every text, id and key that comes of it. */
export type Step = { readonly number: number /** Milliseconds since the schedule began. */; readonly at: number } & (
  | {
      readonly do: 'write';
      readonly channel: Channel;
      readonly customer: number;
      /** Milliseconds after the first one at which the provider delivers it: 1 to 5 times. */
      readonly deliveries: readonly number[];
    }
  | { readonly do: 'edit'; readonly customer: number; readonly deliveries: readonly number[] }
  | { readonly do: 'send-nonsense'; readonly deliveries: readonly number[] }
  | { readonly do: 'answer'; readonly agent: number; readonly which: number; readonly andResolve: boolean }
  | { readonly do: 'snooze'; readonly agent: number; readonly which: number; readonly forMs: number }
  | { readonly do: 'resolve' | 'reopen' | 'put-back' | 'take' | 'note'; readonly agent: number; readonly which: number }
  | { readonly do: 'presence'; readonly agent: number; readonly presence: 'available' | 'away' | 'offline' }
  | { readonly do: 'open-console' | 'drop-console'; readonly agent: number }
  | { readonly do: 'redrive' }
);
export type Channel = (typeof channels)[number];
export const channels = ['sms', 'telegram', 'email'] as const;

export const requestFaults = [
  'crash-before',
  'crash-after',
  'lost-answer',
  'unreachable',
  'hang',
  'hang-after',
] as const;
export type RequestFault = (typeof requestFaults)[number];

export type Fault =
  /** Of one request, counted from 1 in the order in which they reach the world, or one service or kind of services. */
  | { readonly on: 'request'; readonly at: number; readonly of?: Addressee; readonly kind: RequestFault }
  /** A service refuses from one request on, so many times. */
  | {
      readonly on: 'service';
      readonly at: number;
      readonly of?: Addressee;
      readonly kind: RefusalKind;
      readonly times: number;
    }
  /** What an invocation did was not noted: what woke it wakes another. */
  | { readonly on: 'invocation'; readonly at: number; readonly kind: 'repeated' }
  | { readonly on: 'timer'; readonly at: number; readonly kind: 'twice' }
  | { readonly on: 'timer'; readonly at: number; readonly kind: 'late'; readonly byMs: number }
  | { readonly on: 'clock'; readonly kind: 'skew'; readonly function: number; readonly byMs: number };

/** A schedule: everything that decides what happens. */
export type Plan = {
  readonly seed: number;
  readonly steps: readonly Step[];
  readonly faults: readonly Fault[];
  /** `in-turn`: one function at a time and first things first. `mixed`: up to three at once, their requests in any order. */
  readonly order: 'in-turn' | 'mixed';
};

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Time until a provider repeats itself: at once, within and beyond SQS's five minutes, days later. */
const repeatsAfter = [0, 40 * second, 6 * minute, 26 * hour, 4 * day] as const;
/** Time between two steps. */
const gaps = [0, 20, second, 20 * second, 3 * minute, 40 * minute, 3 * hour, 4 * day] as const;

function deliveriesOf(random: Random): readonly number[] {
  const times = random.chance(0.5) ? 0 : random.below(5);
  return [0, ...Array.from({ length: times }, () => random.pick(repeatsAfter) + random.below(2000))];
}

type Drawing = { readonly random: Random; readonly number: number; readonly at: number };

const writing = ({ random, number, at }: Drawing): Step => ({
  number,
  at,
  do: 'write',
  channel: random.pick(['sms', 'sms', 'telegram', 'email']),
  customer: random.below(2),
  deliveries: deliveriesOf(random),
});

/** What agents do, answering most of all. */
const deeds = ['answer', 'answer', 'answer', 'resolve', 'snooze', 'put-back', 'take', 'reopen', 'note'] as const;

function agentStep({ random, number, at }: Drawing): Step {
  const who = { number, at, agent: random.below(2), which: random.below(3) };
  const what = random.pick(deeds);
  if (what === 'answer') return { ...who, do: what, andResolve: random.chance(0.3) };
  if (what === 'snooze') return { ...who, do: what, forMs: random.pick([2 * minute, 30 * minute, 5 * hour]) };
  return { ...who, do: what };
}

function otherStep({ random, number, at }: Drawing): Step {
  const deliveries = () => deliveriesOf(random);
  switch (random.below(7)) {
    case 0:
      return { number, at, do: 'edit', customer: random.below(2), deliveries: deliveries() };
    case 1:
      return { number, at, do: 'send-nonsense', deliveries: deliveries() };
    case 2:
      return {
        number,
        at,
        do: 'presence',
        agent: random.below(2),
        presence: random.pick(['available', 'available', 'away', 'offline']),
      };
    case 3:
      return { number, at, do: 'redrive' };
    case 4:
      return { number, at, do: 'drop-console', agent: random.below(2) };
    default:
      return { number, at, do: 'open-console', agent: random.below(2) };
  }
}

function stepsOf(random: Random): readonly Step[] {
  const count = 2 + random.below(5);
  let at = 0;
  return Array.from({ length: count }, (_, number) => {
    at += number === 0 ? 0 : random.pick(gaps);
    const draw = { random, number, at };
    const kind = random.next();
    if (number === 0 || kind < 0.45) return writing(draw);
    return kind < 0.75 ? agentStep(draw) : otherStep(draw);
  });
}

/** Requests among which a fault is looked for; most schedules of this size make more. */
const requestsPerStep = 22;

/** Services that are seldom asked, and where being interrupted matters most. */
const seldomAsked = ['twilio', 'ses', 'telegram', 'sqs', 'scheduler', 'sfn', 'sockets', 'comprehend'] as const;

/** Where a fault happens: at any request, at one of the first to a certain service, or at one of the first that send. */
function placeOf(random: Random, steps: number): { readonly at: number; readonly of?: Addressee } {
  const where = random.next();
  if (where < 0.5) return { at: 1 + random.below(steps * requestsPerStep) };
  if (where < 0.75) return { at: 1 + random.below(4), of: random.pick(seldomAsked) };
  return { at: 1 + random.below(2), of: 'senders' };
}

function faultOf(random: Random, steps: number): Fault {
  const kind = random.next();
  if (kind < 0.55) return { on: 'request', ...placeOf(random, steps), kind: random.pick(requestFaults) };
  if (kind < 0.75)
    return {
      on: 'service',
      ...placeOf(random, steps),
      kind: random.pick(refusals),
      times: random.pick([1, 2, 4, 7, 40]),
    };
  if (kind < 0.85) return { on: 'invocation', at: 1 + random.below(steps * 5), kind: 'repeated' };
  if (kind < 0.9) return { on: 'timer', at: 1 + random.below(6), kind: 'twice' };
  if (kind < 0.95)
    return { on: 'timer', at: 1 + random.below(6), kind: 'late', byMs: random.pick([minute, 20 * minute, 3 * hour]) };
  return { on: 'clock', kind: 'skew', function: random.below(9), byMs: (random.below(11) - 5) * minute };
}

/** The schedule of a seed. */
export function planOf(seed: number): Plan {
  const random = randomFrom(seed);
  const steps = stepsOf(random);
  const faults = Array.from({ length: random.below(7) }, () => faultOf(random, steps.length));
  return { seed, steps, faults, order: random.chance(0.7) ? 'mixed' : 'in-turn' };
}
