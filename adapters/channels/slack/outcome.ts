import * as z from 'zod';
import type { SendOutcome } from '#domain/channels/delivery.ts';
import { ambiguous, failed, limited, retryAfter } from '../shared/send-request.ts';
import { isUnclear, slackFailure } from './errors.ts';

export const provider = 'Slack';

const $Refused = z.object({ ok: z.literal(false), error: z.string() });

type Refused = { readonly status: number; readonly headers: Headers; readonly body: unknown };

/** What an answer means that does not say where the message is. Slack refuses with HTTP 200, all but too many requests. */
export function refusalOf({ status, headers, body }: Refused): SendOutcome {
  const code = status === 429 ? 'ratelimited' : $Refused.safeParse(body).data?.error;
  if (code === undefined || status >= 500 || isUnclear(code)) return ambiguous(provider, code ?? String(status));
  const failure = slackFailure(code);
  return failure.class === 'RATE_LIMITED' ? limited(failure, retryAfter(headers)) : failed(failure);
}
