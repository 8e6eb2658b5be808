import type { SendOutcome } from '#domain/channels/delivery.ts';
import { type Answer, failed, limited, retryAfter } from '../shared/send-request.ts';

/** Seconds until a backend that is out of order is asked again. */
const outageSeconds = 60;

const backend = "the app's own server";

/** What the business's backend answered to an answer of ours. Every call carries an id, so that it may be repeated. */
export function outcomeOf({ status, ok, headers }: Answer, messageId: string): SendOutcome {
  if (ok) return { status: 'sent', providerId: messageId };
  const code = String(status);
  if (status === 429) {
    const reason = `Too many messages for ${backend} at once. It is tried again; nothing to do.`;
    return limited({ class: 'RATE_LIMITED', code, reason }, retryAfter(headers));
  }
  if (status >= 500 || status === 408) {
    const reason = `The server behind the app had a failure. It is tried again; nothing to do.`;
    return limited({ class: 'TRANSIENT', code, reason }, outageSeconds);
  }
  if (status === 401 || status === 403) {
    const reason = `Parley's signature was refused by ${backend}. Ask an administrator to check replySecrets.`;
    return failed({ class: 'AUTH', code, reason });
  }
  if (status === 410) {
    const reason = `No answers are taken any more by ${backend}. Use another channel, or ask an administrator.`;
    return failed({ class: 'PERMISSION', code, reason });
  }
  if (status === 404) {
    const reason = `This user, or the address for answers, is not known to ${backend}. Use another channel, or ask an administrator to check replyUrl.`;
    return failed({ class: 'INVALID_RECIPIENT', code, reason });
  }
  const reason = `This answer was refused by ${backend}. Change it, or ask an administrator to look at its log.`;
  return failed({ class: 'CONTENT_REJECTED', code, reason });
}
