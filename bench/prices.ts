/**
 * What AWS charges, in US dollars per unit. us-east-1, list prices without free tiers; where volume tiers exist, the first.
 * Source: the project's cost model of November 2026; SNS, EventBridge Scheduler, alarms, metrics, dashboards and the free tiers are
 * from general knowledge. None was compared with AWS's own pages on that day: do so before quoting them. The only place with prices.
 */
export const prices = {
  region: 'us-east-1',
  asOf: 'November 2026',
  /** HTTP API, per request up to 512 KB. */
  httpRequest: 1.0e-6,
  lambdaRequest: 0.2e-6,
  /** arm64. */
  lambdaGbSecond: 0.000_013_333_4,
  sqsFifoRequest: 0.5e-6,
  sqsStandardRequest: 0.4e-6,
  snsPublish: 0.5e-6,
  /** On-demand, since November 2024. */
  writeUnit: 0.625e-6,
  readUnit: 0.125e-6,
  tableGbMonth: 0.25,
  /** Step Functions Standard. */
  stateTransition: 25e-6,
  /** EventBridge Scheduler, one schedule going off; making it costs nothing. */
  timer: 1.0e-6,
  /** 100 characters, at least three units a request. */
  comprehendUnit: 100e-6,
  /** WebSocket API, per 32 KB. */
  socketMessage: 1.0e-6,
  logGb: 0.5,
  s3Put: 5e-6,
  s3Get: 0.4e-6,
  /** A standard-resolution metric alarm, a month. */
  alarmMonth: 0.1,
  /** A custom metric, a month, in months in which it is written. */
  customMetricMonth: 0.3,
  dashboardMonth: 3,
  /** SSM standard parameters, keys that AWS owns and stream reads by Lambda cost nothing. */
} as const;

/** Those of `prices` that are known and were not looked up for the cost model. */
export const notLookedUp: readonly (keyof typeof prices)[] = [
  'snsPublish',
  'timer',
  'alarmMonth',
  'customMetricMonth',
  'dashboardMonth',
];

/** What the parts that were not chosen cost; known and not looked up. */
export const alternatives = { restRequest: 3.5e-6, lambdaGbSecondX86: 0.000_016_666_7 } as const;

/** What AWS gives away each month, for good and not only in an account's first year. */
export const alwaysFree = {
  sqsRequests: 1_000_000,
  alarms: 10,
  customMetrics: 10,
  dashboards: 3,
} as const;

/** What others charge for the same million of inbound messages: Amazon Connect's list, October 2026. */
export const amazonConnect = { chat: 10_000, email: 80_000 } as const;

/** Paid for the channel and not for Parley: SES receiving, a mail of one 256 KB chunk; and sending, without a plan. */
export const sesReceive = 0.1e-3 + 0.09e-3;
export const sesSend = 0.1e-3;
