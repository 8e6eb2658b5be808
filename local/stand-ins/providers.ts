import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { localChannels } from '../channels/channels.ts';
import type {
  LocalChannel,
  ProviderRequest,
  Sent,
  StandInAnswer,
  StandInContext,
  StandInRequest,
} from '../channels/local-channel.ts';
import { listenLocally } from '../emulators/http/listen-locally.ts';
import { requestBody } from '../emulators/http/request-body.ts';
import type { Deliver } from './deliver.ts';

export const providerFaults = ['none', 'hang', '500', '429', 'reset'] as const;
export type ProviderFault = (typeof providerFaults)[number];

export type Providers = {
  /** Reached at `<url>/<host of the provider>/<path>`. */
  readonly url: string;
  /** What reached customers, oldest first. */
  sent(): readonly Sent[];
  setFault(fault: ProviderFault): void;
  /** From now on stand-ins can call back. */
  start(deliver: Deliver): void;
  stop(): Promise<void>;
};

type Options = {
  readonly now: () => Date;
  readonly publicUrl: string;
  /** Stand-ins beside those of the local channels, by host. */
  readonly hosts: NonNullable<LocalChannel['hosts']>;
};

/** Milliseconds after which a provider calls back. */
const callBackAfterMs = 200;

type State = {
  readonly options: Options;
  readonly sent: Sent[];
  readonly stopping: AbortController;
  deliver: Deliver | undefined;
  fault: ProviderFault;
};

/** Of what reached customers the newest are remembered. */
const sentKept = 10_000;

function noteSent(all: Sent[], sent: Sent): void {
  all.push(sent);
  if (all.length > sentKept) all.shift();
}

const channelHosts = localChannels.flatMap(({ hosts = {} }) => Object.entries(hosts));

/** Several channels may live at one host, as those of Meta and Twilio do: the first that knows what the request is about answers it. */
async function played(state: State, host: string, request: StandInRequest): Promise<StandInAnswer> {
  const standIns = [...channelHosts, ...Object.entries(state.options.hosts)].filter(([name]) => name === host);
  let unknown: StandInAnswer = { status: 404, body: `nobody plays ${host}` };
  for (const [, standIn] of standIns) {
    const answered = await standIn(request, contextOf(state));
    if (answered && answered.status !== 404) return answered;
    unknown = answered ?? unknown;
  }
  return unknown;
}

/** Plays every provider's API in one server, by host. */
export async function startProviders(options: Options): Promise<Providers> {
  const state: State = { options, sent: [], stopping: new AbortController(), deliver: undefined, fault: 'none' };
  const server = createServer((request, response) => {
    answer(state, request, response).catch((error: unknown) => {
      console.error('a stand-in failed', error);
      response.destroy();
    });
  });
  const listening = await listenLocally(server);
  return {
    url: listening.endpoint,
    sent: () => state.sent,
    setFault: (fault) => {
      state.fault = fault;
    },
    start: (deliver) => {
      state.deliver = deliver;
    },
    stop: async () => {
      state.stopping.abort();
      await listening.stop();
    },
  };
}

function contextOf(state: State): StandInContext {
  const { now, publicUrl } = state.options;
  return {
    now,
    publicUrl,
    noteSent: (sent) => noteSent(state.sent, sent),
    callBack: (request) => {
      callBack(state, request).catch((error: unknown) => {
        if (!state.stopping.signal.aborted) console.error('a stand-in could not call back', error);
      });
    },
  };
}

/** Once more when it is not taken. */
async function callBack(state: State, request: ProviderRequest): Promise<void> {
  for (let tried = 0; tried < 2; tried += 1) {
    await wait(callBackAfterMs, undefined, { signal: state.stopping.signal });
    const delivered = await state.deliver?.(request);
    if (delivered && delivered.status < 300) return;
  }
}

async function answer(state: State, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://stand-in');
  const [, host = '', ...rest] = url.pathname.split('/');
  const path = `/${rest.join('/')}`;
  const body = await requestBody(incoming);
  if (state.fault === 'reset') return void incoming.socket.resetAndDestroy();
  if (state.fault === '429') return send(response, { status: 429, headers: { 'retry-after': '1' }, body: {} });
  if (state.fault === '500') return send(response, { status: 500, body: {} });
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  const request: StandInRequest = { method: incoming.method ?? 'GET', path, query: url.searchParams, headers, body };
  const answered = await played(state, host, request);
  if (state.fault !== 'hang') send(response, answered);
}

function send(response: ServerResponse, { status, headers = {}, body }: StandInAnswer): void {
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
  const type = isRaw ? 'application/octet-stream' : 'application/json';
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(isRaw ? body : JSON.stringify(body));
}
