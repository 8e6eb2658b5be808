import type { Connection } from '#domain/channels/channel.ts';
import type { MediaNeeds } from './media.ts';

/** What reading one body of X works with. */
export type Reading = MediaNeeds & {
  readonly connection: Connection;
  /** The numeric id of our account. */
  readonly accountId: string;
  readonly appId: string | undefined;
  readonly receivedAt: string;
};
