import { createHash } from 'node:crypto';
import type { IdFrom } from '#domain/kernel/ids.ts';

/** RFC 4648 base32 in lower case: safe in mail addresses, URLs and execution names. */
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const length = 26;

/** 130 bits of SHA-256 over the parts of the source, which are kept apart by a character no part contains. */
export const idFrom: IdFrom = (...source) => {
  const digest = createHash('sha256').update(source.join('\u0000')).digest();
  return Array.from({ length }, (_, position) => alphabet[(digest[position] ?? 0) % alphabet.length]).join('');
};
