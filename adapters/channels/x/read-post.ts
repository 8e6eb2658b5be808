import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import { bestOf, copyAll } from './media.ts';
import { $Post, type XIncludes, type XPost } from './payload.ts';
import { senderOf } from './read-direct.ts';
import type { Reading } from './reading.ts';
import { readableText } from './text.ts';

/** Somebody mentioned our account in a post: a public message, whose conversation is the one at X. Undefined when of another shape. */
export async function readMention(
  reading: Reading,
  { payload, includes = {} }: { readonly payload: unknown; readonly includes?: XIncludes | undefined },
): Promise<InboundItem | undefined> {
  const post = $Post.safeParse(payload).data;
  if (!post) return undefined;
  const { connection, accountId, receivedAt } = reading;
  if (post.author_id === accountId) return { kind: 'dropped', rule: 'x-own-post' };
  const answered = post.referenced_tweets?.find(({ type }) => type === 'replied_to')?.id;
  return {
    kind: 'message',
    message: {
      channel: 'x',
      connectionId: connection.id,
      providerId: post.id,
      sender: senderOf(
        post.author_id,
        accountId,
        includes.users?.find(({ id }) => id === post.author_id),
      ),
      sentAt: post.created_at === undefined ? receivedAt : new Date(post.created_at).toISOString(),
      text: readableText(post.text, post.entities?.urls ?? [], undefined),
      attachments: await copyAll(reading, mediaOf(post, includes), { connectionId: connection.id, messageId: post.id }),
      thread: post.conversation_id ?? post.id,
      isPublic: true,
      ...(answered === undefined ? {} : { quotes: answered }),
    },
  };
}

/** A post names its media by keys; X includes them or not. */
function mediaOf({ attachments }: XPost, { media = [] }: XIncludes): readonly string[] {
  const keys = attachments?.media_keys ?? [];
  return media
    .filter(({ media_key }) => keys.includes(media_key))
    .map(({ variants = [], url, preview_image_url: preview }) => bestOf(variants) ?? url ?? preview)
    .filter((url) => url !== undefined);
}
