import { createHash } from 'node:crypto';

/**
 * The id of an answer under a review. Stores give it none that stays: a new answer takes the place of the former. Made of
 * what it says, so that an answer sent by Parley and found again under the review is known as the same one.
 */
export function reviewReplyId(reviewId: string, text: string): string {
  const words = text.normalize('NFC').split(/\s+/).filter(Boolean).join(' ');
  return `${reviewId}:reply:${createHash('sha256').update(words).digest('base64url').slice(0, 16)}`;
}
