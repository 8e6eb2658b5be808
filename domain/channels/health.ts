import * as z from 'zod';
import { $Failure, type Failure, type FailureClass, type SendOutcome } from './delivery.ts';
import type { AccountNotice } from './message-update.ts';

const $Notice = z.object({
  what: z.string(),
  detail: z.string(),
  at: z.iso.datetime(),
  severity: z.enum(['info', 'warning', 'broken']),
});

export const $ConnectionHealth = z.object({
  /** Of the connection. */
  id: z.string(),
  lastSentAt: z.iso.datetime().optional(),
  failure: $Failure.extend({ at: z.iso.datetime() }).optional(),
  /** Sends refused one after the other, not counting what is the recipient's own matter. */
  failuresInRow: z.number().int().nonnegative(),
  /** What the provider told about the account, newest first. */
  notices: z.array($Notice),
});
/** How sending through a connection fares. How receiving does is told by its ledger. */
export type ConnectionHealth = z.infer<typeof $ConnectionHealth>;

export type HealthStore = {
  get(id: string): Promise<ConnectionHealth | undefined>;
  put(health: ConnectionHealth): Promise<void>;
};

const unknownYet = (id: string): ConnectionHealth => ({ id, failuresInRow: 0, notices: [] });

/** Failures that say something about the account and not about one recipient or text. */
const ofAccount: ReadonlySet<FailureClass> = new Set([
  'AUTH',
  'PERMISSION',
  'BILLING',
  'POLICY',
  'RATE_LIMITED',
  'TRANSIENT',
]);

/** How stale the time of the last success may be: a write for each message would cost more than it tells. */
const staleMs = 300_000;

const isFresh = (health: ConnectionHealth, at: string): boolean =>
  health.lastSentAt !== undefined && Date.parse(at) - Date.parse(health.lastSentAt) < staleMs;

function afterFailure(health: ConnectionHealth, failure: Failure, at: string): ConnectionHealth | undefined {
  if (!ofAccount.has(failure.class)) return undefined;
  return { ...health, failure: { ...failure, at }, failuresInRow: health.failuresInRow + 1 };
}

/** The health after a send; undefined when it is not worth writing down. */
export function healthAfter(
  known: ConnectionHealth | undefined,
  sent: { readonly connectionId: string; readonly outcome: SendOutcome; readonly at: string },
): ConnectionHealth | undefined {
  const health = known ?? unknownYet(sent.connectionId);
  if (sent.outcome.status !== 'sent') return afterFailure(health, sent.outcome.failure, sent.at);
  if (health.failuresInRow === 0 && isFresh(health, sent.at)) return undefined;
  return { ...health, lastSentAt: sent.at, failuresInRow: 0 };
}

const noticesKept = 10;

export function healthWithNotice(known: ConnectionHealth | undefined, notice: AccountNotice): ConnectionHealth {
  const { connectionId, ...told } = notice;
  const health = known ?? unknownYet(connectionId);
  const others = health.notices.filter((one) => one.what !== told.what || one.at !== told.at);
  return { ...health, notices: [told, ...others].slice(0, noticesKept) };
}
