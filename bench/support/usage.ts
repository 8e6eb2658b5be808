import { catalogue, type FunctionName } from '#functions/catalogue.ts';
import type { FunctionRow } from '#functions/function-row.ts';
import { type Counts, gbSecondsOf, lateShare } from '../cost.ts';
import { sumOf, type Watch } from './counted-calls.ts';
import type { Run } from './run.ts';
import { type Watching, watchingOf } from './transitions.ts';

/** What watching costs on average, a part of the replies being late. */
export type Watched = { readonly answered: Watching; readonly late: Watching };

/** Bytes that one message puts on the way. */
export type Payload = {
  readonly received: number;
  readonly queued: number;
  readonly pushed: number;
  readonly stored: number;
  readonly logged: number;
};

export type Usage = { readonly counts: Counts; readonly payload: Payload };

/** A line of the HTTP API's access log as `lib/constructs/http-api.ts` has it, with what CloudWatch adds. */
const accessLogBytes = 290;

export const watchBoth = async (): Promise<Watched> => ({
  answered: await watchingOf('answered'),
  late: await watchingOf('late'),
});

const rowOf = (name: string): FunctionRow => catalogue[name as FunctionName];

const wokenBy = ({ invocations }: Watch, kind: FunctionRow['trigger']['kind']): number =>
  [...invocations].reduce((sum, [name, count]) => sum + (rowOf(name).trigger.kind === kind ? count : 0), 0);

const gbSecondsIn = ({ invocations, calls }: Watch): number =>
  [...invocations].reduce((sum, [name, count]) => {
    const { memoryMb } = rowOf(name);
    return sum + gbSecondsOf({ memoryMb, invocations: count, calls: calls.get(name) ?? new Map() });
  }, 0);

/** What follows from timers that the run has set: it ends before they go off. */
function followingTimers({ answered, late }: Watched, timersSet: number) {
  const of = (what: keyof Watching): number => timersSet * ((1 - lateShare) * answered[what] + lateShare * late[what]);
  const [invocations, calls] = [of('invocations'), of('calls')];
  const { memoryMb } = catalogue.escalate;
  return {
    timers: of('timers'),
    stateTransitions: of('transitions'),
    invocations,
    gbSeconds: gbSecondsOf({ memoryMb, invocations, calls: new Map([['DynamoDB', calls]]) }),
    readUnits: of('readUnits'),
  };
}

/** Requests to FIFO and to standard queues: what functions send, and Lambda's receive and delete of each batch. */
function sqsRequestsIn({ seen, driver }: Run): { readonly fifo: number; readonly standard: number } {
  const of = (counts: typeof driver.batches, ...queues: Parameters<typeof driver.batches.get>[0][]): number =>
    queues.reduce((sum, queue) => sum + (counts.get(queue) ?? 0), 0);
  const fifoMessages = of(driver.messages, 'inbound', 'outbound');
  const messages = fifoMessages + of(driver.messages, 'urgent', 'standard');
  const fifoShare = messages === 0 ? 0 : fifoMessages / messages;
  const sent = sumOf(seen.billed, (operation) => operation.startsWith('AmazonSQS.SendMessage'));
  const postponed = sumOf(seen.billed, (operation) => operation === 'AmazonSQS.ChangeMessageVisibility');
  return {
    fifo: fifoShare * sent + postponed + 2 * of(driver.batches, 'inbound', 'outbound'),
    standard: (1 - fifoShare) * sent + 2 * of(driver.batches, 'urgent', 'standard'),
  };
}

/** What each of so many messages used since the last reset of the run. */
export function usageOf(run: Run, watched: Watched, messages: number): Usage {
  const { seen, driver, writes, reads } = run;
  const billed = (wanted: (operation: string) => boolean): number => sumOf(seen.billed, wanted);
  const bytes = (wanted: (operation: string) => boolean): number => sumOf(seen.bytes, wanted);
  const is = (prefix: string) => (operation: string) => operation.startsWith(prefix);
  const following = followingTimers(watched, billed(is('Scheduler.')));
  const httpRequests = wokenBy(seen, 'http');
  const sqs = sqsRequestsIn(run);
  const logBytes = seen.logBytes() + httpRequests * accessLogBytes;
  const counts: Counts = {
    httpRequests,
    snsPublishes: wokenBy(seen, 'sns'),
    lambdaInvocations: [...seen.invocations.values()].reduce((sum, one) => sum + one, following.invocations),
    lambdaGbSeconds: gbSecondsIn(seen) + following.gbSeconds,
    sqsFifoRequests: sqs.fifo,
    sqsStandardRequests: sqs.standard,
    writeUnits: writes.total(),
    readUnits: reads.units() + following.readUnits,
    storedBytes: writes.grown(),
    timers: following.timers,
    stateTransitions: following.stateTransitions,
    comprehendUnits: run.comprehendUnits(),
    socketMessages: billed(is('Sockets.')) + wokenBy(seen, 'socket'),
    logBytes,
    // SES has put a mail there before it tells of it.
    s3Puts: billed(is('S3.PutObject')) + (seen.invocations.get('sesEmailWebhook') ?? 0),
    s3Gets: billed(is('S3.GetObject')),
  };
  const payload: Payload = {
    received: driver.receivedBytes(),
    queued: bytes(is('AmazonSQS.')),
    pushed: bytes(is('Sockets.')),
    stored: writes.grown(),
    logged: logBytes,
  };
  return { counts: perMessage(counts, messages), payload: perMessage(payload, messages) };
}

const perMessage = <Figures extends Readonly<Record<string, number>>>(figures: Figures, messages: number): Figures =>
  Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, figure / messages])) as Figures;
