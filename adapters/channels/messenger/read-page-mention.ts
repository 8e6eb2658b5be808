import * as z from 'zod';
import { publicMessage, removedComment } from '#adapters/channels/meta-messaging/comment.ts';
import { isoTime, readable } from '#adapters/channels/meta-messaging/payload.ts';
import type { Change } from '#adapters/channels/meta-messaging/read-body.ts';
import { dropped, type Reading } from '#adapters/channels/meta-messaging/reading.ts';
import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import { $FeedValue } from './feed-payload.ts';
import { idOf, pageVisitor, postPart, writerOf } from './read-feed.ts';

const $Post = z.object({
  from: z.object({ id: z.string(), name: z.string().optional() }).optional(),
  message: z.string().optional(),
  permalink_url: z.string().optional(),
});

type Post = z.infer<typeof $Post>;

/** Somebody named the page in a post or comment elsewhere. The webhook tells the text and not who; Meta may tell when asked. */
export async function readPageMention(reading: Reading, { value, time }: Change): Promise<InboundItem> {
  const mention = readable($FeedValue, value);
  const id = idOf(mention);
  const at = isoTime(mention.created_time ?? time, reading.receivedAt);
  if (mention.verb === 'remove') return removedComment(reading, { providerId: id, at, by: 'customer' });
  if (mention.verb !== 'add') return dropped(reading, 'mention-edited');
  const told = await reading.lookUp(reading.access, { path: id, fields: 'from,message,permalink_url' });
  const post: Post = $Post.safeParse(told ?? {}).data ?? {};
  const writer = writerOf(mention) ?? post.from?.id;
  if (writer === reading.account) return dropped(reading, 'own-post');
  const name = mention.from?.name ?? mention.sender_name ?? post.from?.name;
  return publicMessage(reading, {
    channel: 'facebook',
    providerId: id,
    sender: pageVisitor(reading, writer, { providerId: id, name }),
    sentAt: at,
    text: mention.message ?? post.message ?? '',
    parts: [postPart({ ...mention, permalink_url: post.permalink_url })],
    thread: id,
  });
}
