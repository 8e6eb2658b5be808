import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type Functions, FunctionTimedOut } from '../functions.ts';
import type { Authorizer } from './authorizer.ts';
import { httpEvent, type Received, readBody, sendJson, sendResult } from './http-event.ts';
import { type MatchedRoute, routeFor } from './routes.ts';
import type { Site } from './site.ts';

/** What answers once everything runs. */
export type Behind = {
  readonly functions: Functions;
  readonly authorizer: Authorizer;
  readonly site: Site;
  /** `/local/*`: what exists only here. */
  readonly local: (received: Received, response: ServerResponse) => Promise<void>;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
};

export type Gateway = {
  readonly url: string;
  readonly port: number;
  /** From now on requests are answered; before that, with 503. */
  open(behind: Behind): void;
  /** From now on `/health` says so. */
  ready(): void;
  stop(): Promise<void>;
};

type State = { behind: Behind | undefined; isReady: boolean };

/** Starts the one port that browsers and providers see: an HTTP API, the console and the socket handshake. */
export async function startGateway(port: number): Promise<Gateway> {
  const state: State = { behind: undefined, isReady: false };
  const server = createServer((request, response) => {
    answer(state, request, response).catch((error: unknown) => {
      console.error(error);
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { message: 'Internal Server Error' });
    });
  });
  server.on('upgrade', (request, socket, head) => {
    if (state.behind) state.behind.upgrade(request, socket, head);
    else socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${bound}`,
    port: bound,
    open(behind) {
      state.behind = behind;
    },
    ready() {
      state.isReady = true;
    },
    async stop() {
      state.isReady = false;
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        // Whoever is being answered gets the answer; whoever only holds the line does not.
        setTimeout(() => server.closeAllConnections(), 500).unref();
      });
    },
  };
}

async function answer(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('x-parley-pid', String(process.pid));
  const url = new URL(request.url ?? '/', 'http://localhost');
  const { behind } = state;
  if (!behind || (url.pathname === '/health' && !state.isReady)) {
    request.resume();
    return sendJson(response, 503, { status: 'starting' });
  }
  const body = await readBody(request);
  if (!body) return sendJson(response, 413, { message: 'Request Entity Too Large' });
  const received = { request, url, body };
  if (url.pathname.startsWith('/local/')) return behind.local(received, response);
  const route = routeFor(request.method ?? 'GET', url.pathname);
  if (route) return sendResult(response, await callFunction(behind, route, received));
  if (request.method === 'GET' || request.method === 'HEAD') return behind.site.serve(url.pathname, response);
  return sendJson(response, 404, { message: 'Not Found' });
}

const refused = (statusCode: number, message: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});

async function callFunction(
  { functions, authorizer }: Behind,
  route: MatchedRoute,
  received: Received,
): Promise<APIGatewayProxyStructuredResultV2> {
  const event = httpEvent(received, route);
  if (route.access === 'signed-in') {
    const claims = await authorizer.authorize(received.request.headers.authorization);
    if (!claims) return unauthorized;
    Object.assign(event.requestContext, { authorizer: { jwt: { claims, scopes: null } } });
  }
  try {
    return (await functions.invoke(route.functionName, event)) as APIGatewayProxyStructuredResultV2;
  } catch (error) {
    return error instanceof FunctionTimedOut
      ? refused(503, 'Service Unavailable')
      : refused(500, 'Internal Server Error');
  }
}

const unauthorized: APIGatewayProxyStructuredResultV2 = {
  ...refused(401, 'Unauthorized'),
  headers: { 'content-type': 'application/json', 'www-authenticate': 'Bearer' },
};
