import * as z from 'zod';
import { type Answer, ambiguous, failed, limited, retryAfter, waitOf } from '#adapters/channels/shared/send-request.ts';
import type { Failure, SendOutcome } from '#domain/channels/delivery.ts';

const $GraphError = z.object({
  code: z.number(),
  error_subcode: z.number().optional(),
  message: z.string().default(''),
  fbtrace_id: z.string().optional(),
});
const $Refused = z.object({ error: $GraphError });

/** https://developers.facebook.com/docs/graph-api/guides/error-handling. `message` may quote what was sent: not for logs. */
export type GraphError = z.infer<typeof $GraphError>;

/** The error in an answer of the Graph API, if it holds one. */
export const graphErrorOf = (body: unknown): GraphError | undefined => $Refused.safeParse(body).data?.error;

/** What one code stands for. `afterSeconds`: when another try makes sense; without it a rate limit is a failure for the agent. */
export type Meaning = Omit<Failure, 'code'> & { readonly afterSeconds?: number };

/** Meanings by `code/subcode` or by `code`. */
export type Meanings = Readonly<Record<string, Meaning>>;

const askAdmin = 'Ask an administrator';
const busy = 'Meta is taking no more requests just now. It is tried again; nothing to do.';
const tokenRefused = `Meta did not accept our access token. ${askAdmin} to renew it in the connection's credentials.`;
const mayNot = `Our app at Meta may not do this. ${askAdmin} to check its permissions and its assets.`;

/** Codes that every product of Meta answers with. A channel's own meanings come first. */
const ofEveryProduct: Meanings = {
  0: { class: 'AUTH', reason: tokenRefused },
  1: { class: 'AMBIGUOUS', reason: '' },
  2: { class: 'AMBIGUOUS', reason: '' },
  3: { class: 'PERMISSION', reason: mayNot },
  4: { class: 'RATE_LIMITED', reason: busy, afterSeconds: 60 },
  10: { class: 'PERMISSION', reason: mayNot },
  17: { class: 'RATE_LIMITED', reason: busy, afterSeconds: 60 },
  32: { class: 'RATE_LIMITED', reason: busy, afterSeconds: 60 },
  102: { class: 'AUTH', reason: tokenRefused },
  190: { class: 'AUTH', reason: tokenRefused },
  341: { class: 'RATE_LIMITED', reason: busy, afterSeconds: 60 },
  368: {
    class: 'POLICY',
    reason: `Meta has blocked our account for a while because of its policies. ${askAdmin} to look at the account's quality page at Meta.`,
  },
  613: { class: 'RATE_LIMITED', reason: busy, afterSeconds: 60 },
};

/** 200 to 299 are permissions, 80000 to 80014 limits of one product. */
function meaningByRange(code: number): Meaning | undefined {
  if (code >= 200 && code < 300) return { class: 'PERMISSION', reason: mayNot };
  if (code >= 80_000 && code <= 80_014) return { class: 'RATE_LIMITED', reason: busy, afterSeconds: 60 };
  return undefined;
}

const unknown: Meaning = {
  class: 'CONTENT_REJECTED',
  reason: 'Meta did not take the message. Check what was written; the code says more.',
};

type Codes = Pick<GraphError, 'code' | 'error_subcode'>;

/** What an error means to a channel with these meanings. */
export function meaningOf({ code, error_subcode }: Codes, meanings: Meanings): Meaning {
  const known = (list: Meanings) => list[`${code}/${error_subcode}`] ?? list[code];
  return known(meanings) ?? known(ofEveryProduct) ?? meaningByRange(code) ?? unknown;
}

const codeOf = ({ code, error_subcode }: Codes): string =>
  error_subcode === undefined ? `${code}` : `${code}/${error_subcode}`;

/** An error as what an agent is told. */
export function graphFailure(error: Codes, meanings: Meanings): Failure {
  const { class: failureClass, reason } = meaningOf(error, meanings);
  return { class: failureClass, code: codeOf(error), reason };
}

/** What a refused send comes to. Meta takes no idempotency key: what may have been sent is not sent again. */
export function refusedSend(answer: Answer, meanings: Meanings): SendOutcome {
  const error = graphErrorOf(answer.body);
  if (!error) return answer.status === 429 ? limited(tooMany, retryAfter(answer.headers)) : ambiguous('Meta');
  const { afterSeconds, class: meant } = meaningOf(error, meanings);
  const failure = graphFailure(error, meanings);
  if (afterSeconds !== undefined) return limited(failure, waitFor(answer, afterSeconds));
  const isOpen = meant === 'AMBIGUOUS' || answer.status >= 500;
  return isOpen ? ambiguous('Meta', failure.code) : failed(failure);
}

const tooMany: Failure = { class: 'RATE_LIMITED', code: '429', reason: busy };

const waitFor = ({ headers }: Answer, seconds: number): number =>
  headers.has('retry-after') ? retryAfter(headers) : waitOf(seconds);
