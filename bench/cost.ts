import { prices } from './prices.ts';

/** What one inbound message uses, on average. */
export type Counts = {
  readonly httpRequests: number;
  readonly snsPublishes: number;
  readonly lambdaInvocations: number;
  readonly lambdaGbSeconds: number;
  readonly sqsFifoRequests: number;
  readonly sqsStandardRequests: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly storedBytes: number;
  readonly timers: number;
  readonly stateTransitions: number;
  readonly comprehendUnits: number;
  readonly socketMessages: number;
  readonly logBytes: number;
  readonly s3Puts: number;
  readonly s3Gets: number;
};

export type Bill = Readonly<Record<string, number>>;

const bytesPerGb = 1e9;

/** Dollars for so many messages, by item of the bill; storage is that of one month. */
export function billOf(counts: Counts, messages: number): Bill {
  const of = (units: number, price: number): number => units * price * messages;
  return {
    'HTTP API and SNS': of(counts.httpRequests, prices.httpRequest) + of(counts.snsPublishes, prices.snsPublish),
    Lambda: of(counts.lambdaInvocations, prices.lambdaRequest) + of(counts.lambdaGbSeconds, prices.lambdaGbSecond),
    SQS: of(counts.sqsFifoRequests, prices.sqsFifoRequest) + of(counts.sqsStandardRequests, prices.sqsStandardRequest),
    'DynamoDB writes': of(counts.writeUnits, prices.writeUnit),
    'DynamoDB reads': of(counts.readUnits, prices.readUnit),
    'DynamoDB storage, a month': of(counts.storedBytes / bytesPerGb, prices.tableGbMonth),
    'EventBridge Scheduler': of(counts.timers, prices.timer),
    'Step Functions': of(counts.stateTransitions, prices.stateTransition),
    Comprehend: of(counts.comprehendUnits, prices.comprehendUnit),
    'WebSocket pushes': of(counts.socketMessages, prices.socketMessage),
    'CloudWatch Logs': of(counts.logBytes / bytesPerGb, prices.logGb),
    S3: of(counts.s3Puts, prices.s3Put) + of(counts.s3Gets, prices.s3Get),
  };
}

export const totalOf = (bill: Bill): number => Object.values(bill).reduce((sum, each) => sum + each, 0);

/** Kinds of messages, each with its share of all. */
export function mixOf(kinds: readonly { readonly share: number; readonly counts: Counts }[]): Counts {
  const [first] = kinds;
  if (!first) throw new Error('there is nothing to mix');
  const names = Object.keys(first.counts) as (keyof Counts)[];
  const mixed = names.map((name) => [name, kinds.reduce((sum, each) => sum + each.share * each.counts[name], 0)]);
  return Object.fromEntries(mixed) as Counts;
}

/** The mean of several kinds of messages that come equally often. */
export const meanOf = (all: readonly Counts[]): Counts =>
  mixOf(all.map((counts) => ({ share: 1 / all.length, counts })));

/** Of the messages that come in, those that open a conversation. */
export const openingShare = 0.3;

/** Of the replies that customers are owed, how many are late. Not measurable before somebody answers; help desks promise 90 to 95 % in time. */
export const lateShare = 0.05;

/**
 * Not measurable away from AWS, so assumed, and on the high side: how long a function waits for one call, all of them
 * one after the other, and how long it works beside them at the few hundred megabytes that our functions have.
 */
export const assumed = {
  msBesideCalls: 5,
  msPerCall: { DynamoDB: 6, S3: 25, Comprehend: 80, providers: 200 },
} as const;

/** SES, social messaging and the like send what a provider would. */
const waits = [
  [/^S3\./, assumed.msPerCall.S3],
  [/^Comprehend\./, assumed.msPerCall.Comprehend],
  [/^(Provider|ses|social-messaging|PinpointSMSVoice\w*)\./, assumed.msPerCall.providers],
] as const;

const msOf = (operation: string): number =>
  waits.find(([pattern]) => pattern.test(operation))?.[1] ?? assumed.msPerCall.DynamoDB;

/** Gigabyte-seconds of so many invocations that made these calls, by operation. */
export function gbSecondsOf(work: {
  readonly memoryMb: number;
  readonly invocations: number;
  readonly calls: ReadonlyMap<string, number>;
}): number {
  const waiting = [...work.calls].reduce((sum, [operation, count]) => sum + count * msOf(operation), 0);
  return ((work.invocations * assumed.msBesideCalls + waiting) / 1000) * (work.memoryMb / 1024);
}
