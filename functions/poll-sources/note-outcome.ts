import type { Connection } from '#domain/channels/channel.ts';
import { type HealthStore, healthWithNotice } from '#domain/channels/health.ts';
import { type Clock, instant } from '#domain/kernel/clock.ts';
import type { PollOutcome } from '#domain/polling/poll-connection.ts';
import { traceOf } from '#functions/middleware/edge.ts';

type Log = (event: string, fields: Record<string, unknown>) => void;

type Needs = {
  readonly log: { readonly info: Log; readonly warn: Log };
  readonly health: HealthStore;
  readonly now: Clock;
};

/** Logs what a poll came to, and shows trouble that somebody has to mend with the connection's health. */
export async function noteOutcome(needs: Needs, { id, provider }: Connection, outcome: PollOutcome): Promise<void> {
  if (outcome.kind === 'not-due' || (outcome.kind === 'read' && outcome.handedOver === 0)) return;
  if (outcome.kind !== 'failed') return needs.log.info('polled', { connectionId: id, provider, ...outcome });
  const why = 'reason' in outcome ? { reason: outcome.reason } : traceOf(outcome.error);
  needs.log.warn('poll-failed', { connectionId: id, provider, ...why });
  if (!outcome.isAlarming) return;
  const detail = 'reason' in outcome ? outcome.reason : 'the provider could not be asked several times in a row';
  const notice = {
    connectionId: id,
    what: 'poll-failed',
    detail,
    at: instant(needs.now()),
    severity: 'broken' as const,
  };
  await needs.health.put(healthWithNotice(await needs.health.get(id), notice));
}
