/** What is not simulated. Durations are those of warm functions in AWS, of which we have none to measure: taken high. */
export const assumptions = {
  webhookMs: 30,
  receiveMs: 60,
  publishMs: 80,
  deliverMs: 300,
  agentApiMs: 60,
  /** Requests of consoles a second beside answering: opening conversations, reading lists. */
  readsPerSecond: 800,
  comprehendShare: 0.1,
  lateShare: 0.05,
  /** Stream shards follow the table's partitions, a thousand write units each; each is read so often a second. */
  readsPerShard: 5,
  /** A console's socket in the table, with half a dozen topics. */
  socketBytes: 350,
  /** Seconds for which a function remembers a connection's secrets, and the configuration. */
  secretsRememberedSeconds: 60,
} as const;

/** One limit, how much of it the scenario uses, and what to do before it is reached. */
export type Quota = {
  readonly service: string;
  readonly what: string;
  /** As an account or a table starts out. */
  readonly limit: number;
  readonly use: number;
  readonly raise: string;
  readonly source: string;
};
