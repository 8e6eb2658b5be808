import * as z from 'zod';
import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import type { OutboundMessage, SendMessage, SendOutcome } from '#domain/channels/delivery.ts';
import type { Clock } from '#domain/kernel/clock.ts';
import { credentialsOf } from '../shared/credentials.ts';
import { type Answer, ambiguous, failed, limited, retryAfter, sendRequest, waitOf } from '../shared/send-request.ts';
import { $MastodonCredentials, bearer, type MastodonCredentials } from './credentials.ts';
import { failureOf } from './errors.ts';

const $Posted = z.looseObject({ id: z.string().min(1) });

/** Answers as a post under the customer's: in public where theirs was, else only to them. */
export const createMastodonSender =
  (needs: ChannelNeeds): SendMessage =>
  async (message) => {
    const connection = await needs.connections.get(message.connectionId);
    if (connection?.provider !== 'mastodon') return noConnection;
    const credentials = await credentialsOf(needs.secret, connection.id, $MastodonCredentials);
    return post(needs, message, credentials);
  };

const noConnection = failed({
  class: 'PERMISSION',
  reason: 'This Mastodon connection does not exist any more. Ask an administrator to set it up again.',
});

/** Without its name in the text nobody is told, and of a private post nobody sees anything. */
const statusOf = ({ to, text }: OutboundMessage, server: string): string =>
  `@${to.endsWith(`@${server}`) ? to.slice(0, -server.length - 1) : to} ${text}`;

const post = (needs: ChannelNeeds, message: OutboundMessage, credentials: MastodonCredentials): Promise<SendOutcome> =>
  sendRequest(needs.fetch, {
    url: `https://${credentials.server}/api/v1/statuses`,
    request: {
      method: 'POST',
      // The server remembers keys for an hour; a reply is tried again within minutes.
      headers: {
        ...bearer(credentials),
        'content-type': 'application/json',
        'idempotency-key': message.messageId,
      },
      body: JSON.stringify({
        status: statusOf(message, credentials.server),
        visibility: message.isPublic ? 'public' : 'direct',
        ...(message.answers === undefined ? {} : { in_reply_to_id: message.answers }),
      }),
    },
    provider: 'Mastodon',
    isIdempotent: true,
    outcomeOf: (answer) => outcomeOf(answer, needs.now),
  });

function outcomeOf({ status, ok, headers, body }: Answer, now: Clock): SendOutcome {
  const posted = $Posted.safeParse(body);
  if (ok) return posted.success ? { status: 'sent', providerId: posted.data.id } : ambiguous('Mastodon');
  const failure = failureOf(status);
  if (status === 429) return limited(failure, resetIn(headers, now()));
  const reason = 'The Mastodon server has trouble. It is tried again; nothing to do.';
  return status >= 500 ? limited({ ...failure, class: 'TRANSIENT', reason }, 60) : failed(failure);
}

/** Mastodon tells when its limit ends in a header of its own; https://docs.joinmastodon.org/api/rate-limits/. */
function resetIn(headers: Headers, now: Date): number {
  const endsAt = Date.parse(headers.get('x-ratelimit-reset') ?? '');
  return Number.isFinite(endsAt) ? waitOf((endsAt - now.getTime()) / 1000) : retryAfter(headers);
}
