import type { Part } from '#domain/channels/part.ts';
import { isMetaFile } from './media.ts';
import { pageUrl } from './page-url.ts';
import type { MetaAttachment } from './payload.ts';
import { known } from './reading.ts';

/** What an attachment comes to: files to copy and parts to show. */
export type Contents = { readonly urls: readonly string[]; readonly parts: readonly Part[] };

type Read = (attachment: MetaAttachment) => Contents;

const onlyParts = (...parts: readonly Part[]): Contents => ({ urls: [], parts });
const unsupported = (type: string): Contents => onlyParts({ kind: 'unsupported', type });

/** The thumb in its three sizes, which is what most stickers are. */
const thumbs = new Set(['369239263222822', '369239343222814', '369239383222810']);

const sticker: Read = ({ payload }) => {
  const id = payload?.sticker_id;
  return {
    urls: payload?.url ? [payload.url] : [],
    parts: [known({ kind: 'sticker' as const, emoji: id !== undefined && thumbs.has(id) ? '👍' : undefined })],
  };
};

const file: Read = (attachment) => {
  const { type, payload } = attachment;
  if (payload?.sticker_id !== undefined) return sticker(attachment);
  return payload?.url ? { urls: [payload.url], parts: [] } : unsupported(type);
};

const location: Read = ({ type, title, payload }) => {
  if (!payload?.coordinates) return unsupported(type);
  const { lat, long } = payload.coordinates;
  return onlyParts(known({ kind: 'location', latitude: lat, longitude: long, name: title ?? undefined }));
};

const link: Read = ({ type, title, url, payload }) => {
  const target = pageUrl(url ?? payload?.url);
  if (target === undefined) return unsupported(type);
  return onlyParts(known({ kind: 'reference', what: 'link', title: title ?? payload?.title, url: target }));
};

const template: Read = ({ type, payload }) => {
  const elements = payload?.product?.elements ?? [];
  if (elements.length === 0) return unsupported(type);
  return onlyParts(
    ...elements.map(({ id, title, subtitle }) =>
      known({ kind: 'reference' as const, what: 'product' as const, id, title, text: subtitle }),
    ),
  );
};

const shared: Read = ({ title, url, payload }) => {
  const address = url ?? payload?.url ?? '';
  const part = known({
    kind: 'reference' as const,
    what: 'post' as const,
    id: payload?.ig_post_media_id ?? payload?.reel_video_id,
    title: title ?? payload?.title,
    url: pageUrl(address),
  });
  return { urls: isMetaFile(address) ? [address] : [], parts: [part] };
};

/** Shown from Meta, never copied: https://developers.facebook.com/docs/messenger-platform/instagram/features/story-mention, "Important Points". */
const story =
  (what: 'story' | 'story-mention'): Read =>
  ({ payload }) =>
    onlyParts(known({ kind: 'reference', what, url: pageUrl(payload?.url) }));

const readers: Readonly<Record<string, Read>> = {
  image: file,
  video: file,
  audio: file,
  file,
  sticker,
  like_heart: () => onlyParts({ kind: 'sticker', emoji: '❤️' }),
  location,
  fallback: link,
  template,
  share: shared,
  post: shared,
  ig_post: shared,
  reel: shared,
  ig_reel: shared,
  ig_story: story('story'),
  story_mention: story('story-mention'),
};

/** What came with a message; a kind that this version does not know is shown as such. */
export function contentsOf(attachments: readonly MetaAttachment[]): Contents {
  const all = withoutDoubles(attachments).map((attachment) =>
    (readers[attachment.type] ?? (({ type }) => unsupported(type)))(attachment),
  );
  return { urls: all.flatMap(({ urls }) => urls), parts: all.flatMap(({ parts }) => parts) };
}

/**
 * While Meta changes a type it sends the old one beside the new one: `image` beside `sticker`, `share` beside `ig_post`.
 * https://developers.facebook.com/docs/messenger-platform/changelog, 2026-06-01.
 */
function withoutDoubles(attachments: readonly MetaAttachment[]): readonly MetaAttachment[] {
  const types = new Set(attachments.map(({ type }) => type));
  return attachments.filter(({ type, payload }) => {
    if (type === 'image' && payload?.sticker_id !== undefined) return !types.has('sticker');
    return type !== 'share' || !types.has('ig_post');
  });
}
