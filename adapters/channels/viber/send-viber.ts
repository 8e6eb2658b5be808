import * as z from 'zod';
import type { OutboundMessage, SendMessage, SendOutcome } from '#domain/channels/delivery.ts';
import type { ChannelNeeds } from '../needs.ts';
import { credentialsOf } from '../shared/credentials.ts';
import { type Answer, ambiguous, failed, limited, retryAfter, sendRequest } from '../shared/send-request.ts';
import { apiRequest, apiUrl } from './api.ts';
import { contentFor } from './compose.ts';
import { $ViberCredentials } from './credentials.ts';
import { refusalOutcome } from './errors.ts';
import { withTextTokens } from './tokens.ts';

const $Answer = z.object({ status: z.number().int(), message_token: z.string().min(1).optional() });

/** Viber shows no more of a sender's name. */
const senderNameLength = 28;

/** Sends through a Viber bot. There is no key against sending twice, so what nobody knows is not sent again. */
export const createViberSender =
  (needs: ChannelNeeds): SendMessage =>
  async (message) => {
    const connection = await needs.connections.get(message.connectionId);
    if (connection?.provider !== 'viber') return failed(noConnection);
    const { authTokens } = await credentialsOf(needs.secret, connection.id, $ViberCredentials);
    const body = {
      receiver: message.to,
      min_api_version: 1,
      sender: { name: connection.name.slice(0, senderNameLength) },
      ...(await contentFor(needs, oneOf(message))),
    };
    return sendRequest(withWholeTokens(needs.fetch), {
      url: apiUrl('send_message'),
      request: apiRequest(authTokens[0], body),
      provider: 'Viber',
      outcomeOf,
    });
  };

const oneOf = ({ text, attachments }: OutboundMessage) => ({ text, attachments });

const noConnection = {
  class: 'PERMISSION',
  reason:
    'This Viber connection does not exist any more. Use another channel, or ask an administrator to set it up again.',
} as const;

function outcomeOf({ status, ok, headers, body }: Answer): SendOutcome {
  if (status === 429) {
    const reason = 'Viber is taking no more messages just now. It is tried again; nothing to do.';
    return limited({ class: 'RATE_LIMITED', code: '429', reason }, retryAfter(headers));
  }
  const answer = $Answer.safeParse(body).data;
  if (!ok || !answer) return ambiguous('Viber', String(status));
  if (answer.status !== 0) return refusalOutcome(answer.status);
  // Taken, but without a token no receipt could be told apart from that of another message.
  return answer.message_token ? { status: 'sent', providerId: answer.message_token } : ambiguous('Viber');
}

/** The answer's token has up to 64 bits and must not be rounded. */
const withWholeTokens =
  (fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
  async (input, init) => {
    const response = await fetch(input, init);
    const { status, headers } = response;
    return new Response(withTextTokens(await response.text()), { status, headers });
  };
