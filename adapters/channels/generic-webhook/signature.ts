import { hmac, isSameText } from '../shared/signatures.ts';

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md, read 2026-11-22. */
const toleranceSeconds = 300;
/** More than anybody rotates secrets at once. */
const mostSignatures = 10;
/** Without a full stop, as the specification wants it: that is what parts id, time and body. */
const signedIds = /^[\x21-\x2d\x2f-\x7e]{1,256}$/;

export type Signed = {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string | Uint8Array;
};

/** What is sent along with a body: its id, the time in seconds, and the signature over all three. */
export function signatureOf(
  secret: string,
  { id, seconds, body }: { id: string; seconds: number; body: string | Uint8Array },
) {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signed = Buffer.concat([Buffer.from(`${id}.${seconds}.`), Buffer.from(body)]);
  return `v1,${hmac(signed, { algorithm: 'sha256', secret: key, encoding: 'base64' })}`;
}

/** The id of a webhook that one of the secrets signed within five minutes of now; undefined for any other. */
export function verifiedId({ headers, body }: Signed, secrets: readonly string[], now: Date): string | undefined {
  const id = headers['webhook-id'] ?? '';
  const timestamp = headers['webhook-timestamp'] ?? '';
  const signature = headers['webhook-signature'];
  if (typeof signature !== 'string' || !signedIds.test(id) || !/^\d{1,12}$/.test(timestamp)) return undefined;
  const given = signature.split(' ', mostSignatures).filter((one) => one.startsWith('v1,'));
  const seconds = Number(timestamp);
  if (Math.abs(now.getTime() / 1000 - seconds) > toleranceSeconds) return undefined;
  const isSigned = secrets.some((secret) => {
    const right = signatureOf(secret, { id, seconds, body });
    return given.some((one) => isSameText(one, right));
  });
  return isSigned ? id : undefined;
}
