import * as z from 'zod';
import type { Failure, SendOutcome } from '#domain/channels/delivery.ts';
import { type Answer, ambiguous, failed, limited, retryAfter } from '../shared/send-request.ts';

const $Error = z.object({
  message: z.string(),
  details: z.array(z.object({ message: z.string().optional(), property: z.string().optional() })).optional(),
});

/** LINE has no codes: what is wrong is in a sentence. https://developers.line.biz/en/reference/messaging-api/#error-messages, read 2026-11-22. */
const sentences: readonly { readonly says: RegExp; readonly class: Failure['class']; readonly reason: string }[] = [
  {
    says: /monthly limit/i,
    class: 'BILLING',
    reason:
      'The messages of this month’s LINE plan are used up. Ask an administrator for a larger plan, or use another channel; answers within a minute are free.',
  },
  {
    says: /invalid reply token/i,
    class: 'OUTSIDE_WINDOW',
    reason:
      'The free answer to this message has expired or was used. Send it again; it is then sent as a message of its own.',
  },
  {
    says: /not a friend|Failed to send messages|not found|property, 'to'/i,
    class: 'INVALID_RECIPIENT',
    reason: 'LINE does not know this person or group, or we may not write there. Use another channel.',
  },
  {
    says: /access to this API is not available|not authorized|not available for your account/i,
    class: 'PERMISSION',
    reason: 'Our LINE account may not send this. Ask an administrator to check the account’s plan and features.',
  },
];

const byStatus: Readonly<Record<number, Omit<Failure, 'code'>>> = {
  401: {
    class: 'AUTH',
    reason: 'LINE did not accept our channel access token. Ask an administrator to check the LINE connection.',
  },
  403: {
    class: 'PERMISSION',
    reason: 'Our LINE account may not send messages. Ask an administrator to check the channel and its plan.',
  },
  404: {
    class: 'INVALID_RECIPIENT',
    reason: 'LINE does not know this person or group any more. Use another channel.',
  },
  413: { class: 'CONTENT_REJECTED', reason: 'The message is too large for LINE. Shorten it or send it in parts.' },
};

const refused: Omit<Failure, 'code'> = {
  class: 'CONTENT_REJECTED',
  reason: 'LINE did not take the message. Change the text or the file and send it again.',
};

const tooFast: Omit<Failure, 'code'> = {
  class: 'RATE_LIMITED',
  reason: 'LINE is taking no more messages just now. It is tried again; nothing to do.',
};

/** What a refusal of LINE means; the code is the HTTP status, which is all that LINE gives. */
export function lineFailure({ status, body }: Pick<Answer, 'status' | 'body'>): Failure {
  const error = $Error.safeParse(body).data;
  const words = [error?.message ?? '', ...(error?.details ?? []).map(({ message = '' }) => message)].join(' ');
  const known = sentences.find(({ says }) => says.test(words));
  const { class: kind, reason } = known ?? byStatus[status] ?? (status === 429 ? tooFast : refused);
  return { class: kind, reason, code: String(status) };
}

export const saysReplyTokenIsGone = (answer: Answer): boolean =>
  answer.status === 400 && lineFailure(answer).class === 'OUTSIDE_WINDOW';

const serverErrorSeconds = 30;

/** The outcome of a refused push (which carries a retry key) or reply (which does not). */
export function refusalOutcome(answer: Answer, by: 'push' | 'reply'): SendOutcome {
  const { status, headers } = answer;
  if (status >= 500) {
    if (by === 'reply') return ambiguous('LINE', String(status));
    const reason = 'LINE has a disturbance. It is tried again; nothing to do.';
    return limited({ class: 'TRANSIENT', code: String(status), reason }, serverErrorSeconds);
  }
  const failure = lineFailure(answer);
  return failure.class === 'RATE_LIMITED' ? limited(failure, retryAfter(headers)) : failed(failure);
}
