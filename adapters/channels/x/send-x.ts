import * as z from 'zod';
import type { OutboundMessage, SendMessage, SendOutcome } from '#domain/channels/delivery.ts';
import type { ChannelNeeds } from '../needs.ts';
import { credentialsOf } from '../shared/credentials.ts';
import { type Answer, ambiguous, failed, sendRequest } from '../shared/send-request.ts';
import { signedPost, xApi } from './api.ts';
import { $XCredentials, type XCredentials } from './credentials.ts';
import { refusalOutcome } from './errors.ts';
import { uploadPicture } from './upload.ts';
import { postMaxWeight, weightedLength } from './weighted-length.ts';

const $Sent = z.object({ data: z.object({ dm_event_id: z.string().min(1) }) });
const $Posted = z.object({ data: z.object({ id: z.string().min(1) }) });

/** Sends through X: a direct message, or for what was said in public an answer to that post. */
export const createXSender =
  (needs: ChannelNeeds): SendMessage =>
  async (message) => {
    const connection = await needs.connections.get(message.connectionId);
    if (connection?.provider !== 'x') return failed(noConnection);
    const refusal = whyNotPostable(message);
    if (refusal) return failed({ class: 'CONTENT_REJECTED', reason: refusal });
    const credentials = await credentialsOf(needs.secret, connection.id, $XCredentials);
    const sent = message.isPublic ? 'post' : 'direct';
    const [attachment] = message.attachments;
    const uploaded = attachment
      ? await uploadPicture(needs, credentials, { attachment, sent })
      : { mediaId: undefined };
    if ('status' in uploaded) return uploaded;
    return send(needs, credentials, { ...requests[sent](message, uploaded.mediaId), sent });
  };

const noConnection = {
  class: 'PERMISSION',
  reason: 'This X connection does not exist any more. Use another channel, or ask an administrator to set it up again.',
} as const;

function whyNotPostable({ isPublic, text, answers, thread }: OutboundMessage): string | undefined {
  if (!isPublic) return undefined;
  if (answers === undefined && thread === undefined)
    return 'It is not known which post this answers. Answer from the post’s conversation.';
  const weight = weightedLength(text);
  if (weight <= postMaxWeight) return undefined;
  return `A post has 280 characters at most, and X counts ${weight} here; links count 23, emoji and many scripts two each. Shorten it.`;
}

type Request = { readonly url: string; readonly body: unknown; readonly idOf: (body: unknown) => string | undefined };

/** https://docs.x.com/x-api/posts/create-post, read 2026-11-22. */
const postOf = ({ text, answers, thread }: OutboundMessage, mediaId: string | undefined): Request => ({
  url: `${xApi}/tweets`,
  body: {
    text,
    reply: { in_reply_to_tweet_id: answers ?? thread },
    ...(mediaId === undefined ? {} : { media: { media_ids: [mediaId] } }),
  },
  idOf: (body) => $Posted.safeParse(body).data?.data.id,
});

/** https://docs.x.com/x-api/direct-messages/manage/integrate, read 2026-11-22. */
const directOf = ({ to, text }: OutboundMessage, mediaId: string | undefined): Request => ({
  url: `${xApi}/dm_conversations/with/${encodeURIComponent(to)}/messages`,
  body: {
    ...(text === '' ? {} : { text }),
    ...(mediaId === undefined ? {} : { attachments: [{ media_id: mediaId }] }),
  },
  idOf: (body) => $Sent.safeParse(body).data?.data.dm_event_id,
});

const requests = { post: postOf, direct: directOf } as const;

function send(
  needs: ChannelNeeds,
  credentials: XCredentials,
  { url, body, idOf, sent }: Request & { readonly sent: 'direct' | 'post' },
): Promise<SendOutcome> {
  const outcomeOf = (answer: Answer): SendOutcome => {
    if (!answer.ok) return refusalOutcome(answer, sent, needs.now);
    const providerId = idOf(answer.body);
    return providerId === undefined ? ambiguous('X') : { status: 'sent', providerId };
  };
  const request = signedPost(needs, credentials, { url, body });
  return sendRequest(needs.fetch, { url, request, provider: 'X', outcomeOf });
}
