import * as z from 'zod';
import { publicMessage } from '#adapters/channels/meta-messaging/comment.ts';
import { pageUrl } from '#adapters/channels/meta-messaging/page-url.ts';
import { $Id, isoTime, readable } from '#adapters/channels/meta-messaging/payload.ts';
import type { Change } from '#adapters/channels/meta-messaging/read-body.ts';
import { dropped, handleOf, known, type Reading } from '#adapters/channels/meta-messaging/reading.ts';
import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import type { Sender } from '#domain/channels/inbound-message.ts';
import type { Part } from '#domain/channels/part.ts';
import { Refusal } from '#domain/kernel/refusal.ts';

const $Media = z.object({
  id: $Id.optional(),
  ad_id: $Id.optional(),
  ad_title: z.string().optional(),
  original_media_id: $Id.optional(),
});

/** https://developers.facebook.com/docs/graph-api/webhooks/reference/instagram and /docs/instagram-platform/webhooks/examples, read 2026-11-22. */
const $Comment = z.object({
  id: $Id.optional(),
  /** As the examples for Facebook's login call it. */
  comment_id: $Id.optional(),
  parent_id: $Id.optional(),
  text: z.string().default(''),
  from: z.object({ id: $Id.optional(), username: z.string().optional(), self_ig_scoped_id: $Id.optional() }).optional(),
  media: $Media.optional(),
});
type Comment = z.infer<typeof $Comment>;

/** A comment below one of our posts, advertisements, reels or a live broadcast. One below an advertisement may come twice, with one id. */
export async function readComment(reading: Reading, { value, time }: Change): Promise<InboundItem> {
  const comment = readable($Comment, value);
  const id = comment.id ?? comment.comment_id;
  if (id === undefined) throw new Refusal('invalid', 'the comment has no id');
  const { from, parent_id, text, media } = comment;
  const isOwn = from?.self_ig_scoped_id !== undefined || from?.id === reading.account;
  if (isOwn) return dropped(reading, 'own-comment');
  return publicMessage(reading, {
    channel: 'instagram',
    providerId: id,
    sender: commenter(reading, from, id),
    // The comment tells no time of its own.
    sentAt: isoTime(time, reading.receivedAt),
    text,
    parts: media ? [await mediaPart(reading, media)] : [],
    thread: parent_id ?? id,
    ...(parent_id ? { quotes: parent_id } : {}),
  });
}

function commenter({ account }: Reading, from: Comment['from'], commentId: string): Sender {
  const handle = handleOf(from?.username);
  if (from?.id === undefined)
    return known({ address: `comment:${commentId}`, scope: account, handle, verified: false });
  return known({ address: from.id, scope: account, handle, verified: true });
}

const $Told = z.object({ permalink: z.string().optional(), caption: z.string().optional() });
const captionCharacters = 200;

async function mediaPart(reading: Reading, media: z.infer<typeof $Media>): Promise<Part> {
  const id = media.original_media_id ?? media.id;
  const told = id === undefined ? {} : await reading.lookUp(reading.access, { path: id, fields: 'permalink,caption' });
  const { permalink, caption } = $Told.safeParse(told ?? {}).data ?? {};
  return known({
    kind: 'reference',
    what: media.ad_id === undefined ? 'post' : 'advertisement',
    id: media.ad_id ?? id,
    title: media.ad_title,
    text: caption?.slice(0, captionCharacters),
    url: pageUrl(permalink),
  });
}
