import type { Connection } from '../channels/channel.ts';
import type { Cursor } from './cursor.ts';

/** One review or mention, as it goes onto the inbound SQS queue. */
export type PolledItem = {
  /** Deterministic: the provider's id and when it was last changed. */
  readonly id: string;
  /** Whose it is; items of one person keep their order. */
  readonly about: string;
  /** What the provider's reader reads: a body holding this one item. */
  readonly body: string;
};

/** What a provider answered when it was asked for what is new. */
export type PollAnswer =
  | { readonly kind: 'items'; readonly items: readonly PolledItem[]; readonly position: string | undefined }
  /** Too many questions; nothing was read. */
  | { readonly kind: 'limited'; readonly afterSeconds: number }
  /** It will not answer until somebody mends the connection; the reason is for administrators. */
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Asks a provider what is new on a connection since a position, oldest first, and a little before it, so that nothing is
 * lost to clocks and late commits. Throws for outages.
 */
export type PollSource = (connection: Connection, position: string | undefined) => Promise<PollAnswer>;

export type CursorStore = {
  get(connectionId: string): Promise<Cursor | undefined>;
  put(cursor: Cursor): Promise<void>;
};
