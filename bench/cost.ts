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
    'Step Functions': of(counts.stateTransitions, prices.stateTransition),
    Comprehend: of(counts.comprehendUnits, prices.comprehendUnit),
    'WebSocket pushes': of(counts.socketMessages, prices.socketMessage),
    'CloudWatch Logs': of(counts.logBytes / bytesPerGb, prices.logGb),
    S3: of(counts.s3Puts, prices.s3Put) + of(counts.s3Gets, prices.s3Get),
  };
}

export const totalOf = (bill: Bill): number => Object.values(bill).reduce((sum, each) => sum + each, 0);

/** The mean of several kinds of messages that come equally often. */
export function meanOf(all: readonly Counts[]): Counts {
  const [first] = all;
  if (!first) throw new Error('there is nothing to take the mean of');
  const mean = (name: keyof Counts): number => all.reduce((sum, each) => sum + each[name], 0) / all.length;
  return {
    httpRequests: mean('httpRequests'),
    snsPublishes: mean('snsPublishes'),
    lambdaInvocations: mean('lambdaInvocations'),
    lambdaGbSeconds: mean('lambdaGbSeconds'),
    sqsFifoRequests: mean('sqsFifoRequests'),
    sqsStandardRequests: mean('sqsStandardRequests'),
    writeUnits: mean('writeUnits'),
    readUnits: mean('readUnits'),
    storedBytes: mean('storedBytes'),
    stateTransitions: mean('stateTransitions'),
    comprehendUnits: mean('comprehendUnits'),
    socketMessages: mean('socketMessages'),
    logBytes: mean('logBytes'),
    s3Puts: mean('s3Puts'),
    s3Gets: mean('s3Gets'),
  };
}

/**
 * Not measurable away from AWS, so assumed, and on the high side: how long a function waits for one call, all of them
 * one after the other, and how long it works beside them at the few hundred megabytes that our functions have.
 */
export const assumed = { msPerCall: 6, msPerComprehendCall: 80, msBesideCalls: 5 } as const;

/** Gigabyte-seconds of so many invocations that made so many calls. */
export function gbSecondsOf(work: {
  readonly memoryMb: number;
  readonly invocations: number;
  readonly calls: number;
  readonly comprehendCalls: number;
}): number {
  const ms =
    work.invocations * assumed.msBesideCalls +
    (work.calls - work.comprehendCalls) * assumed.msPerCall +
    work.comprehendCalls * assumed.msPerComprehendCall;
  return (ms / 1000) * (work.memoryMb / 1024);
}
