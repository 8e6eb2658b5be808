import * as z from 'zod';
import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import type { OutboundMessage, SendMessage, SendOutcome } from '#domain/channels/delivery.ts';
import { credentialsOf } from '../shared/credentials.ts';
import { reviewReplyId } from '../shared/review-reply.ts';
import { type Answer, failed, limited, retryAfter, sendRequest } from '../shared/send-request.ts';
import { $AppStoreCredentials } from './credentials.ts';
import { failureOf } from './errors.ts';
import { apiUrl } from './payload.ts';
import { appStoreToken } from './token.ts';

const mostCharacters = 5970;

/** Answers reviews. There is one answer under a review: a new one takes its place, so the same one may be sent again. */
export const createAppStoreSender =
  (needs: ChannelNeeds): SendMessage =>
  async (message) => {
    const connection = await needs.connections.get(message.connectionId);
    if (connection?.provider !== 'app-store') return noConnection;
    if ([...message.text].length > mostCharacters) return tooLong;
    const credentials = await credentialsOf(needs.secret, connection.id, $AppStoreCredentials);
    return reply(needs, message, await appStoreToken(credentials, needs.now()));
  };

const noConnection = failed({
  class: 'PERMISSION',
  reason: 'This App Store connection does not exist any more. Ask an administrator to set it up again.',
});
const tooLong = failed({
  class: 'CONTENT_REJECTED',
  reason: `An answer in the App Store may have ${mostCharacters} characters. Shorten it and send again.`,
});

function reply(needs: ChannelNeeds, message: OutboundMessage, token: string): Promise<SendOutcome> {
  const reviewId = message.thread ?? message.to;
  const data = {
    type: 'customerReviewResponses',
    attributes: { responseBody: message.text },
    relationships: { review: { data: { type: 'customerReviews', id: reviewId } } },
  };
  return sendRequest(needs.fetch, {
    url: `${apiUrl}/v1/customerReviewResponses`,
    request: {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ data }),
    },
    provider: 'App Store Connect',
    isIdempotent: true,
    outcomeOf: (answer) => outcomeOf(answer, reviewId, message.text),
  });
}

const $Kept = z.looseObject({ data: z.looseObject({ attributes: z.looseObject({ responseBody: z.string() }) }) });
const $Refused = z.looseObject({ errors: z.array(z.looseObject({ code: z.string() })).min(1) });

function outcomeOf({ status, ok, headers, body }: Answer, reviewId: string, text: string): SendOutcome {
  if (ok) {
    const kept = $Kept.safeParse(body).data?.data.attributes.responseBody ?? text;
    return { status: 'sent', providerId: reviewReplyId(reviewId, kept) };
  }
  const failure = failureOf(status, $Refused.safeParse(body).data?.errors[0]?.code);
  if (status === 429) return limited(failure, retryAfter(headers));
  const reason = 'App Store Connect has trouble. It is tried again; nothing to do.';
  return status >= 500 ? limited({ ...failure, class: 'TRANSIENT', reason }, 60) : failed(failure);
}
