import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { request as httpsRequest, RequestOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { isPublicAddress } from '#adapters/channels/shared/public-address.ts';
import { createPublicFetch } from '#adapters/channels/shared/public-fetch.ts';

/** Somebody's server: what it answers is up to the case. It plays every host; what would have been connected to is noted. */
export type FarServer = {
  readonly fetch: typeof fetch;
  /** The address of each connection, in order. */
  readonly connected: string[];
  /** How often a name was looked up. */
  readonly lookedUp: string[];
  stop(): Promise<void>;
};

export type Serve = (request: IncomingMessage, response: ServerResponse) => void;

type Setting = {
  readonly serve?: Serve;
  /** What names lead to; asked again, perhaps to something else. */
  readonly resolve?: (host: string) => readonly string[];
};

const somewhere = '93.184.215.14';
const familyOf = (address: string): number => (address.includes(':') ? 6 : 4);

/** The addresses that a connection with these options would try. */
const pinned = ({ lookup }: RequestOptions): readonly string[] => {
  const found: string[] = [];
  lookup?.('', { all: true }, (_, addresses) => {
    found.push(...[addresses].flat().map((one) => (typeof one === 'string' ? one : one.address)));
  });
  return found;
};

export async function startFarServer({ serve = notFound, resolve = () => [somewhere] }: Setting): Promise<FarServer> {
  const server = createServer(serve);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const connected: string[] = [];
  const lookedUp: string[] = [];
  // In place of TLS to the address that was looked at: the same request in the clear to the server here.
  const request = ((url: URL, { lookup, ...options }: RequestOptions) => {
    connected.push(...pinned({ lookup }));
    return httpRequest({ ...options, host: '127.0.0.1', port, path: `${url.pathname}${url.search}` });
  }) as typeof httpsRequest;
  return {
    fetch: createPublicFetch({
      resolve: async (host) => {
        lookedUp.push(host);
        return resolve(host).map((address) => ({ address, family: familyOf(address) }));
      },
      request,
    }),
    connected,
    lookedUp,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}

const notFound: Serve = (_, response) => void response.writeHead(404).end();

/** Nothing but hosts on the internet may have been connected to. */
export function mustBePublic({ connected }: FarServer): void {
  const inside = connected.filter((address) => !isPublicAddress(address));
  if (inside.length > 0) throw new Error(`connected to ${inside.join(', ')}`);
}
