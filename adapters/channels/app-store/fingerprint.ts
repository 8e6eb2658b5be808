import { createHash } from 'node:crypto';
import type { CustomerReview } from './payload.ts';

/**
 * Names one version of a review. Apple tells no time of an edit, and an edit may keep the id and the date: what the
 * review says has to stand for it (https://developer.apple.com/forums/thread/817212, read 2026-11-22).
 */
export function versionOf({ attributes }: CustomerReview): string {
  const { rating, title, body, createdDate } = attributes;
  const said = JSON.stringify([rating, title ?? '', body ?? '', Date.parse(createdDate)]);
  return createHash('sha256').update(said).digest('base64url').slice(0, 16);
}
