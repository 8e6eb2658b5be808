import type { SendToQueue } from '#adapters/sqs/send-to-queue.ts';
import type { Connection, ConnectionStore, Provider } from '#domain/channels/channel.ts';
import type { InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import { type Clock, instant } from '#domain/kernel/clock.ts';
import { type PollOutcome, pollConnection } from '#domain/polling/poll-connection.ts';
import type { CursorStore, PolledItem, PollSource } from '#domain/polling/ports.ts';

export type PollAllNeeds = {
  readonly connections: Pick<ConnectionStore, 'list'>;
  readonly cursors: CursorStore;
  readonly sourceOf: (provider: Provider) => Promise<PollSource> | undefined;
  readonly inbound: SendToQueue;
  readonly note: (connection: Connection, outcome: PollOutcome) => Promise<void>;
  readonly now: Clock;
};

/** SQS allows 128 of these characters in a group id. */
const groupOf = (connection: Connection, about: string): string =>
  `${connection.id}.${about.replace(/[^\w+.@-]/g, '_')}`.slice(0, 128);

async function handOver(needs: PollAllNeeds, connection: Connection, { id, about, body }: PolledItem): Promise<void> {
  const envelope: InboundEnvelope = {
    id,
    provider: connection.provider,
    connectionId: connection.id,
    receivedAt: instant(needs.now()),
    contentType: 'application/json',
    body,
    encoding: 'utf8',
  };
  await needs.inbound({ body: envelope, group: groupOf(connection, about), deduplicationId: id });
}

/**
 * Polls every connection that is switched on, one after the other; trouble of one does not stop the others.
 * Returns the ids of those that somebody has to look at.
 */
export async function pollAll(needs: PollAllNeeds): Promise<readonly string[]> {
  const alarming: string[] = [];
  for (const connection of await needs.connections.list()) {
    const source = connection.disabled ? undefined : needs.sourceOf(connection.provider);
    if (!source) continue;
    const outcome = await pollConnection(
      {
        cursors: needs.cursors,
        ask: async (...question) => (await source)(...question),
        handOver: (to, item) => handOver(needs, to, item),
        now: needs.now,
      },
      connection,
    );
    await needs.note(connection, outcome);
    if (outcome.kind === 'failed' && outcome.isAlarming) alarming.push(connection.id);
  }
  return alarming;
}
