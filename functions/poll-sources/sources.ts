import type { ReadSecret } from '#adapters/ssm/secrets.ts';
import type { Provider } from '#domain/channels/channel.ts';
import type { Clock } from '#domain/kernel/clock.ts';
import type { IdFrom } from '#domain/kernel/ids.ts';
import type { PollSource } from '#domain/polling/ports.ts';

export type SourceNeeds = {
  readonly secret: ReadSecret;
  /** Reaches providers at their real addresses; the local system leads those to its stand-ins. */
  readonly fetch: typeof fetch;
  readonly idFrom: IdFrom;
  readonly now: Clock;
};

type Load = (needs: SourceNeeds) => Promise<PollSource>;

// biome-ignore format: a table
/** Who is asked for news, since it sends none by itself. */
const loaders: Partial<Record<Provider, Load>> = {
  'google-play': async (needs) => (await import('#adapters/channels/google-play/poll-google-play.ts')).createGooglePlaySource(needs),
  'app-store':   async (needs) => (await import('#adapters/channels/app-store/poll-app-store.ts')).createAppStoreSource(needs),
  mastodon:      async (needs) => (await import('#adapters/channels/mastodon/poll-mastodon.ts')).createMastodonSource(needs),
};

/** The source of a provider, made once; undefined when it sends its news by itself. */
export function sourcesWith(needs: SourceNeeds): (provider: Provider) => Promise<PollSource> | undefined {
  const made = new Map<Provider, Promise<PollSource>>();
  return (provider) => {
    const source = made.get(provider) ?? loaders[provider]?.(needs);
    if (source) made.set(provider, source);
    return source;
  };
}
