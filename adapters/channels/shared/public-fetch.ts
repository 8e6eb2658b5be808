import { lookup } from 'node:dns/promises';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Refusal } from '#domain/kernel/refusal.ts';
import { isPublicAddress } from './public-address.ts';
import { whyNotPublic } from './public-url.ts';

type Address = { readonly address: string; readonly family: number };

type Needs = {
  /** Every address of a host, in the resolver's order. */
  readonly resolve: (host: string) => Promise<readonly Address[]>;
  readonly request: typeof httpsRequest;
};

/** Above the largest file of any channel, 100 MB: the end of an answer that has none. */
const mostBytes = 110_000_000;
/** What grows beyond a megabyte must have come in at least a hundredth of it: tables and logs take a sixtieth at best, bombs a thousandth. */
const packed = { freeBytes: 1_000_000, mostTimes: 100 } as const;
/** Also of an answer that comes drop by drop; callers are less patient. */
const answeredWithinMs = 60_000;
/** After that it is known that nothing was sent, which is not so when the caller's patience ends. */
const connectedWithinMs = 5000;

const decoders = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate, br: createBrotliDecompress };

/**
 * A `fetch` that reaches hosts on the internet and nothing else. A name is resolved once and the connection made to the
 * addresses that were looked at, so that a name which leads elsewhere a moment later is of no use. It follows no
 * redirects, and ends answers that are too long or too slow. Refuses an address that is not public; throws a `TypeError`
 * with its cause, as `fetch` does, for everything else. (With `fetch` itself only undici's own Agent could look at addresses: 200 kB.)
 */
export const createPublicFetch =
  (needs: Needs): typeof fetch =>
  async (input, init) => {
    const { asked, sent } = await requestOf(input, init);
    const signal = AbortSignal.any([asked.signal, AbortSignal.timeout(answeredWithinMs)]);
    const url = publicUrl(asked.url);
    try {
      const addresses = await publicAddresses(needs, url.hostname);
      return answerOf(await exchanged(needs, { url, asked, signal, addresses, sent }), asked.redirect);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      if (signal.aborted) throw signal.reason;
      throw new TypeError('fetch failed', { cause: error });
    }
  };

type Asking = { readonly asked: Request; readonly sent: Uint8Array | undefined };

/** Bytes go as they are: a Request would hold files of 100 MB twice. */
async function requestOf(input: Parameters<typeof fetch>[0], init: RequestInit = {}): Promise<Asking> {
  if (init.body instanceof Uint8Array) return { asked: new Request(input, { ...init, body: null }), sent: init.body };
  const asked = new Request(input, init);
  return { asked, sent: asked.body === null ? undefined : new Uint8Array(await asked.arrayBuffer()) };
}

function publicUrl(address: string): URL {
  const why = whyNotPublic(address);
  if (why === undefined) return new URL(address);
  throw new Refusal('forbidden', `the address is not fetched: ${why}`);
}

/** Reaches the internet with the resolver of the machine. */
export const publicFetch: typeof fetch = createPublicFetch({
  resolve: (host) => lookup(host, { all: true }),
  request: httpsRequest,
});

/** One private address among public ones is reason enough: which of them is connected to is up to chance. */
async function publicAddresses({ resolve }: Needs, host: string): Promise<readonly Address[]> {
  const addresses = await resolve(host);
  if (addresses.length === 0) throw Object.assign(new Error('no address'), { code: 'ENOTFOUND' });
  if (addresses.every(({ address }) => isPublicAddress(address))) return addresses;
  throw new Refusal('forbidden', 'the address is not fetched: its host is not on the internet');
}

type Exchange = {
  readonly url: URL;
  readonly asked: Request;
  readonly signal: AbortSignal;
  readonly addresses: readonly Address[];
  readonly sent: Uint8Array | undefined;
};

/** No connection is kept: one that a frozen function finds dead again would leave it open whether a message was sent. */
const exchanged = ({ request }: Needs, { url, asked, signal, addresses, sent }: Exchange): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const headers = {
      'accept-encoding': 'gzip, deflate, br',
      'user-agent': 'Parley',
      accept: '*/*',
      ...Object.fromEntries(asked.headers),
      ...(sent === undefined ? {} : { 'content-length': String(sent.byteLength) }),
    };
    const options = { method: asked.method, headers, signal, agent: false, lookup: pinnedTo(addresses) } as const;
    const outgoing = request(url, options).once('response', resolve).on('error', reject);
    const unreachable = Object.assign(new Error('no connection'), { code: 'EHOSTUNREACH' });
    const giveUp = setTimeout(() => outgoing.destroy(unreachable), connectedWithinMs);
    outgoing.once('close', () => clearTimeout(giveUp));
    outgoing.once('socket', (socket) => socket.once('connect', () => clearTimeout(giveUp)));
    outgoing.end(sent);
  });

/** Answers with the addresses that were looked at, whatever the name leads to by now. */
const pinnedTo =
  (addresses: readonly Address[]): LookupFunction =>
  (_host, { all }, found) => {
    const [first] = addresses;
    if (all) found(null, [...addresses]);
    else found(null, first?.address ?? '', first?.family ?? 0);
  };

function answerOf(incoming: IncomingMessage, redirect: Request['redirect']): Response {
  const { statusCode: status = 0, rawHeaders } = incoming;
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  const isRedirect = status >= 300 && status < 400 && headers.has('location');
  if (isRedirect && redirect !== 'manual') {
    incoming.destroy();
    throw new Error('redirects are not followed');
  }
  if (status !== 204 && status !== 205 && status !== 304)
    return new Response(bodyOf(decoded(incoming, headers)), { status, headers });
  incoming.resume();
  return new Response(null, { status, headers });
}

type Body = {
  readonly stream: Readable;
  /** As many bytes as may be read of it by now. */
  readonly most: () => number;
};

/** One encoding at most: several are for bombs. */
function decoded(incoming: IncomingMessage, headers: Headers): Body {
  const encoding = (headers.get('content-encoding') ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return { stream: incoming, most: () => mostBytes };
  const decoder = Object.entries(decoders).find(([name]) => name === encoding)?.[1]();
  if (!decoder) {
    incoming.destroy();
    throw new Error('an encoding that was not asked for');
  }
  const most = (): number => Math.min(mostBytes, packed.freeBytes + packed.mostTimes * decoder.bytesWritten);
  return { stream: pipeline(incoming, decoder, () => undefined), most };
}

/** Read as it is asked for, so that what is cancelled or too long is not read at all. */
function bodyOf({ stream, most }: Body): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = stream[Symbol.asyncIterator]();
  // Told to whoever reads; without a listener it would end the process when nobody does.
  stream.on('error', () => undefined);
  let bytes = 0;
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    const { done, value } = await chunks.next();
    if (done) return controller.close();
    bytes += value.byteLength;
    const allowed = most();
    if (bytes <= allowed) return controller.enqueue(value);
    stream.destroy();
    throw new Refusal('too-large', `the answer has more than ${allowed} bytes`);
  };
  return new ReadableStream({ pull, cancel: () => void stream.destroy() }, { highWaterMark: 0 });
}
