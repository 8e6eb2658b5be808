import { graphFailure } from '#adapters/channels/meta/graph-error.ts';
import { whatsAppMeanings } from '#adapters/channels/meta-whatsapp/errors.ts';
import { ambiguous, failed, limited } from '#adapters/channels/shared/send-request.ts';
import type { Failure, SendOutcome } from '#domain/channels/delivery.ts';

const askAdmin = 'Ask an administrator';

const mayNot = {
  class: 'PERMISSION',
  reason: `AWS does not let Parley send from this WhatsApp number. ${askAdmin} to check the connection's number and the account at AWS.`,
} as const;

const refused = {
  class: 'CONTENT_REJECTED',
  reason: 'WhatsApp did not take the message. Check what was written; the code says more.',
} as const;

/** https://docs.aws.amazon.com/social-messaging/latest/APIReference/API_SendWhatsAppMessage.html, read 2026-11-22. */
const meanings: Readonly<Record<string, Omit<Failure, 'code'>>> = {
  AccessDeniedByMetaException: {
    class: 'AUTH',
    reason: `Meta does not let AWS use our WhatsApp account. ${askAdmin} to link the account at AWS again.`,
  },
  AccessDeniedException: mayNot,
  InvalidParametersException: refused,
  LimitExceededException: { class: 'RATE_LIMITED', reason: `A quota at AWS is used up. ${askAdmin} to raise it.` },
  ResourceNotFoundException: mayNot,
  ValidationException: refused,
};

const busy: Failure = {
  class: 'RATE_LIMITED',
  code: 'ThrottledRequestException',
  reason: 'AWS is taking no more messages just now. It is tried again; nothing to do.',
};
const throttledSeconds = 10;

const unreachable: Failure = {
  class: 'TRANSIENT',
  reason: 'AWS could not be reached. It is tried again; nothing to do.',
};
const unreachableSeconds = 30;

/** Failures before a byte left: name look-up, connecting, credentials. */
const beforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CredentialsProviderError',
]);

/** Meta's own code, where AWS hands on the sentence that holds it: `(#131047)` or `"code":131047`. */
const metaCodeIn = (message: string): number | undefined => {
  const [, code] = /(?:\(#|"code"\s*:\s*)(\d{1,7})\b/.exec(message) ?? [];
  return code === undefined ? undefined : Number(code);
};

const nameOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : error.name);

/** What an error of the SDK comes to; nothing is sent twice. */
export function outcomeOfError(error: unknown): SendOutcome {
  if (!(error instanceof Error)) return ambiguous('AWS');
  if (beforeSending.has(nameOf(error)) || beforeSending.has(error.name))
    return limited(unreachable, unreachableSeconds);
  if (error.name === 'ThrottledRequestException') return limited(busy, throttledSeconds);
  const meaning = meanings[error.name];
  if (!meaning) return ambiguous('AWS', error.name);
  const code = metaCodeIn(error.message);
  return failed(code === undefined ? { ...meaning, code: error.name } : graphFailure({ code }, whatsAppMeanings));
}
