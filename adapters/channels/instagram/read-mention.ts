import * as z from 'zod';
import { callGraph } from '#adapters/channels/meta/graph.ts';
import { publicMessage } from '#adapters/channels/meta-messaging/comment.ts';
import { pageUrl } from '#adapters/channels/meta-messaging/page-url.ts';
import { $Id, isoTime, readable } from '#adapters/channels/meta-messaging/payload.ts';
import type { Change } from '#adapters/channels/meta-messaging/read-body.ts';
import { handleOf, known, type Reading } from '#adapters/channels/meta-messaging/reading.ts';
import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import type { Sender } from '#domain/channels/inbound-message.ts';
import { type Mention, mentionThread } from './mention-thread.ts';

const $Mention = z.object({ media_id: $Id, comment_id: $Id.optional() });

const $Comment = z.object({
  text: z.string().optional(),
  username: z.string().optional(),
  timestamp: z.string().optional(),
});
const $Media = z.object({
  caption: z.string().optional(),
  username: z.string().optional(),
  timestamp: z.string().optional(),
  permalink: z.string().optional(),
});
const $Told = z.object({
  mentioned_comment: $Comment.extend({ media: $Media.optional() }).optional(),
  mentioned_media: $Media.optional(),
});

type Told = {
  readonly text: string;
  readonly username?: string | undefined;
  readonly timestamp?: string | undefined;
  readonly permalink?: string | undefined;
};

/** Somebody named our account in a caption or comment of theirs. The webhook tells where; what they wrote has to be asked for. */
export async function readMention(reading: Reading, { value, time }: Change): Promise<InboundItem> {
  const { media_id, comment_id } = readable($Mention, value);
  const mention: Mention = { mediaId: media_id, commentId: comment_id };
  const told = await ask(reading, mention);
  const id = comment_id ?? media_id;
  return publicMessage(reading, {
    channel: 'instagram',
    providerId: id,
    sender: mentioner(reading, told?.username, id),
    sentAt: isoTime(told?.timestamp, isoTime(time, reading.receivedAt)),
    text: told?.text ?? '',
    parts: [
      known({ kind: 'reference' as const, what: 'post' as const, id: media_id, url: pageUrl(told?.permalink) }),
      ...(told ? [] : [{ kind: 'unsupported' as const, type: 'mention that Instagram does not show us' }]),
    ],
    thread: mentionThread(mention),
  });
}

/** Meta tells the name and no id. Names can change hands, so it is a claim. */
function mentioner({ account }: Reading, username: string | undefined, id: string): Sender {
  const address = username === undefined ? `mention:${id}` : `@${username}`;
  return known({ address, scope: account, handle: handleOf(username), verified: false });
}

/** Undefined when it was deleted, or the comments there are switched off. Throws when another try may help. */
async function ask(reading: Reading, { mediaId, commentId }: Mention): Promise<Told | undefined> {
  const { access, account, needs } = reading;
  const fields = commentId
    ? `mentioned_comment.comment_id(${commentId}){text,username,timestamp,media{permalink}}`
    : `mentioned_media.media_id(${mediaId}){caption,username,timestamp,permalink}`;
  const answer = await callGraph(needs, access, { path: account, query: { fields } });
  if (!answer.ok) {
    if (answer.status >= 500 || answer.status === 429)
      throw new Error(`asking for a mention was answered with HTTP ${answer.status}`);
    return undefined;
  }
  const { mentioned_comment: comment, mentioned_media: media } = $Told.safeParse(answer.body).data ?? {};
  if (comment) return { ...comment, text: comment.text ?? '', permalink: comment.media?.permalink };
  return media && { ...media, text: media.caption ?? '' };
}
