import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { LocalChannel, StandInAnswer, StandInContext, StandInRequest } from '../channels/local-channel.ts';
import { listenLocally } from '../emulators/http/listen-locally.ts';
import { requestBody } from '../emulators/http/request-body.ts';
import { deliver } from './twilio-delivery.ts';
import {
  createdMessage,
  messageList,
  refusalOf,
  type TwilioError,
  type TwilioMessage,
  twilioError,
} from './twilio-messages.ts';
import { picture } from './twilio-picture.ts';
import { createTwilioSettings, type TwilioSettings } from './twilio-settings.ts';

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
  /** Numbers whose messages come back undelivered with error 30003. */
  readonly unreachable?: readonly string[];
};

type Hosts = NonNullable<LocalChannel['hosts']>;

export type TwilioStandIn = {
  /** Twilio's API for its own client, and each host under its name: `<baseUrl>/mms.twiliocdn.com/…`. */
  readonly baseUrl: string;
  /** The same answers, for who serves several providers. A rejection stands for a connection that was dropped. */
  readonly hosts: Hosts;
  /** Every message taken, in order. */
  messages(): readonly TwilioMessage[];
  setFault(fault: TwilioFault): void;
  stop(): Promise<void>;
};

type State = {
  readonly options: Options;
  readonly messages: TwilioMessage[];
  readonly settings: TwilioSettings;
  readonly stopping: AbortController;
  fault: TwilioFault;
};

type Context = Pick<StandInContext, 'noteSent' | 'now'>;
const nobody: Context = { noteSent: () => undefined, now: () => new Date() };

/** Starts a stand-in for Twilio's messaging on the loopback interface. It forgets everything when it stops. */
export async function startTwilio(options: Options): Promise<TwilioStandIn> {
  const state: State = {
    options,
    messages: [],
    settings: createTwilioSettings(),
    stopping: new AbortController(),
    fault: 'none',
  };
  const hosts: Hosts = {
    'api.twilio.com': (request, context) => answer(state, request, context),
    'messaging.twilio.com': (request) => state.settings.messaging(request),
    'mms.twiliocdn.com': () => ({ status: 200, headers: { 'content-type': picture.contentType }, body: picture.body }),
  };
  const server = createServer((request, response) => {
    serve(hosts, request, response).catch(() => response.destroy());
  });
  const listening = await listenLocally(server, options.port);
  return {
    baseUrl: listening.endpoint,
    hosts,
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

async function serve(hosts: Hosts, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://twilio');
  const [, first = '', ...rest] = url.pathname.split('/');
  const named = hosts[first];
  const answering = named ?? hosts['api.twilio.com'];
  const request: StandInRequest = {
    method: incoming.method ?? 'GET',
    path: named ? `/${rest.join('/')}` : url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
    body: await requestBody(incoming),
  };
  const answered = await answering?.(request, { ...nobody, callBack: () => undefined, publicUrl: '' });
  if (!answered) throw new Error('nobody answers');
  const { status, headers = {}, body } = answered;
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body));
}

/** Answers as Twilio's API, in the way of the fault that is set. */
async function answer(state: State, request: StandInRequest, context: Context): Promise<StandInAnswer> {
  const { fault } = state;
  if (fault === 'reset') throw new Error('the connection is dropped');
  if (fault === '500') return refused(twilioError(500, 20_500, 'Internal Server Error'));
  if (fault === '429') return refused(twilioError(429, 20_429, 'Too Many Requests'));
  const answered = respond(state, request, context);
  return fault === 'hang' ? new Promise(() => undefined) : answered;
}

const refused = (error: TwilioError): StandInAnswer => ({
  status: error.status,
  body: error,
  headers: error.status === 429 ? { 'retry-after': '1' } : {},
});

function respond(state: State, request: StandInRequest, context: Context): StandInAnswer {
  const { method, path } = request;
  const [, accountSid = '', rest = ''] = /^\/2010-04-01\/Accounts\/(AC[0-9a-fA-F]{32})(.*)$/.exec(path) ?? [];
  const account = state.options.accounts.find((each) => each.accountSid === accountSid);
  if (!account || !isAuthorised(request, account)) return refused(twilioError(401, 20_003, 'Authenticate'));
  if (rest === '.json') return { status: 200, body: { sid: accountSid, status: 'active', type: 'Full' } };
  if (rest.startsWith('/IncomingPhoneNumbers')) return state.settings.numbers(request, rest);
  if (/^\/Messages\/\w+\/Media\/\w+$/.test(rest)) return elsewhere(accountSid);
  if (method === 'POST' && rest === '/Messages.json') return create(state, account, { request, context });
  return kept(state, accountSid, rest) ?? refused(twilioError(404, 20_404, `The resource ${path} was not found`));
}

/** Media lie at Twilio's CDN. */
const elsewhere = (accountSid: string): StandInAnswer => ({
  status: 307,
  headers: { location: `https://mms.twiliocdn.com/${accountSid}/picture?Expires=1` },
  body: '',
});

function kept({ messages }: State, accountSid: string, rest: string): StandInAnswer | undefined {
  const own = messages.filter((message) => message.account_sid === accountSid);
  if (rest === '/Messages.json') return { status: 200, body: messageList(accountSid, own) };
  const one = own.find(({ sid }) => rest === `/Messages/${sid}.json`);
  return one && { status: 200, body: one };
}

function isAuthorised({ headers }: StandInRequest, account: TwilioAccount): boolean {
  const pairs = [`${account.accountSid}:${account.authToken}`];
  if (account.apiKeySid && account.apiKeySecret) pairs.push(`${account.apiKeySid}:${account.apiKeySecret}`);
  return pairs.some((pair) => headers.authorization === `Basic ${Buffer.from(pair).toString('base64')}`);
}

type Asked = { readonly request: StandInRequest; readonly context: Context };

function create(state: State, { accountSid, authToken }: TwilioAccount, { request, context }: Asked): StandInAnswer {
  const { options, stopping } = state;
  const form = new URLSearchParams(request.body.toString());
  const refusal = refusalOf(form, options.optedOut ?? []);
  if (refusal) return refused(refusal);
  const message = createdMessage(accountSid, form);
  const body = { ...message };
  state.messages.push(message);
  const mediaUrls = form.getAll('MediaUrl');
  const provider = message.to.startsWith('whatsapp:') ? 'twilio-whatsapp' : 'twilio-sms';
  const at = context.now().toISOString();
  const { sid: id, to, status } = message;
  const sent = { provider, id, to, text: message.body, files: mediaUrls, status: String(status), at };
  context.noteSent(sent);
  const travel = {
    delayMs: options.receiptDelayMs ?? 300,
    signal: stopping.signal,
    unreachable: options.unreachable ?? [],
  };
  const onStatus = (now: string) => {
    sent.status = now;
  };
  deliver(travel, { message, authToken, callback: form.get('StatusCallback'), mediaUrls, onStatus }).catch(
    (error: unknown) => {
      if (!stopping.signal.aborted) console.error('twilio stand-in: a status callback failed', error);
    },
  );
  return { status: 201, body };
}
