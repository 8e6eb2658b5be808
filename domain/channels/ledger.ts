import type { Instant } from '../kernel/clock.ts';

/** What became of one thing that came in through a connection. Receipts about our own messages are not counted here. */
export type LedgerLine = {
  readonly connectionId: string;
  readonly receivedAt: Instant;
  readonly itemId: string;
} & (
  | { readonly outcome: 'placed'; readonly conversationId: string }
  | { readonly outcome: 'quarantined'; readonly quarantineId: string }
  /** Deliberately not kept, or there already. */
  | { readonly outcome: 'dropped'; readonly rule: string }
);

/** A connection's day: everything received is placed, quarantined or dropped by a named rule. Placed lines lie in the claims, written with their effect. */
export type LedgerStore = {
  note(line: LedgerLine): Promise<void>;
  /** What was quarantined has been placed. */
  settle(line: Pick<LedgerLine, 'connectionId' | 'receivedAt' | 'itemId'>): Promise<void>;
  /** All lines of a UTC day (`2026-11-22`), oldest first. */
  ofDay(connectionId: string, day: string): Promise<readonly LedgerLine[]>;
};

export const dayOf = (at: Instant): string => at.slice(0, 10);

export type DaySums = {
  readonly received: number;
  readonly placed: number;
  readonly quarantined: number;
  /** By rule. */
  readonly dropped: Readonly<Record<string, number>>;
};

export function sumsOf(lines: readonly LedgerLine[]): DaySums {
  const dropped: Record<string, number> = {};
  for (const line of lines) if (line.outcome === 'dropped') dropped[line.rule] = (dropped[line.rule] ?? 0) + 1;
  const count = (outcome: LedgerLine['outcome']) => lines.filter((line) => line.outcome === outcome).length;
  return { received: lines.length, placed: count('placed'), quarantined: count('quarantined'), dropped };
}
