import type { Connection } from '../channels/channel.ts';
import type { Clock } from '../kernel/clock.ts';
import { type Cursor, failedOnce, firstCursor, isAlarming, isDue, isSame, moved, postponed, unseen } from './cursor.ts';
import type { CursorStore, PolledItem, PollSource } from './ports.ts';

export type PollingNeeds = {
  readonly cursors: CursorStore;
  readonly ask: PollSource;
  /** Puts one item on the inbound SQS queue. */
  readonly handOver: (connection: Connection, item: PolledItem) => Promise<void>;
  readonly now: Clock;
};

export type PollOutcome =
  | { readonly kind: 'not-due' }
  | { readonly kind: 'read'; readonly handedOver: number }
  | { readonly kind: 'postponed'; readonly afterSeconds: number }
  /** `isAlarming`: somebody has to act. `reason`: what the provider's refusal means, for administrators. */
  | { readonly kind: 'failed'; readonly isAlarming: boolean; readonly reason: string }
  | { readonly kind: 'failed'; readonly isAlarming: boolean; readonly error: unknown };

/**
 * Asks for what is new, hands it over, and only then moves the cursor: whatever goes wrong in between is asked for again.
 * Never throws for trouble of this one connection.
 */
export async function pollConnection(needs: PollingNeeds, connection: Connection): Promise<PollOutcome> {
  const before = (await needs.cursors.get(connection.id)) ?? firstCursor(connection.id);
  if (!isDue(before, needs.now())) return { kind: 'not-due' };
  const { cursor, outcome } = await polled(needs, connection, before);
  if (!isSame(before, cursor)) await needs.cursors.put(cursor);
  return outcome;
}

type Polled = { readonly cursor: Cursor; readonly outcome: PollOutcome };

async function polled(needs: PollingNeeds, connection: Connection, before: Cursor): Promise<Polled> {
  try {
    const answer = await needs.ask(connection, before.position);
    switch (answer.kind) {
      case 'items':
        return await handedOver(needs, connection, { before, ...answer });
      case 'limited': {
        const { afterSeconds } = answer;
        return {
          cursor: postponed(before, afterSeconds, needs.now()),
          outcome: { kind: 'postponed', afterSeconds },
        };
      }
      case 'refused':
        return {
          cursor: failedOnce(before, needs.now()),
          outcome: { kind: 'failed', isAlarming: true, reason: answer.reason },
        };
    }
  } catch (error) {
    const cursor = failedOnce(before, needs.now());
    return { cursor, outcome: { kind: 'failed', isAlarming: isAlarming(cursor), error } };
  }
}

type Found = { readonly before: Cursor; readonly items: readonly PolledItem[]; readonly position: string | undefined };

async function handedOver(
  needs: PollingNeeds,
  connection: Connection,
  { before, items, position }: Found,
): Promise<Polled> {
  const news = unseen(before, items);
  for (const item of news) await needs.handOver(connection, item);
  const ids = news.map(({ id }) => id);
  return {
    cursor: moved(before, position ?? before.position, ids),
    outcome: { kind: 'read', handedOver: news.length },
  };
}
