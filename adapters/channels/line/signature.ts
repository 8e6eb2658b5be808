import { hmac, isSignedWithAny } from '../shared/signatures.ts';

/** The signature that LINE puts on a body. */
export const lineSignature = (body: string | Uint8Array, channelSecret: string): string =>
  hmac(body, { algorithm: 'sha256', secret: channelSecret, encoding: 'base64' });

/**
 * Did LINE sign these bytes with one of these channel secrets? A repeated header, joined with commas, never matches.
 * https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/, read 2026-11-22.
 */
export const isSignedByLine = (
  body: Uint8Array,
  signature: string | undefined,
  channelSecrets: readonly string[],
): boolean => isSignedWithAny(channelSecrets, signature, (secret) => lineSignature(body, secret));
