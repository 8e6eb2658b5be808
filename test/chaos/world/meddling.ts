import type { Fault, Plan } from '../plan.ts';
import { operationIn } from './dynamodb.ts';
import { connectionError, refusedBy } from './fault-answers.ts';
import type { Wire } from './interception.ts';
import type { Invocations, Pending } from './invocations.ts';
import { type Addressee, addresseesOf, type Service, serviceOf } from './services.ts';
import type { World } from './world.ts';

/** One request and what came of it. */
export type Happening = {
  readonly at: number;
  readonly who: string;
  readonly what: string;
  /** Does it change something outside the function? */
  readonly isEffect: boolean;
  /** The fault it met, or the status it was answered with. */
  readonly result: string;
};

export type Meddling = {
  /** Lets one request take its course, or not. */
  release(pending: Pending): Promise<void>;
  readonly happenings: readonly Happening[];
  /** Faults that took place. */
  readonly met: readonly string[];
  isRepeated(): boolean;
};

const reads = new Set([
  'GetItem',
  'BatchGetItem',
  'Query',
  'GetParameter',
  'DetectSentiment',
  'DetectDominantLanguage',
]);

function nameOf(wire: Wire, service: Service): string {
  const operation = operationIn(wire);
  return operation === '' ? `${service} ${wire.method}` : `${service} ${operation}`;
}

const isEffect = (wire: Wire): boolean => wire.method !== 'GET' && !reads.has(operationIn(wire));

type ServiceFault = Extract<Fault, { on: 'service' }>;
type Trouble = { readonly fault: ServiceFault; readonly service: Service; left: number };

/** A request with its place among all requests, and among those to its service and to services of its kind. */
type Meeting = {
  readonly pending: Pending;
  readonly service: Service;
  readonly number: number;
  readonly numbers: ReadonlyMap<Addressee, number>;
};

const isAt = (fault: { readonly at: number; readonly of?: Addressee }, { number, numbers }: Meeting): boolean =>
  fault.at === (fault.of === undefined ? number : numbers.get(fault.of));

/** Does to requests what the plan says. */
export function createMeddling(plan: Plan, world: () => World): Meddling {
  const onRequest = plan.faults.filter((fault) => fault.on === 'request');
  const onService = plan.faults.filter((fault) => fault.on === 'service');
  const onInvocation = new Set(plan.faults.filter((fault) => fault.on === 'invocation').map(({ at }) => at));
  const asked = new Map<Addressee, number>();
  const troubles: Trouble[] = [];
  const happenings: Happening[] = [];
  const met: string[] = [];
  let handedOver = 0;

  function troubleOf(meeting: Meeting): ServiceFault | undefined {
    const { service } = meeting;
    const begins = onService.find((fault) => isAt(fault, meeting));
    if (begins) troubles.push({ fault: begins, service, left: begins.times });
    const trouble = troubles.find((one) => one.service === service && one.left > 0);
    if (trouble) trouble.left -= 1;
    return trouble?.fault;
  }

  async function perform({ wire, answer }: Pending): Promise<string> {
    const answered = await world().perform(wire);
    answer(answered);
    return String(answered.status);
  }

  async function meet(kind: Extract<Fault, { on: 'request' }>['kind'], { pending, service }: Meeting): Promise<void> {
    const { invocations } = world();
    const takesEffect = kind === 'crash-after' || kind === 'lost-answer' || kind === 'hang-after';
    if (takesEffect) await world().perform(pending.wire);
    await end(kind, { pending, service, invocations });
  }

  async function outcomeOf(meeting: Meeting): Promise<string> {
    const { pending, service } = meeting;
    const fault = onRequest.find((one) => isAt(one, meeting));
    if (fault) {
      await meet(fault.kind, meeting);
      return fault.kind;
    }
    const trouble = troubleOf(meeting);
    if (!trouble) return perform(pending);
    pending.answer(refusedBy(service, trouble.kind, pending.wire));
    return trouble.kind;
  }

  return {
    happenings,
    met,
    isRepeated() {
      handedOver += 1;
      if (!onInvocation.has(handedOver)) return false;
      met.push('handed over again');
      return true;
    },
    async release(pending) {
      const { invocations, time } = world();
      invocations.take(pending);
      const { invocation, wire } = pending;
      const service = serviceOf(wire);
      const at = time.ms();
      for (const addressee of addresseesOf(service)) asked.set(addressee, (asked.get(addressee) ?? 0) + 1);
      const numbers = new Map(addresseesOf(service).map((addressee) => [addressee, asked.get(addressee) ?? 0]));
      const result = await outcomeOf({ pending, service, number: happenings.length + 1, numbers });
      const isFault = !/^\d+$/.test(result);
      if (isFault) met.push(`${result} (${service})`);
      const who = `${invocation.name}#${invocation.number}`;
      happenings.push({ at, who, what: nameOf(wire, service), isEffect: isEffect(wire), result });
    },
  };
}

type Ending = { readonly pending: Pending; readonly service: Service; readonly invocations: Invocations };

async function end(
  kind: Extract<Fault, { on: 'request' }>['kind'],
  { pending, service, invocations }: Ending,
): Promise<void> {
  switch (kind) {
    case 'crash-before':
    case 'crash-after':
      return invocations.kill(pending.invocation);
    case 'lost-answer':
      return pending.fail(connectionError(service, 'ECONNRESET'));
    case 'unreachable':
      return pending.fail(connectionError(service, 'ECONNREFUSED'));
    case 'hang':
    case 'hang-after':
      pending.invocation.hanging += 1;
  }
}
