import { type Clock, instant } from '../kernel/clock.ts';
import type { IdFrom } from '../kernel/ids.ts';
import type { ChatBody } from './body.ts';
import type { Enqueue } from './ports.ts';
import type { ChatConnection } from './settings.ts';

export type HandOverNeeds = { readonly inbound: Enqueue; readonly idFrom: IdFrom; readonly now: Clock };

export type HandedOver = {
  readonly connection: ChatConnection;
  /** Whose it is: what one person does keeps its order. */
  readonly about: string;
  readonly body: ChatBody;
  /** The same for a repetition, which SQS then drops within five minutes; later ones are found by their claim. */
  readonly once: string;
};

/** Puts it on the inbound SQS queue, where everything that any channel brings goes: from here on it is not lost. */
export async function handOver(needs: HandOverNeeds, { connection, about, body, once }: HandedOver): Promise<void> {
  const id = needs.idFrom('chat', connection.id, once);
  await needs.inbound({
    body: {
      id,
      provider: connection.provider,
      connectionId: connection.id,
      receivedAt: instant(needs.now()),
      contentType: 'application/json',
      body: JSON.stringify(body),
      encoding: 'utf8',
    },
    // SQS allows 128 of these characters in a group id.
    group: `${connection.id}.${about.replace(/[^\w+.@-]/g, '_')}`.slice(0, 128),
    deduplicationId: id,
  });
}
