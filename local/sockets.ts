import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { catalogue, type FunctionName } from '#functions/catalogue.ts';
import type { SocketApiName, Trigger } from '#functions/function-row.ts';
import { listenLocally } from './emulators/http/listen-locally.ts';
import { requestBody } from './emulators/http/request-body.ts';
import type { VirtualClock } from './emulators/virtual-clock.ts';
import { type Functions, functionNames } from './functions.ts';
import { sendJson } from './http/http-event.ts';
import { socketStages } from './names.ts';

/** API Gateway closes sockets after two hours; https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const longestMs = 2 * 3_600_000;
const mostFrameBytes = 128 * 1024;
/** "Going away", RFC 6455 section 7.4.1. */
const goingAway = 1001;

export type Sockets = {
  /** `SOCKETS_URL` or `CHAT_SOCKETS_URL`: where functions push. */
  readonly managementUrl: string;
  /** Answers a handshake. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Frames wait for functions that are made later than this. */
  serveWith(functions: Functions): void;
  /** Closes what has been open for longer than API Gateway allows. */
  closeOld(): void;
  count(): number;
  stop(): Promise<void>;
};

type Open = { readonly webSocket: WebSocket; readonly connectedAt: number };
type State = {
  readonly api: SocketApiName;
  readonly clock: VirtualClock;
  readonly server: WebSocketServer;
  readonly open: Map<string, Open>;
  functions: Functions | undefined;
  /** What each handshake was answered with, until it is done. */
  readonly chosen: WeakMap<IncomingMessage, string>;
};

/** The function that an API's three routes wake. */
function functionBehind(api: SocketApiName): FunctionName {
  const isIt = ({ kind, ...trigger }: Trigger): boolean => kind === 'socket' && 'api' in trigger && trigger.api === api;
  const name = functionNames.find((each) => isIt(catalogue[each].trigger));
  if (!name) throw new Error(`no function of the catalogue answers the sockets of ${api}`);
  return name;
}

/** Starts a WebSocket API: three routes to its function, and the endpoint through which functions push. */
export async function startSockets(clock: VirtualClock, api: SocketApiName): Promise<Sockets> {
  const chosen = new WeakMap<IncomingMessage, string>();
  const handleProtocols = (_offered: Set<string>, request: IncomingMessage) => chosen.get(request) ?? false;
  const server = new WebSocketServer({ noServer: true, maxPayload: mostFrameBytes, handleProtocols });
  const state: State = { api, clock, server, open: new Map(), functions: undefined, chosen };
  const management = await listenLocally(
    createServer((request, response) => {
      push(state, request, response).catch(() => response.destroy());
    }),
  );
  return {
    managementUrl: management.endpoint,
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy());
      connect(state, { request, socket, head }).catch(() => refuse(socket, 500));
    },
    serveWith(functions) {
      state.functions = functions;
    },
    closeOld() {
      for (const { webSocket, connectedAt } of state.open.values())
        if (clock.now().getTime() - connectedAt > longestMs) webSocket.close(goingAway);
    },
    count: () => state.open.size,
    async stop() {
      for (const { webSocket } of state.open.values()) webSocket.close(goingAway);
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      await management.stop();
    },
  };
}

/** Hands each handshake to the API whose path it names; every other one to the console's, which refuses it. */
export const upgradeBetween =
  (apis: Readonly<Record<SocketApiName, Sockets>>): Sockets['upgrade'] =>
  (request, socket, head) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    apis[pathname === `/${socketStages.chat}` ? 'chat' : 'console'].upgrade(request, socket, head);
  };

type Handshake = { readonly request: IncomingMessage; readonly socket: Duplex; readonly head: Buffer };
type Moment = {
  readonly id: string;
  readonly routeKey: '$connect' | '$default' | '$disconnect';
  readonly connectedAt: number;
};

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

const eventTypes = { $connect: 'CONNECT', $default: 'MESSAGE', $disconnect: 'DISCONNECT' } as const;

const eventFor = (state: State, { id, routeKey, connectedAt }: Moment) => ({
  requestContext: {
    routeKey,
    eventType: eventTypes[routeKey],
    messageDirection: 'IN',
    extendedRequestId: randomUUID(),
    requestId: randomUUID(),
    requestTime: state.clock.now().toISOString(),
    requestTimeEpoch: state.clock.now().getTime(),
    connectedAt,
    connectionId: id,
    domainName: 'localhost',
    stage: socketStages[state.api],
    apiId: `local-${state.api}-sockets`,
    identity: { sourceIp: '127.0.0.1' },
    ...(routeKey === '$default' ? { messageId: randomUUID() } : {}),
  },
  isBase64Encoded: false,
});

type Answer = { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> };

async function call(state: State, moment: Moment, more: object): Promise<Answer> {
  if (!state.functions) return { statusCode: 503 };
  const event = { ...eventFor(state, moment), ...more };
  return (await state.functions.invoke(functionBehind(state.api), event)) as Answer;
}

async function connect(state: State, { request, socket, head }: Handshake): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname !== `/${socketStages[state.api]}`) return refuse(socket, 403);
  const id = randomUUID().replaceAll('-', '').slice(0, 16);
  const connectedAt = state.clock.now().getTime();
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const queryStringParameters = Object.fromEntries(url.searchParams);
  const moment = { id, routeKey: '$connect', connectedAt } as const;
  const answer = await call(state, moment, { headers, queryStringParameters });
  if (answer.statusCode !== 200) return refuse(socket, answer.statusCode ?? 500);
  const protocol = answer.headers?.['Sec-WebSocket-Protocol'];
  if (protocol !== undefined) state.chosen.set(request, protocol);
  state.server.handleUpgrade(request, socket, head, (webSocket) => {
    state.open.set(id, { webSocket, connectedAt });
    serve(state, id, webSocket);
  });
}

/** Frames of one socket are handed over one after the other, so that a subscription cannot overtake another. */
function serve(state: State, id: string, webSocket: WebSocket): void {
  let last: Promise<unknown> = Promise.resolve();
  const connectedAt = state.open.get(id)?.connectedAt ?? 0;
  const next = (routeKey: Moment['routeKey'], more: object) => {
    last = last.then(() => call(state, { id, routeKey, connectedAt }, more)).catch(() => undefined);
  };
  webSocket.on('message', (data) => next('$default', { body: String(data) }));
  webSocket.on('error', () => webSocket.terminate());
  webSocket.on('close', () => {
    state.open.delete(id);
    next('$disconnect', {});
  });
}

/** `POST /@connections/{id}` sends a frame, DELETE closes the socket. */
async function push(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await requestBody(request);
  const [, id = ''] = /^\/@connections\/([^/?]+)/.exec(decodeURIComponent(request.url ?? '')) ?? [];
  const socket = state.open.get(id);
  if (!socket) {
    response.setHeader('x-amzn-errortype', 'GoneException');
    return sendJson(response, 410, { message: 'Gone' });
  }
  if (request.method === 'POST') socket.webSocket.send(body.toString());
  if (request.method === 'DELETE') socket.webSocket.close();
  sendJson(response, 200, {});
}
