import { hmac, isSignedWithAny } from '../shared/signatures.ts';

type Signed = {
  readonly body: Buffer;
  /** `X-Slack-Request-Timestamp`: seconds since 1970. */
  readonly timestamp: string | undefined;
  /** `X-Slack-Signature`: `v0=` and 64 hexadecimal digits. */
  readonly signature: string | undefined;
};

/** Slack's own code refuses what is older; what is from the future is refused here as well. */
const toleranceSeconds = 300;

/** Did Slack sign these bytes, just now? https://docs.slack.dev/authentication/verifying-requests-from-slack, read 2026-11-22. */
export function isSignedBySlack(
  { body, timestamp, signature }: Signed,
  { signingSecrets, now }: { readonly signingSecrets: readonly string[]; readonly now: Date },
): boolean {
  if (timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > toleranceSeconds) return false;
  return isSignedWithAny(signingSecrets, signature, (secret) => slackSignature(secret, timestamp, body));
}

/** The signature of a body at a time. */
export const slackSignature = (secret: string, timestamp: string, body: Uint8Array): string =>
  `v0=${hmac(Buffer.concat([Buffer.from(`v0:${timestamp}:`), body]), { algorithm: 'sha256', secret, encoding: 'hex' })}`;
