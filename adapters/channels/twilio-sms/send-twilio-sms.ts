import * as z from 'zod';
import type { Connection, ConnectionStore } from '#domain/channels/channel.ts';
import type { OutboundMessage, SendMessage, SendOutcome } from '#domain/channels/delivery.ts';
import { basicAuth, type CredentialsFor, type TwilioCredentials } from './credentials.ts';
import { nobodyKnows, refusalFailure } from './errors.ts';
import { whyNotSendable } from './segments.ts';

type Needs = {
  readonly fetch: typeof fetch;
  readonly connections: Pick<ConnectionStore, 'get'>;
  readonly credentialsFor: CredentialsFor;
  /** @default https://api.twilio.com */
  readonly baseUrl?: string | undefined;
  /** Where Twilio reports how this message fares. It names the message: the answer with its SID can get lost. */
  readonly statusCallbackUrl: (message: OutboundMessage) => string;
};

const answerWithinMs = 10_000;

const $Accepted = z.object({ sid: z.string().min(1) });
const $Refused = z.object({ code: z.number() });

/** Sends text messages through Twilio's Messages resource, https://www.twilio.com/docs/messaging/api/message-resource. */
export const createTwilioSender =
  (needs: Needs): SendMessage =>
  async (message) => {
    const reason = whyNotSendable(message.text);
    if (reason) return { status: 'failed', failure: { class: 'CONTENT_REJECTED', reason } };
    const connection = await needs.connections.get(message.connectionId);
    if (connection?.provider !== 'twilio-sms') return noConnection;
    const credentials = await needs.credentialsFor(connection.id);
    const request = requestFor(credentials, formFor(message, { connection, credentials, needs }));
    return post(needs, `/2010-04-01/Accounts/${credentials.accountSid}/Messages.json`, request);
  };

const noConnection: SendOutcome = {
  status: 'failed',
  failure: {
    class: 'PERMISSION',
    reason:
      'This SMS connection does not exist any more. Use another channel, or ask an administrator to set it up again.',
  },
};

type Context = {
  readonly connection: Connection;
  readonly credentials: TwilioCredentials;
  readonly needs: Needs;
};

function formFor(message: OutboundMessage, { connection, credentials, needs }: Context): URLSearchParams {
  const { messagingServiceSid } = credentials;
  return new URLSearchParams({
    To: message.to,
    ...(messagingServiceSid ? { MessagingServiceSid: messagingServiceSid } : { From: connection.address }),
    Body: message.text,
    StatusCallback: needs.statusCallbackUrl(message),
  });
}

const requestFor = (credentials: TwilioCredentials, form: URLSearchParams): RequestInit => ({
  method: 'POST',
  headers: {
    authorization: basicAuth(credentials),
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
  },
  body: form.toString(),
  redirect: 'error',
  signal: AbortSignal.timeout(answerWithinMs),
});

async function post(needs: Needs, path: string, request: RequestInit): Promise<SendOutcome> {
  try {
    const response = await needs.fetch(new URL(path, needs.baseUrl ?? 'https://api.twilio.com'), request);
    return await outcomeOf(response);
  } catch (error) {
    if (!neverLeft(error)) return { status: 'ambiguous', failure: nobodyKnows };
    const reason = 'Twilio could not be reached. It is tried again; nothing to do.';
    return { status: 'retry', failure: { class: 'TRANSIENT', reason }, afterSeconds: 30 };
  }
}

async function outcomeOf(response: Response): Promise<SendOutcome> {
  const body = await jsonOf(response);
  const accepted = $Accepted.safeParse(body);
  if (response.ok) {
    // Accepted with an unreadable answer: it was taken, and nothing tells under which SID.
    if (!accepted.success) return { status: 'ambiguous', failure: nobodyKnows };
    return { status: 'sent', providerId: accepted.data.sid };
  }
  const refused = $Refused.safeParse(body);
  const failure = refusalFailure(response.status, refused.success ? String(refused.data.code) : undefined);
  if (response.status >= 500) return { status: 'ambiguous', failure: { ...failure, ...nobodyKnows } };
  if (failure.class === 'RATE_LIMITED') return { status: 'retry', failure, afterSeconds: retryAfter(response) };
  return { status: 'failed', failure };
}

async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const retryAfterDefaultSeconds = 10;
const retryAfterLongestSeconds = 900;

/** `Retry-After` in seconds or as a date, RFC 9110 section 10.2.3. */
function retryAfter(response: Response): number {
  const header = response.headers.get('retry-after') ?? '';
  const now = Date.parse(response.headers.get('date') ?? '');
  const seconds = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - now) / 1000);
  if (!Number.isFinite(seconds)) return retryAfterDefaultSeconds;
  return Math.min(Math.max(seconds, 1), retryAfterLongestSeconds);
}

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
