import { editedComment, publicMessage, removedComment } from '#adapters/channels/meta-messaging/comment.ts';
import { pageUrl } from '#adapters/channels/meta-messaging/page-url.ts';
import { isoTime, readable } from '#adapters/channels/meta-messaging/payload.ts';
import type { Change } from '#adapters/channels/meta-messaging/read-body.ts';
import { copies } from '#adapters/channels/meta-messaging/read-message.ts';
import { dropped, known, type Reading } from '#adapters/channels/meta-messaging/reading.ts';
import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import type { Sender } from '#domain/channels/inbound-message.ts';
import type { Part } from '#domain/channels/part.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { $FeedValue, type FeedValue } from './feed-payload.ts';

/** What people write on a page. Everything else there (likes, shares, albums, events) asks for no answer. */
const written = new Set(['comment', 'post', 'status', 'photo', 'video', 'link', 'note']);
const unwritten = new Set([
  'reaction',
  'like',
  'share',
  'album',
  'event',
  'milestone',
  'offer',
  'coupon',
  'rating',
  'cover',
]);

/** What moderators and Facebook's own checks do to it; the words stay the same. */
const moderated = new Set(['hide', 'unhide', 'block', 'unblock', 'mute', 'unmute']);

/** Reads one change of a page's feed. */
export async function readFeed(reading: Reading, { value, time }: Change): Promise<InboundItem> {
  const feed = readable($FeedValue, value);
  if (unwritten.has(feed.item)) return dropped(reading, `feed-${feed.item}`);
  if (moderated.has(feed.verb)) return dropped(reading, 'moderation');
  if (!written.has(feed.item)) throw new Refusal('invalid', `unknown event kind feed/${feed.item}`);
  const at = isoTime(feed.created_time ?? time, reading.receivedAt);
  return readWritten(reading, feed, at);
}

/** The comment, or the post when it is none. */
export const idOf = ({ comment_id, post_id }: FeedValue): string => {
  const id = comment_id ?? post_id;
  if (id === undefined) throw new Refusal('invalid', 'neither comment_id nor post_id is given');
  return id;
};

async function readWritten(reading: Reading, feed: FeedValue, at: string): Promise<InboundItem> {
  const providerId = idOf(feed);
  const isOwn = writerOf(feed) === reading.account;
  const change = { providerId, at, by: isOwn ? ('business' as const) : ('customer' as const) };
  switch (feed.verb) {
    case 'add':
      return isOwn ? dropped(reading, 'own-post') : readAdded(reading, feed, at);
    case 'edit':
    case 'edited':
      return editedComment(reading, change, feed.message ?? '');
    case 'remove':
    case 'delete':
      return removedComment(reading, change);
    default:
      throw new Refusal('invalid', `unknown event kind feed/${feed.item}/${feed.verb}`);
  }
}

/** Who wrote it, if Meta says so. */
export const writerOf = ({ from, sender_id }: FeedValue): string | undefined => from?.id ?? sender_id;

async function readAdded(reading: Reading, feed: FeedValue, at: string): Promise<InboundItem> {
  const { message = '', photo, photos, video } = feed;
  const providerId = idOf(feed);
  const files = [...new Set([...(photo ? [photo] : []), ...photos, ...(video ? [video] : [])])];
  return publicMessage(reading, {
    channel: 'facebook',
    providerId,
    sender: pageVisitor(reading, writerOf(feed), { providerId, name: feed.from?.name ?? feed.sender_name }),
    sentAt: at,
    text: message,
    attachments: [...(await copies(reading, providerId, files))],
    parts: [...linkOf(feed), postPart(feed)],
    thread: threadOf(feed),
    ...(isReply(feed) ? { quotes: feed.parent_id } : {}),
  });
}

type Named = { readonly providerId: string; readonly name: string | undefined };

/**
 * Who wrote on the page; the id is the one that Messenger knows the person by. Meta names nobody who has not agreed to
 * it: their comment then stands for them, and can be answered in public only.
 */
export function pageVisitor({ account }: Reading, id: string | undefined, { providerId, name }: Named): Sender {
  if (id === undefined) return { address: `comment:${providerId}`, scope: account, verified: false };
  const aliases = [{ channel: 'messenger' as const, address: id, scope: account }];
  return known({ address: id, scope: account, name, verified: true, aliases });
}

const isReply = ({ comment_id, parent_id, post_id }: FeedValue): boolean =>
  comment_id !== undefined && parent_id !== undefined && parent_id !== post_id;

/** The answers below one comment are one conversation, and so are all comments below a visitor's post. */
function threadOf(feed: FeedValue): string | undefined {
  const { comment_id, parent_id, post_id, post } = feed;
  if (comment_id === undefined || post?.status_type === 'wall_post') return post_id;
  return isReply(feed) ? parent_id : comment_id;
}

const linkOf = ({ link }: FeedValue): readonly Part[] => {
  const url = pageUrl(link);
  return url === undefined ? [] : [{ kind: 'reference', what: 'link', url }];
};

/** The post that it is, or is below. */
export const postPart = ({ post_id = '', post, permalink_url }: FeedValue): Part => ({
  kind: 'reference',
  what: 'post',
  id: post_id,
  url: pageUrl(permalink_url) ?? pageUrl(post?.permalink_url) ?? `https://www.facebook.com/${post_id}`,
});
