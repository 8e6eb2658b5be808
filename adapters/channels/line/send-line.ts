import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { OutboundMessage, SendMessage, SendOutcome } from '#domain/channels/delivery.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import type { ChannelNeeds } from '../needs.ts';
import { credentialsOf } from '../shared/credentials.ts';
import { type Answer, ambiguous, failed, sendRequest } from '../shared/send-request.ts';
import { lineApi } from './api.ts';
import { type LineObject, lineObjects, mediaInvalid } from './compose.ts';
import { $LineCredentials, bearer, type LineCredentials } from './credentials.ts';
import { refusalOutcome, saysReplyTokenIsGone } from './errors.ts';
import { $LineSettings } from './settings.ts';

/** A reply token is good for about a minute after the event, https://developers.line.biz/en/reference/messaging-api/#send-reply-message. */
const replyTokenSeconds = 50;

const $Sent = z.object({ sentMessages: z.array(z.object({ id: z.string().min(1) })).min(1) });

/** Sends through LINE: within a minute as a reply, which is free, and later as a push, which may be repeated safely. */
export const createLineSender =
  (needs: ChannelNeeds): SendMessage =>
  async (message) => {
    const connection = await needs.connections.get(message.connectionId);
    if (connection?.provider !== 'line') return failed(noConnection);
    const credentials = await credentialsOf(needs.secret, connection.id, $LineCredentials);
    const settings = $LineSettings.parse(connection.settings ?? {});
    const messages = await composed(() => lineObjects({ needs, settings }, message));
    if (messages instanceof Refusal) return failed(mediaInvalid(messages.message));
    const sending = { needs, credentials, message, messages };
    return (await reply(sending)) ?? push(sending);
  };

const noConnection = {
  class: 'PERMISSION',
  reason:
    'This LINE connection does not exist any more. Use another channel, or ask an administrator to set it up again.',
} as const;

/** A refusal by a rule is for the agent to read; anything else is a defect. */
async function composed<Value>(compose: () => Promise<Value>): Promise<Value | Refusal> {
  try {
    return await compose();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

type Sending = {
  readonly needs: ChannelNeeds;
  readonly credentials: LineCredentials;
  readonly message: OutboundMessage;
  readonly messages: readonly LineObject[];
};

/** Undefined when there is no reply token, or it is used or too old: then the message is pushed. */
async function reply({ needs, credentials, message, messages }: Sending): Promise<SendOutcome | undefined> {
  const { answerToken, heardAt } = message;
  const age = heardAt === undefined ? Number.POSITIVE_INFINITY : (needs.now().getTime() - Date.parse(heardAt)) / 1000;
  if (answerToken === undefined || age > replyTokenSeconds) return undefined;
  let isGone = false;
  const outcome = await sendRequest(needs.fetch, {
    url: `${lineApi}/message/reply`,
    request: jsonRequest(bearer(credentials), { replyToken: answerToken, messages }),
    provider: 'LINE',
    outcomeOf: (answer) => {
      isGone = saysReplyTokenIsGone(answer);
      return answer.ok ? sentAs(answer) : refusalOutcome(answer, 'reply');
    },
  });
  return isGone ? undefined : outcome;
}

function push({ needs, credentials, message, messages }: Sending): Promise<SendOutcome> {
  const headers = { ...bearer(credentials), 'x-line-retry-key': retryKeyOf(message) };
  return sendRequest(needs.fetch, {
    url: `${lineApi}/message/push`,
    // Said in a group, answered in the group.
    request: jsonRequest(headers, { to: message.thread ?? message.to, messages }),
    provider: 'LINE',
    isIdempotent: true,
    // 409: the first try with this key did arrive, and this is its answer.
    outcomeOf: (answer) => (answer.ok || answer.status === 409 ? sentAs(answer) : refusalOutcome(answer, 'push')),
  });
}

const jsonRequest = (headers: Readonly<Record<string, string>>, body: unknown): RequestInit => ({
  method: 'POST',
  headers: { ...headers, 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

function sentAs({ body, headers }: Answer): SendOutcome {
  const id = $Sent.safeParse(body).data?.sentMessages[0]?.id ?? headers.get('x-line-accepted-request-id');
  return id ? { status: 'sent', providerId: id } : ambiguous('LINE');
}

/** The same for each try of one message: a version 8 UUID (RFC 9562, section 5.8) made from our id of it. */
export function retryKeyOf({ connectionId, messageId }: Pick<OutboundMessage, 'connectionId' | 'messageId'>): string {
  const hex = createHash('sha256').update(`${connectionId}:${messageId}`).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
