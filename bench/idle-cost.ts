import { gbSecondsOf } from './cost.ts';
import { alwaysFree, prices } from './prices.ts';
import { synthesise, type Template } from './support/assembly.ts';
import { atMost, type Part, print, rounded, table } from './support/report.ts';

/** What the production stack costs in a month in which nobody writes, from its template. Run: node bench/idle-cost.ts */

/** What the template has that costs money while it does nothing. */
export type Idle = {
  readonly alarms: number;
  readonly dashboards: number;
  /** Custom metrics are billed in hours in which they are written; an idle system writes none. */
  readonly customMetrics: number;
  readonly fifoSources: number;
  readonly standardSources: number;
  /** Times a month that a rule of the clock wakes a function which finds nothing to do. */
  readonly scheduledRuns: number;
};

/**
 * Lambda polls an SQS queue with long polls of 20 seconds: standard queues that are idle with two at once
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html); five for FIFO is the cost model's assumption.
 */
const pollers = { fifo: 5, standard: 2 } as const;
const pollsAMonth = (30 * 24 * 3600) / 20;
const minutesAMonth = 30 * 24 * 60;

/** Of a function that finds no source to ask: it reads the list of them. */
const emptyRun =
  prices.lambdaRequest +
  prices.readUnit +
  gbSecondsOf({ memoryMb: 512, invocations: 1, calls: new Map([['DynamoDB.Query', 1]]) }) * prices.lambdaGbSecond;

type Lines = Readonly<Record<string, { readonly listed: number; readonly afterFree: number }>>;

const beyond = (count: number, free: number): number => Math.max(0, count - free);

/** Dollars a month by item: at list price, and after what AWS gives away for good. */
export function idleCostOf(idle: Idle): Lines {
  const polls = {
    fifo: idle.fifoSources * pollers.fifo * pollsAMonth,
    standard: idle.standardSources * pollers.standard * pollsAMonth,
  };
  const polling = polls.fifo * prices.sqsFifoRequest + polls.standard * prices.sqsStandardRequest;
  const requests = polls.fifo + polls.standard;
  const sharePaid = requests === 0 ? 0 : beyond(requests, alwaysFree.sqsRequests) / requests;
  const line = (count: number, free: number, price: number) => ({
    listed: count * price,
    afterFree: beyond(count, free) * price,
  });
  return {
    alarms: line(idle.alarms, alwaysFree.alarms, prices.alarmMonth),
    'polling of SQS queues': { listed: polling, afterFree: polling * sharePaid },
    'runs by the clock': line(idle.scheduledRuns, 0, emptyRun),
    'custom metrics': line(idle.customMetrics, alwaysFree.customMetrics, prices.customMetricMonth),
    // Three dashboards of an account are free whoever asks: there is no list price for the first.
    dashboards: {
      listed: beyond(idle.dashboards, alwaysFree.dashboards) * prices.dashboardMonth,
      afterFree: beyond(idle.dashboards, alwaysFree.dashboards) * prices.dashboardMonth,
    },
  };
}

/** What of a template costs money while it does nothing; a resource that always does is refused. */
export function idleIn({ Resources }: Template): Idle {
  const all = Object.values(Resources);
  const count = (type: string): number => all.filter(({ Type }) => Type === type).length;
  for (const type of neverIdle) if (count(type) > 0) throw new Error(`${type} costs money around the clock: price it`);
  const sources = all
    .filter(({ Type }) => Type === 'AWS::Lambda::EventSourceMapping')
    .map(({ Properties }) => JSON.stringify(Properties?.EventSourceArn))
    .map((source) => Object.entries(Resources).find(([id]) => source.includes(`"${id}"`))?.[1])
    .filter((source) => source?.Type === 'AWS::SQS::Queue');
  const fifo = sources.filter((source) => source?.Properties?.FifoQueue === true).length;
  return {
    alarms: count('AWS::CloudWatch::Alarm'),
    dashboards: count('AWS::CloudWatch::Dashboard'),
    customMetrics: 0,
    fifoSources: fifo,
    standardSources: sources.length - fifo,
    scheduledRuns: all.reduce(
      (sum, { Type, Properties }) => sum + (Type === 'AWS::Events::Rule' ? runsOf(Properties) : 0),
      0,
    ),
  };
}

function runsOf({ ScheduleExpression: rate }: Readonly<Record<string, unknown>> = {}): number {
  if (rate === undefined) return 0;
  const [, minutes] = /^rate\((\d+) minutes?\)$/.exec(String(rate)) ?? [];
  if (minutes === undefined) throw new Error(`how often ${rate} is cannot be told: price it`);
  return minutesAMonth / Number(minutes);
}

/** Billed by the hour or the month whether used or not. */
const neverIdle = [
  'AWS::EC2::NatGateway',
  'AWS::EC2::VPCEndpoint',
  'AWS::KMS::Key',
  'AWS::SecretsManager::Secret',
  'AWS::WAFv2::WebACL',
  'AWS::OpenSearchServerless::Collection',
  'AWS::RDS::DBInstance',
  'AWS::Route53::HostedZone',
] as const;

const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);

export type IdleBill = {
  readonly idle: Idle;
  readonly lines: Lines;
  readonly listed: number;
  readonly afterFree: number;
};

/** Dollars of a month in which nobody writes. */
export function idleBillOf(template: Template): IdleBill {
  const idle = idleIn(template);
  const lines = idleCostOf(idle);
  const listed = sum(Object.values(lines).map((each) => each.listed));
  const afterFree = sum(Object.values(lines).map((each) => each.afterFree));
  return { idle, lines, listed, afterFree };
}

export function idleCostPart({ idle, lines, listed, afterFree }: IdleBill): Part {
  const reference = 'NAT + OpenSearch shape $446';
  return {
    title: 'Idle cost',
    measures: [
      atMost('idle cost per month, without free tiers', { figure: listed, target: 4.5, unit: '$', reference }),
      atMost('idle cost per month, with always-free tiers', { figure: afterFree, target: 4.5, unit: '$', reference }),
    ],
    details: [
      `${idle.alarms} alarms, ${idle.dashboards} dashboard, ${idle.fifoSources} FIFO and ${idle.standardSources} standard SQS queues that Lambda polls, ${rounded(idle.scheduledRuns)} runs by the clock.`,
      'A dashboard of the first three costs nothing; a custom metric costs $0.30 in a month in which it is written.',
      '',
      ...table(
        ['item', '$ a month', 'with always-free tiers'],
        Object.entries(lines).map(([name, line]) => [name, rounded(line.listed), rounded(line.afterFree)]),
      ),
    ],
  };
}

if (import.meta.main) {
  const assembly = synthesise();
  print(idleCostPart(idleBillOf(assembly.template)));
  assembly.remove();
}
