import type { Connection } from '#domain/channels/channel.ts';
import type { ConnectionHealth } from '#domain/channels/health.ts';
import { dayOf, type LedgerLine, sumsOf } from '#domain/channels/ledger.ts';
import { unusualSilence, usualDays } from '#domain/channels/silence.ts';
import { instant } from '#domain/kernel/clock.ts';
import { queryOf } from '#functions/middleware/api/request.ts';
import type { Request } from '#functions/middleware/api/serve.ts';
import { connectionNamed } from './connections.ts';
import { $LedgerQuery, type Health, type LedgerDay } from './contract.ts';
import type { ConnectionsNeeds } from './needs.ts';

/** Lines that an answer shows; the sums are of all. */
const linesShown = 1000;

/** A connection's day, with the items behind each number. */
export async function readLedger(needs: ConnectionsNeeds, request: Request): Promise<LedgerDay> {
  const { id } = await connectionNamed(needs, request);
  const { day = dayOf(instant(needs.now())) } = queryOf(request.event, $LedgerQuery);
  const lines = await needs.ledger.ofDay(id, day);
  const sums = sumsOf(lines);
  const dropped = Object.values(sums.dropped).reduce((sum, count) => sum + count, 0);
  const difference = sums.received - sums.placed - sums.quarantined - dropped;
  const items = lines.toReversed().slice(0, linesShown).map(shown);
  return { connectionId: id, day, ...sums, difference, items };
}

function shown(line: LedgerLine): LedgerDay['items'][number] {
  const { receivedAt, itemId } = line;
  switch (line.outcome) {
    case 'placed':
      return { receivedAt, itemId, outcome: 'placed', conversationId: line.conversationId };
    case 'quarantined':
      return { receivedAt, itemId, outcome: 'quarantined', quarantineId: line.quarantineId };
    case 'dropped':
      return { receivedAt, itemId, outcome: 'dropped', rule: line.rule };
  }
}

const daysBefore = (now: Date): readonly string[] =>
  Array.from({ length: usualDays }, (_, index) =>
    dayOf(instant(new Date(now.getTime() - (usualDays - index) * 86_400_000))),
  );

type Seen = {
  readonly connection: Connection;
  readonly sending: Omit<ConnectionHealth, 'id'>;
  readonly lastReceivedAt: string | undefined;
  readonly silence: string | undefined;
};

/** Refusals in a row after which sending counts as failing. */
const failing = 3;

function stateOf({ connection, sending, lastReceivedAt, silence }: Seen): Pick<Health, 'state' | 'reason'> {
  if (connection.disabled) return { state: 'disabled', reason: 'switched off; nothing goes in or out' };
  const broken = sending.notices.find(({ severity }) => severity === 'broken');
  if (broken) return { state: 'failing', reason: broken.detail };
  const { failure, failuresInRow } = sending;
  if (failure && (failuresInRow >= failing || (failure.class === 'AUTH' && failuresInRow > 0)))
    return { state: 'failing', reason: failure.reason };
  if (silence) return { state: 'silent', reason: silence };
  if (!lastReceivedAt && !sending.lastSentAt)
    return { state: 'unused', reason: 'nothing came in or went out this week' };
  return { state: 'working', reason: 'messages come in or go out, and nothing is refused' };
}

/** How a connection fares: what comes in, what goes out, what the provider says. */
export async function readHealth(needs: ConnectionsNeeds, request: Request): Promise<Health> {
  const connection = await connectionNamed(needs, request);
  const now = needs.now();
  const today = await needs.ledger.ofDay(connection.id, dayOf(instant(now)));
  const before = await Promise.all(daysBefore(now).map((day) => needs.ledger.ofDay(connection.id, day)));
  const lastReceivedAt = [...before.flat(), ...today].at(-1)?.receivedAt;
  const perDay = before.map((lines) => lines.length);
  const stored = await needs.health.get(connection.id);
  const { id: _, ...sending } = stored ?? { id: connection.id, failuresInRow: 0, notices: [] };
  const silence = unusualSilence({ perDay, lastReceivedAt }, instant(now));
  const { received, quarantined } = sumsOf(today);
  return {
    connectionId: connection.id,
    channel: connection.channel,
    ...stateOf({ connection, sending, lastReceivedAt, silence }),
    ...(lastReceivedAt ? { lastReceivedAt } : {}),
    receivedToday: received,
    receivedBefore: perDay,
    errorRateToday: received === 0 ? 0 : quarantined / received,
    sending,
  };
}
