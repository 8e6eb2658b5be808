import * as z from 'zod';
import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import type { OutboundMessage, SendMessage, SendOutcome } from '#domain/channels/delivery.ts';
import { credentialsOf } from '../shared/credentials.ts';
import { reviewReplyId } from '../shared/review-reply.ts';
import { type Answer, failed, limited, retryAfter, sendRequest } from '../shared/send-request.ts';
import { createAccessTokens } from './access-token.ts';
import { $GooglePlayCredentials } from './credentials.ts';
import { failureOf } from './errors.ts';
import { apiUrl } from './payload.ts';

const mostCharacters = 350;

const $Replied = z.looseObject({ result: z.looseObject({ replyText: z.string() }) });

/** Answers reviews. There is one answer under a review: a new one takes its place, so the same one may be sent again. */
export function createGooglePlaySender(needs: ChannelNeeds): SendMessage {
  const accessToken = createAccessTokens(needs);
  return async (message) => {
    const connection = await needs.connections.get(message.connectionId);
    if (connection?.provider !== 'google-play' || connection.accountId === undefined) return noConnection;
    if ([...message.text].length > mostCharacters) return tooLong;
    const credentials = await credentialsOf(needs.secret, connection.id, $GooglePlayCredentials);
    const token = await accessToken(credentials).catch(() => 'unreachable' as const);
    if (token === undefined) return failed(failureOf(401));
    if (token === 'unreachable') return notReached;
    return reply(needs, message, { packageName: connection.accountId, token });
  };
}

const noConnection = failed({
  class: 'PERMISSION',
  reason: 'This Google Play connection does not exist any more. Ask an administrator to set it up again.',
});
const tooLong = failed({
  class: 'CONTENT_REJECTED',
  reason: `An answer on Google Play may have ${mostCharacters} characters. Shorten it and send again.`,
});
const notReached = limited(
  { class: 'TRANSIENT', reason: 'Google could not be reached. It is tried again; nothing to do.' },
  30,
);

type Place = { readonly packageName: string; readonly token: string };

function reply(needs: ChannelNeeds, message: OutboundMessage, { packageName, token }: Place): Promise<SendOutcome> {
  const reviewId = message.thread ?? message.to;
  return sendRequest(needs.fetch, {
    url: `${apiUrl}/${encodeURIComponent(packageName)}/reviews/${encodeURIComponent(reviewId)}:reply`,
    request: {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ replyText: message.text }),
    },
    provider: 'Google Play',
    isIdempotent: true,
    outcomeOf: (answer) => outcomeOf(answer, reviewId, message.text),
  });
}

function outcomeOf({ status, ok, headers, body }: Answer, reviewId: string, text: string): SendOutcome {
  // What Google keeps is what the list will show: the id is of that.
  if (ok) {
    const kept = $Replied.safeParse(body).data?.result.replyText ?? text;
    return { status: 'sent', providerId: reviewReplyId(reviewId, kept) };
  }
  if (status === 429) return limited(failureOf(status), retryAfter(headers));
  return status >= 500 ? notReached : failed(failureOf(status));
}
