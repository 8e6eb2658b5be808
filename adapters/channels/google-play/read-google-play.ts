import type { ReadingNeeds } from '#adapters/channels/needs.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { InboundItem, ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import type { InboundMessage } from '#domain/channels/inbound-message.ts';
import type { Part } from '#domain/channels/part.ts';
import { cleanText } from '../email/text.ts';
import { connectionOf, mustBeOfAccount } from '../shared/connection.ts';
import { jsonBodyOf } from '../shared/json-body.ts';
import { reviewReplyId } from '../shared/review-reply.ts';
import {
  $Review,
  $ReviewBody,
  commentsOf,
  type DeveloperComment,
  msOf,
  type Review,
  type UserComment,
} from './payload.ts';

/** Reads reviews as poll-google-play fetched them: each version of a review is a message, all versions are one thread. */
export const createGooglePlayReader =
  (needs: ReadingNeeds): ReadEnvelope =>
  async (envelope) => {
    const connection = await connectionOf(needs.connections, envelope, 'google-play');
    const { packageName, reviews } = jsonBodyOf(envelope, $ReviewBody);
    mustBeOfAccount(connection, packageName, 'packageName');
    return reviews.flatMap((review) => itemsOf(connection, review));
  };

function itemsOf(connection: Connection, given: unknown): readonly InboundItem[] {
  const { success, data: review } = $Review.safeParse(given);
  const { user, developer } = success ? commentsOf(review) : {};
  if (!success || !user) {
    const body = JSON.stringify({ packageName: connection.accountId, reviews: [given] });
    return [{ kind: 'unreadable', reason: 'a review without a comment of its author', body }];
  }
  const message: InboundItem = { kind: 'message', message: messageOf(connection, review, user) };
  return developer ? [message, answeredElsewhere(connection, review, developer)] : [message];
}

function messageOf(connection: Connection, review: Review, comment: UserComment): InboundMessage {
  const [title, body] = comment.text.split('\t', 2).map(cleanText);
  const modified = msOf(comment.lastModified);
  return {
    channel: 'review',
    connectionId: connection.id,
    providerId: `${review.reviewId}:${modified}`,
    sender: senderOf(connection, review),
    sentAt: new Date(modified).toISOString(),
    ...(body !== undefined && title ? { subject: title } : {}),
    text: body ?? title ?? '',
    attachments: [],
    parts: partsOf(connection, comment),
    thread: review.reviewId,
    isPublic: true,
  };
}

/** A reviewer has a name and no id: the review stands for its author, and is what an answer is sent to. */
const senderOf = ({ accountId = '' }: Connection, { reviewId, authorName }: Review): InboundMessage['sender'] => ({
  address: reviewId,
  scope: accountId,
  ...(authorName ? { name: authorName } : {}),
  verified: true,
});

function partsOf({ name }: Connection, comment: UserComment): Part[] {
  const { starRating: stars, deviceMetadata: device, appVersionName, appVersionCode } = comment;
  const rating: Part[] = stars >= 1 && stars <= 5 ? [{ kind: 'rating', stars, about: name }] : [];
  const answers = {
    'App version': appVersionName ?? appVersionCode,
    'Android API level': comment.androidOsVersion,
    Device: [device?.manufacturer, device?.productName ?? comment.device].filter(Boolean).join(' '),
    Language: comment.reviewerLanguage,
  };
  const fields = Object.entries(answers).flatMap(([field, value]) =>
    value === undefined || value === '' ? [] : [{ name: field, value: String(value) }],
  );
  return fields.length === 0 ? rating : [...rating, { kind: 'answers', fields }];
}

const answeredElsewhere = (connection: Connection, review: Review, comment: DeveloperComment): InboundItem => ({
  kind: 'sent-elsewhere',
  sent: {
    channel: 'review',
    connectionId: connection.id,
    providerId: reviewReplyId(review.reviewId, comment.text),
    to: { address: review.reviewId, scope: connection.accountId ?? '' },
    thread: review.reviewId,
    sentAt: new Date(msOf(comment.lastModified)).toISOString(),
    text: cleanText(comment.text),
    attachments: [],
    tool: 'Google Play Console',
  },
});
