import type { Instant } from '../kernel/clock.ts';
import type { InboundEnvelope } from './inbound-envelope.ts';

/** A genuinely signed body that could not be parsed or placed: kept whole, with the reason, to be retried after a fix. */
export type QuarantineEntry = {
  readonly id: string;
  readonly envelope: InboundEnvelope;
  readonly reason: string;
  readonly quarantinedAt: Instant;
  readonly attempts: number;
  readonly placedAt?: Instant | undefined;
};

export type QuarantineStore = {
  get(id: string): Promise<QuarantineEntry | undefined>;
  put(entry: QuarantineEntry): Promise<void>;
  /** Newest first. */
  list(limit: number): Promise<readonly QuarantineEntry[]>;
};
