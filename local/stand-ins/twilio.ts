import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { type FormParams, twilioSignature } from '#adapters/channels/twilio-sms/signature.ts';
import { listenLocally } from '../emulators/http/listen-locally.ts';
import {
  createdMessage,
  messageList,
  refusalOf,
  type TwilioError,
  type TwilioMessage,
  twilioDate,
  twilioError,
} from './twilio-messages.ts';

export type TwilioAccount = {
  readonly accountSid: string;
  readonly authToken: string;
  readonly apiKeySid?: string | undefined;
  readonly apiKeySecret?: string | undefined;
};

/** `hang` takes the message and never answers, `reset` drops the connection before taking it. */
export type TwilioFault = 'none' | 'hang' | '500' | '429' | 'reset';

type Options = {
  readonly accounts: readonly TwilioAccount[];
  /** @default a free one */
  readonly port?: number;
  /** Before each status callback. @default 300 */
  readonly receiptDelayMs?: number;
  /** Numbers that have answered STOP. */
  readonly optedOut?: readonly string[];
  /** Numbers whose texts come back undelivered with error 30003. */
  readonly unreachable?: readonly string[];
};

export type TwilioStandIn = {
  readonly baseUrl: string;
  /** Every message taken, in order. */
  messages(): readonly TwilioMessage[];
  setFault(fault: TwilioFault): void;
  stop(): Promise<void>;
};

type State = {
  readonly options: Options;
  readonly messages: TwilioMessage[];
  readonly stopping: AbortController;
  fault: TwilioFault;
};

/** Starts a stand-in for Twilio's Messages resource on the loopback interface. It forgets everything when it stops. */
export async function startTwilio(options: Options): Promise<TwilioStandIn> {
  const state: State = { options, messages: [], stopping: new AbortController(), fault: 'none' };
  const server = createServer((request, response) => {
    answer(state, request, response).catch(() => response.destroy());
  });
  const listening = await listenLocally(server, options.port);
  return {
    baseUrl: listening.endpoint,
    messages: () => state.messages,
    setFault: (fault) => {
      state.fault = fault;
    },
    stop: async () => {
      state.stopping.abort();
      await listening.stop();
    },
  };
}

async function answer(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form = new URLSearchParams(await text(request));
  const { fault } = state;
  if (fault === 'reset') return void request.socket.resetAndDestroy();
  if (fault === '429') {
    return send(response.setHeader('retry-after', '1'), twilioError(429, 20_429, 'Too Many Requests'));
  }
  if (fault === '500') return send(response, twilioError(500, 20_500, 'Internal Server Error'));
  const answered = respond(state, request, form);
  if (fault !== 'hang') send(response, answered);
}

type Answer = TwilioError | { readonly status: 200 | 201; readonly body: unknown };

function send(response: ServerResponse, result: Answer): void {
  response.writeHead(result.status, { 'content-type': 'application/json' });
  response.end(JSON.stringify('body' in result ? result.body : result));
}

function respond(state: State, request: IncomingMessage, form: URLSearchParams): Answer {
  const { pathname } = new URL(request.url ?? '/', 'http://twilio');
  const [, accountSid = '', sid] =
    /^\/2010-04-01\/Accounts\/([^/]+)\/Messages(?:\/([^/]+))?\.json$/.exec(pathname) ?? [];
  const account = state.options.accounts.find((each) => each.accountSid === accountSid);
  if (!account || !isAuthorised(request, account)) return twilioError(401, 20_003, 'Authenticate');
  if (request.method === 'POST' && !sid) return create(state, account, form);
  const own = state.messages.filter((message) => message.account_sid === accountSid);
  const one = own.find((message) => message.sid === sid);
  if (request.method === 'GET' && !sid) return { status: 200, body: messageList(accountSid, own) };
  if (request.method === 'GET' && one) return { status: 200, body: one };
  return twilioError(404, 20_404, `The requested resource ${pathname} was not found`);
}

function isAuthorised(request: IncomingMessage, account: TwilioAccount): boolean {
  const pairs = [`${account.accountSid}:${account.authToken}`];
  if (account.apiKeySid && account.apiKeySecret) pairs.push(`${account.apiKeySid}:${account.apiKeySecret}`);
  return pairs.some((pair) => request.headers.authorization === `Basic ${Buffer.from(pair).toString('base64')}`);
}

function create(state: State, account: TwilioAccount, form: URLSearchParams): Answer {
  const refusal = refusalOf(form, state.options.optedOut ?? []);
  if (refusal) return refusal;
  const message = createdMessage(account.accountSid, form);
  const body = { ...message };
  state.messages.push(message);
  report(state, { account, message, callback: form.get('StatusCallback') }).catch((error: unknown) => {
    if (!state.stopping.signal.aborted) console.error('twilio stand-in: a status callback failed', error);
  });
  return { status: 201, body };
}

type Sending = {
  readonly account: TwilioAccount;
  readonly message: TwilioMessage;
  readonly callback: string | null;
};

/** Lets the message travel, and tells each step to its status callback. */
async function report(state: State, { account, message, callback }: Sending): Promise<void> {
  const unreachable = state.options.unreachable?.includes(message.to) ?? false;
  for (const status of ['sent', unreachable ? 'undelivered' : 'delivered'] as const) {
    await wait(state.options.receiptDelayMs ?? 300, undefined, { signal: state.stopping.signal });
    const now = twilioDate(new Date());
    message.status = status;
    message.from ??= '+15005550006';
    message.date_sent ??= now;
    message.date_updated = now;
    if (status === 'undelivered') message.error_code = 30_003;
    if (callback) await postSigned({ url: callback, params: callbackFields(message), authToken: account.authToken });
  }
}

const callbackFields = (message: TwilioMessage): FormParams => ({
  ApiVersion: message.api_version,
  AccountSid: message.account_sid,
  MessageSid: message.sid,
  MessageStatus: message.status,
  SmsSid: message.sid,
  SmsStatus: message.status,
  From: message.from ?? '',
  To: message.to,
  ...(message.messaging_service_sid ? { MessagingServiceSid: message.messaging_service_sid } : {}),
  ...(message.error_code === null ? {} : { ErrorCode: String(message.error_code) }),
});

type Webhook = { readonly url: string; readonly params: FormParams; readonly authToken: string };

/** One retry, under the same idempotency token; https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides. */
async function postSigned(webhook: Webhook): Promise<void> {
  const request = signedTwilioRequest(webhook);
  if (!(await isTaken(webhook.url, request))) await isTaken(webhook.url, request);
}

async function isTaken(url: string, request: SignedRequest): Promise<boolean> {
  try {
    const response = await fetch(url, { ...request, signal: AbortSignal.timeout(15_000) });
    await response.body?.cancel();
    return response.status < 500;
  } catch {
    return false;
  }
}

export type SignedRequest = {
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** A webhook as Twilio sends it: form fields, signed over the URL that is configured at Twilio. */
export function signedTwilioRequest({ url, params, authToken }: Webhook): SignedRequest {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const each of [value].flat()) form.append(name, each);
  }
  const [signedUrl = ''] = url.split('#');
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'i-twilio-idempotency-token': randomUUID(),
      'user-agent': 'TwilioProxy/1.1',
      'x-twilio-signature': twilioSignature({ url: signedUrl, params, authToken }),
    },
    body: form.toString(),
  };
}
