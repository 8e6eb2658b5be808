import type { ReadingNeeds } from '#adapters/channels/needs.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { InboundItem, ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import type { InboundMessage } from '#domain/channels/inbound-message.ts';
import type { Part } from '#domain/channels/part.ts';
import { plainLine } from '../email/mail-address.ts';
import { cleanText } from '../email/text.ts';
import { connectionOf, mustBeOfAccount } from '../shared/connection.ts';
import { jsonBodyOf } from '../shared/json-body.ts';
import { reviewReplyId } from '../shared/review-reply.ts';
import { versionOf } from './fingerprint.ts';
import { $CustomerReview, $ReviewBody, type CustomerReview, type ReviewResponse, responseOf } from './payload.ts';

/** Reads reviews as poll-app-store fetched them: each version of a review is a message, all versions are one thread. */
export const createAppStoreReader =
  (needs: ReadingNeeds): ReadEnvelope =>
  async (envelope) => {
    const connection = await connectionOf(needs.connections, envelope, 'app-store');
    const { appId, data, included } = jsonBodyOf(envelope, $ReviewBody);
    mustBeOfAccount(connection, appId, 'appId');
    return data.flatMap((given): readonly InboundItem[] => {
      const review = $CustomerReview.safeParse(given);
      if (!review.success) {
        const body = JSON.stringify({ appId, data: [given], included: [] });
        return [{ kind: 'unreadable', reason: 'a review without id, rating or date', body }];
      }
      const message: InboundItem = { kind: 'message', message: messageOf(connection, review.data) };
      const response = responseOf(review.data, included);
      return response ? [message, answeredElsewhere(connection, review.data, response)] : [message];
    });
  };

function messageOf(connection: Connection, review: CustomerReview): InboundMessage {
  const { title, body, reviewerNickname, createdDate } = review.attributes;
  const subject = plainLine(title ?? '');
  return {
    channel: 'review',
    connectionId: connection.id,
    providerId: `${review.id}:${versionOf(review)}`,
    // A reviewer has a nickname and no id: the review stands for its author, and is what an answer is sent to.
    sender: {
      address: review.id,
      scope: connection.accountId ?? '',
      ...(reviewerNickname ? { name: plainLine(reviewerNickname) } : {}),
      verified: true,
    },
    sentAt: new Date(createdDate).toISOString(),
    ...(subject === '' ? {} : { subject }),
    text: cleanText(body ?? ''),
    attachments: [],
    parts: partsOf(connection, review),
    thread: review.id,
    isPublic: true,
  };
}

function partsOf({ name }: Connection, { attributes: { rating, territory } }: CustomerReview): Part[] {
  const stars: Part[] = rating >= 1 && rating <= 5 ? [{ kind: 'rating', stars: rating, about: name }] : [];
  return territory ? [...stars, { kind: 'answers', fields: [{ name: 'Store', value: territory }] }] : stars;
}

const answeredElsewhere = (connection: Connection, { id }: CustomerReview, response: ReviewResponse): InboundItem => ({
  kind: 'sent-elsewhere',
  sent: {
    channel: 'review',
    connectionId: connection.id,
    providerId: reviewReplyId(id, response.attributes.responseBody),
    to: { address: id, scope: connection.accountId ?? '' },
    thread: id,
    sentAt: new Date(response.attributes.lastModifiedDate).toISOString(),
    text: cleanText(response.attributes.responseBody),
    attachments: [],
    tool: 'App Store Connect',
  },
});
