import { createHmac, timingSafeEqual } from 'node:crypto';

/** Compares in constant time; the length is no secret, and `timingSafeEqual` throws when lengths differ. */
export function isSameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

type Mac = {
  readonly algorithm: 'sha1' | 'sha256';
  readonly secret: string | Buffer;
  readonly encoding: 'hex' | 'base64';
};

export const hmac = (signed: string | Uint8Array, { algorithm, secret, encoding }: Mac): string =>
  createHmac(algorithm, secret).update(signed).digest(encoding);

/** Was it signed with one of these secrets? Several while one is rotated; an empty one signs nothing. */
export const isSignedWithAny = (
  secrets: readonly string[],
  given: string | undefined,
  sign: (secret: string) => string,
): boolean => !!given && secrets.filter((secret) => secret !== '').some((secret) => isSameText(given, sign(secret)));
