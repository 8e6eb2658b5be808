import { hmac, isSignedWithAny } from '../shared/signatures.ts';

/** The signature that Viber puts on a body. */
export const viberSignature = (body: string | Uint8Array, authToken: string): string =>
  hmac(body, { algorithm: 'sha256', secret: authToken, encoding: 'hex' });

/**
 * Did Viber sign these bytes with one of these tokens? The token is the bot's own, so a body for another bot does not
 * pass: payloads themselves name no account. https://developers.viber.com/docs/api/rest-bot-api/#callbacks, read 2026-11-22.
 */
export const isSignedByViber = (
  body: Uint8Array,
  signature: string | undefined,
  authTokens: readonly string[],
): boolean => isSignedWithAny(authTokens, signature, (token) => viberSignature(body, token));
