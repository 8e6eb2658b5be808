import { hmac, isSignedWithAny } from '../shared/signatures.ts';

type Secrets = { readonly consumerSecrets: readonly string[]; readonly clientSecrets: readonly string[] };

/** The signature that X puts on a body, and the answer that it wants to a challenge. */
export const xSignature = (signed: string | Uint8Array, secret: string): string =>
  `sha256=${hmac(signed, { algorithm: 'sha256', secret, encoding: 'base64' })}`;

type Signed = { readonly body: Uint8Array; readonly headers: Readonly<Record<string, string | undefined>> };

/**
 * Did X sign these bytes? With an OAuth 2.0 client secret under a header of its own, with the consumer secret under the
 * older one, or with both. https://docs.x.com/x-api/webhooks/introduction#signature-headers, read 2026-11-22.
 */
export function isSignedByX({ body, headers }: Signed, { consumerSecrets, clientSecrets }: Secrets): boolean {
  // Whoever asks gets a challenge signed with the same secret; what is signed there is never a JSON object.
  if (body[0] !== openingBrace) return false;
  const sign = (secret: string) => xSignature(body, secret);
  return (
    isSignedWithAny(clientSecrets, headers['x-twitter-webhooks-signature-oauth2'], sign) ||
    isSignedWithAny(consumerSecrets, headers['x-twitter-webhooks-signature'], sign)
  );
}

const openingBrace = 0x7b;

/** Characters of Base64, of words and of identifiers; no braces or quotes, so that nobody has a body signed as a challenge. */
const challengeToken = /^[\w+/=.:~ -]{1,300}$/;

/** The answer to a challenge-response check, or undefined when the query holds none. */
export function challengeAnswer(rawQuery: string, { consumerSecrets, clientSecrets }: Secrets): string | undefined {
  const token = new URLSearchParams(rawQuery).get('crc_token');
  const secret = clientSecrets[0] ?? consumerSecrets[0];
  if (token === null || secret === undefined || !challengeToken.test(token)) return undefined;
  return JSON.stringify({ response_token: xSignature(token, secret) });
}
