import type { FileStore } from '#domain/channels/inbound-envelope.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import type { Clock } from '#domain/kernel/clock.ts';
import { copyMedia } from '../shared/media.ts';
import type { XCredentials } from './credentials.ts';
import { momentOf, oauth1Header } from './oauth1.ts';
import type { XAttachment } from './payload.ts';

export type MediaNeeds = {
  readonly fetch: typeof fetch;
  readonly files: FileStore;
  readonly now: Clock;
  /** Read when a private picture has to be signed for. */
  readonly credentials: () => Promise<XCredentials>;
};

type Place = { readonly connectionId: string; readonly messageId: string };

/** Pictures of direct messages; handed out to those who take part in the conversation, by a signed request. */
const privateHost = 'ton.twitter.com';
/** Films of direct messages, and everything in posts. */
const publicHosts = ['pbs.twimg.com', 'video.twimg.com'];

const maximumBytes = 50_000_000;

/** Copies the files at these addresses. */
export async function copyAll(needs: MediaNeeds, urls: readonly string[], place: Place): Promise<Attachment[]> {
  const attachments: Attachment[] = [];
  for (const [index, url] of urls.entries()) {
    const headers = await authorisationFor(needs, url);
    const source = { url, hosts: [privateHost, ...publicHosts], headers, maxBytes: maximumBytes };
    attachments.push(await copyMedia(needs, source, { ...place, index }));
  }
  return attachments;
}

/** https://docs.x.com/x-api/direct-messages/media/introduction, read 2026-11-22: with OAuth 1.0a the address given is fetched itself. */
async function authorisationFor(needs: MediaNeeds, url: string): Promise<Readonly<Record<string, string>>> {
  if (URL.parse(url)?.hostname !== privateHost) return {};
  const credentials = await needs.credentials();
  return { authorization: oauth1Header({ method: 'GET', url }, credentials, momentOf(needs.now())) };
}

type Variant = {
  readonly content_type?: string | undefined;
  readonly url: string;
  readonly bitrate?: number | undefined;
};

/** The address of what a direct message carries: of a film the best one that is a file. */
export function urlsOf({ media }: XAttachment): readonly string[] {
  if (!media) return [];
  return [bestOf(media.video_info?.variants ?? []) ?? media.media_url_https];
}

/** Streaming lists are no files. */
export const bestOf = (variants: readonly Variant[]): string | undefined =>
  variants
    .filter(({ content_type }) => content_type === 'video/mp4')
    .toSorted((a, b) => (b.bitrate ?? 0) - (a.bitrate ?? 0))[0]?.url;
