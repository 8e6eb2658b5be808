import type { Failure, SendOutcome } from '#domain/channels/delivery.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { answerText } from './answer-bytes.ts';

/** What a provider answered. `body`: its JSON, or undefined where there was none. */
export type Answer = {
  readonly status: number;
  readonly ok: boolean;
  readonly headers: Headers;
  readonly body: unknown;
};

export type Exchange = {
  readonly url: string | URL;
  readonly request: RequestInit;
  /** The provider's name, for sentences that agents read. */
  readonly provider: string;
  /** What the answer means. A status of 500 and more should be `ambiguous` unless the provider takes an idempotency key. */
  readonly outcomeOf: (answer: Answer) => SendOutcome;
  /** The provider takes an idempotency key: what nobody knows may be sent again. */
  readonly isIdempotent?: true;
};

const answerWithinMs = 10_000;
/** Seconds until a provider that could not be reached is tried again. */
const unreachableSeconds = 30;

/** Asks a provider to send one message. Never throws: whether it left is the whole question. */
export async function sendRequest(fetch: typeof globalThis.fetch, exchange: Exchange): Promise<SendOutcome> {
  const { url, request, provider } = exchange;
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(answerWithinMs), ...request });
    const { status, ok, headers } = response;
    return exchange.outcomeOf({ status, ok, headers, body: await jsonOf(response) });
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'forbidden') return failed(notPublic(provider));
    if (!neverLeft(error) && !exchange.isIdempotent)
      return { status: 'ambiguous', failure: { class: 'AMBIGUOUS', reason: maybeSent(provider) } };
    const reason = `${provider} could not be reached. It is tried again; nothing to do.`;
    return { status: 'retry', failure: { class: 'TRANSIENT', reason }, afterSeconds: unreachableSeconds };
  }
}

const notPublic = (provider: string): Failure => ({
  class: 'PERMISSION',
  reason: `The address of ${provider} is not on the internet, so nothing was sent. Ask an administrator to mend it.`,
});

/** For answers that leave it open whether the message was sent. */
export const maybeSent = (provider: string): string =>
  `${provider} gave no clear answer, so the message may or may not have been sent. Wait for the customer before sending it again.`;

export const ambiguous = (provider: string, code?: string): SendOutcome => ({
  status: 'ambiguous',
  failure: { class: 'AMBIGUOUS', reason: maybeSent(provider), ...(code === undefined ? {} : { code }) },
});

export const failed = (failure: Failure): SendOutcome => ({ status: 'failed', failure });

export const limited = (failure: Failure, afterSeconds: number): SendOutcome => ({
  status: 'retry',
  failure,
  afterSeconds,
});

async function jsonOf(response: Response): Promise<unknown> {
  const text = await answerText(response);
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const retryAfterDefaultSeconds = 10;
const retryAfterLongestSeconds = 900;

/** `Retry-After` in seconds or as a date, RFC 9110 section 10.2.3; between 1 and 900. */
export function retryAfter(headers: Headers): number {
  const header = headers.get('retry-after') ?? '';
  const now = Date.parse(headers.get('date') ?? '');
  const seconds = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - now) / 1000);
  return waitOf(Number.isFinite(seconds) ? seconds : retryAfterDefaultSeconds);
}

/** Seconds that a provider asks for, kept within what an SQS queue can wait. */
export const waitOf = (seconds: number): number => Math.min(Math.max(Math.ceil(seconds), 1), retryAfterLongestSeconds);

/** Errors of name look-up and of connecting. A reset is not among them: the request may have been read before it. */
const beforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Did the request fail before any byte of it left? `fetch` says so in the cause of its TypeError. */
function neverLeft(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && beforeSending.has(String(cause.code));
}
