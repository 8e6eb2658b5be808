import * as z from 'zod';
import type { Failure, SendOutcome } from '#domain/channels/delivery.ts';
import type { Clock } from '#domain/kernel/clock.ts';
import { type Answer, ambiguous, failed, limited, retryAfter, waitOf } from '../shared/send-request.ts';

type Meaning = Pick<Failure, 'class' | 'reason'>;

/** A problem (RFC 9457) of version 2, or one with the codes of version 1.1, which direct messages still give. */
const $Problem = z.looseObject({
  title: z.string().optional(),
  detail: z.string().optional(),
  type: z.string().optional(),
  errors: z.array(z.looseObject({ code: z.number().optional(), message: z.string().optional() })).optional(),
});

const askAdmin = 'Ask an administrator';
const closed: Meaning = {
  class: 'BLOCKED_BY_USER',
  reason:
    'X does not let us write to this person: their direct messages are closed to us, or they blocked us. Use another channel.',
};
const appMayNot: Meaning = {
  class: 'PERMISSION',
  reason: `X does not let our app do this. ${askAdmin} to check the app’s permissions and plan.`,
};
const locked: Meaning = {
  class: 'POLICY',
  reason: `X locked our account or takes this for automatic. ${askAdmin} to sign in at X and look.`,
};
const duplicate: Meaning = {
  class: 'CONTENT_REJECTED',
  reason: 'X takes the same text only once. Change it and send it again.',
};
const wrongToken: Meaning = {
  class: 'AUTH',
  reason: `X did not accept our credentials. ${askAdmin} to check the X connection.`,
};
const unknown: Meaning = {
  class: 'INVALID_RECIPIENT',
  reason: 'This person or post is not at X any more. Use another channel.',
};
const usedUp: Meaning = {
  class: 'BILLING',
  reason: `What our X plan allows, or its credit, is used up. ${askAdmin} to extend it.`,
};
const tooFast: Meaning = {
  class: 'RATE_LIMITED',
  reason: 'X is taking no more messages just now. It is tried again; nothing to do.',
};
const refused: Meaning = {
  class: 'CONTENT_REJECTED',
  reason: 'X did not take the message. Change the text or the picture and send it again.',
};

/** https://docs.x.com/x-api/fundamentals/response-codes-and-errors, read 2026-11-22. */
const byCode: Readonly<Record<number, Meaning>> = {
  32: wrongToken,
  89: wrongToken,
  135: wrongToken,
  215: wrongToken,
  50: unknown,
  63: unknown,
  108: unknown,
  144: unknown,
  64: locked,
  226: locked,
  326: locked,
  93: appMayNot,
  261: appMayNot,
  453: appMayNot,
  150: closed,
  349: closed,
  88: tooFast,
  187: duplicate,
  151: refused,
  186: { class: 'CONTENT_REJECTED', reason: 'The text is too long for X. Shorten it or send it in parts.' },
  385: {
    class: 'INVALID_RECIPIENT',
    reason: 'The post that is answered is gone, or we may not see it. Use another channel.',
  },
  433: {
    class: 'POLICY',
    reason: 'The author lets only some people answer this post. Write a direct message, or use another channel.',
  },
};

const bySentence: readonly { readonly says: RegExp; readonly means: Meaning }[] = [
  { says: /usage-capped|UsageCapExceeded|credits|spend cap/i, means: usedUp },
  { says: /duplicate/i, means: duplicate },
  { says: /client-forbidden|client-not-enrolled|oauth1 app permissions|unsupported-authentication/i, means: appMayNot },
  { says: /locked|suspended|automated/i, means: locked },
];

const byStatus: Readonly<Record<number, Meaning>> = {
  401: wrongToken,
  402: usedUp,
  403: appMayNot,
  404: unknown,
  413: { class: 'MEDIA_INVALID', reason: 'The picture is too large for X. Send a smaller one.' },
  429: tooFast,
};

/** What a refusal of X means. `sent`: 403 to a direct message is about the person, to a post about us. */
export function xFailure({ status, body }: Pick<Answer, 'status' | 'body'>, sent: 'direct' | 'post'): Failure {
  const problem = $Problem.safeParse(body).data ?? {};
  const [first] = problem.errors ?? [];
  const words = [problem.type, problem.title, problem.detail, first?.message].join(' ');
  const said = bySentence.find(({ says }) => says.test(words))?.means;
  const otherwise = status === 403 && sent === 'direct' ? closed : (byStatus[status] ?? refused);
  return { ...(byCode[first?.code ?? 0] ?? said ?? otherwise), code: String(first?.code ?? status) };
}

/** X has no key against sending twice. */
export function refusalOutcome(answer: Answer, sent: 'direct' | 'post', now: Clock): SendOutcome {
  if (answer.status >= 500) return ambiguous('X', String(answer.status));
  const failure = xFailure(answer, sent);
  return failure.class === 'RATE_LIMITED' ? limited(failure, secondsToWait(answer.headers, now)) : failed(failure);
}

/** X tells when its window of 15 minutes or a day begins anew, in seconds since 1970. */
function secondsToWait(headers: Headers, now: Clock): number {
  const reset = Number(headers.get('x-rate-limit-reset') ?? Number.NaN);
  return Number.isFinite(reset) ? waitOf(reset - now().getTime() / 1000) : retryAfter(headers);
}
