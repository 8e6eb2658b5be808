import { hmac, isSameText } from '../shared/signatures.ts';

/** Signed requests as https://www.standardwebhooks.com has them, version 1.0.0, read 2026-11-22. */

/** Seconds by which the sender's clock may differ, either way. */
const toleranceSeconds = 300;
/** More signatures than anybody rotates secrets at once. */
const mostSignatures = 10;
/** Without a full stop, as the specification wants it: that is what parts id, time and body. */
const signedIds = /^[\x21-\x2d\x2f-\x7e]{1,128}$/;

export type SignedHeaders = Readonly<Record<string, string | undefined>>;

const keyOf = (secret: string): Buffer => Buffer.from(secret.replace(/^whsec_/, ''), 'base64');

const signature = (secret: string, signed: string): string =>
  `v1,${hmac(signed, { algorithm: 'sha256', secret: keyOf(secret), encoding: 'base64' })}`;

/** Headers for a body that we send; one signature for each secret in force. */
export const signedHeaders = (
  secrets: readonly string[],
  { id, body, now }: { readonly id: string; readonly body: string; readonly now: Date },
): Record<string, string> => {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map((secret) => signature(secret, `${id}.${timestamp}.${body}`)).join(' '),
  };
};

/** The id of a request that one of the secrets signed, a moment ago; undefined for any other. */
export function signedId(
  secrets: readonly string[],
  { headers, body, now }: { readonly headers: SignedHeaders; readonly body: string; readonly now: Date },
): string | undefined {
  const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '', 'webhook-signature': given } = headers;
  if (typeof given !== 'string' || !signedIds.test(id) || !/^\d{1,12}$/.test(timestamp)) return undefined;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > toleranceSeconds) return undefined;
  const signatures = given.split(' ', mostSignatures);
  const wanted = secrets.map((secret) => signature(secret, `${id}.${timestamp}.${body}`));
  return wanted.some((one) => signatures.some((other) => isSameText(one, other))) ? id : undefined;
}
