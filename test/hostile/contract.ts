/** What became of an input. */
export type Verdict = {
  /** `ignored`: acknowledged and without effect. */
  readonly outcome: 'stored' | 'refused' | 'ignored';
  /** Where it was stored and how it was bounded, why it was refused, or the rule by which it was ignored. */
  readonly reason: string;
};

/** One input that is meant to do harm, and what has to become of it. */
export type Hostile = {
  /** A row of the runner's table. */
  readonly group: string;
  /** A sentence, unique within its group: "a mail with 10,000 parts". */
  readonly name: string;
  readonly expects: Verdict['outcome'];
  /** What the reason has to say. */
  readonly because?: RegExp;
  /** Builds what the harness needs (the input, a server, a table), outside the measurement. */
  readonly prepare?: () => Promise<void>;
  /** Puts the input through the real handlers. What it throws is a crash. */
  readonly run: () => Promise<Verdict>;
  /** Takes down what `prepare` put up. */
  readonly cleanUp?: () => Promise<void>;
  /** How many inputs it puts through, when they are many: CPU time is then that of each. @default 1 */
  readonly inputs?: number;
  /** Too long for the test suite; run by `npm run hostile` alone. */
  readonly isLong?: boolean;
};

/** What one case may cost: CPU time in milliseconds, memory in bytes above the idle process (R12). */
export const limits = { cpuMs: 250, memoryBytes: 64 * 1024 * 1024 } as const;
