import type { ReadSecret } from '#adapters/ssm/secrets.ts';
import type { ConnectionStore } from '#domain/channels/channel.ts';
import type { FileStore } from '#domain/channels/inbound-envelope.ts';
import type { Clock } from '#domain/kernel/clock.ts';

/** What every provider's manager works with. */
export type ManagingNeeds = {
  readonly connections: Pick<ConnectionStore, 'get' | 'list'>;
  readonly secret: ReadSecret;
  /** Reaches providers at their real addresses; the local system leads those to its stand-ins. */
  readonly fetch: typeof fetch;
  /** Where providers reach us, without a slash at the end. */
  readonly publicUrl: string;
  readonly now: Clock;
};

/** What every provider's reader works with. */
export type ReadingNeeds = ManagingNeeds & { readonly files: FileStore };

/** What every provider's sender works with. */
export type ChannelNeeds = ReadingNeeds & {
  /** A link to a file of ours that works without signing in, for providers that fetch files themselves. */
  readonly linkTo: (file: {
    readonly key: string;
    readonly fileName: string;
    readonly seconds: number;
  }) => Promise<string>;
};
