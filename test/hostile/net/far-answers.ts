import type { ServerResponse } from 'node:http';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import type { Hostile } from '../contract.ts';
import type { FarServer, Serve } from './far-server.ts';
import { trial, ways } from './fetching.ts';
import { beforeColon, byKind } from './together.ts';

const group = 'answers of hostile servers';

const chunk = Buffer.alloc(65_536, 'a');

/** Writes for as long as somebody reads. */
function pourInto(response: ServerResponse, bytes: Uint8Array = chunk): void {
  const pour = (): void => {
    while (!response.destroyed && response.write(bytes));
    response.once('drain', pour);
  };
  pour();
}

const drip: Serve = (_, response) => {
  response.writeHead(200);
  const timer = setInterval(() => response.write('a'), 200);
  response.once('close', () => clearInterval(timer));
};

const endless: Serve = (_, response) => pourInto(response.writeHead(200));

const encoded =
  (encoding: string, body: Buffer): Serve =>
  (_, response) =>
    void response.writeHead(200, { 'content-encoding': encoding, 'content-type': 'application/json' }).end(body);

/** 256 MB of nothing. Made once, when first asked for. */
const bombs = new Map<string, Buffer>();
function bomb(kind: string, pack: (zeros: Buffer) => Buffer): Buffer {
  const known = bombs.get(kind) ?? pack(Buffer.alloc(256 * 1024 * 1024));
  bombs.set(kind, known);
  return known;
}

const packers: Readonly<Record<string, (zeros: Buffer) => Buffer>> = {
  gzip: (zeros) => gzipSync(zeros, { level: 1 }),
  deflate: (zeros) => deflateSync(zeros, { level: 1 }),
  br: (zeros) => brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
};

const lazily =
  (serve: () => Serve): Serve =>
  (request, response) =>
    serve()(request, response);

const raw =
  (...parts: readonly string[]): Serve =>
  ({ socket }) => {
    for (const part of parts) socket.write(part);
    socket.end();
  };

const redirect =
  (location: string, status = 302): Serve =>
  (_, response) =>
    void response.writeHead(status, { location }).end();

const insides = [
  'http://169.254.169.254/latest/meta-data/',
  'https://169.254.169.254/',
  'https://127.0.0.1/',
  'https://[::1]/',
  'https://localhost/',
  'https://inside.customer.example/',
  '//127.0.0.1/',
  '\\\\127.0.0.1\\',
  'http://files.customer.example/picture',
  'https://user:secret@files.customer.example/',
  'https://files.customer.example:22/',
  'file:///etc/passwd',
  'gopher://127.0.0.1/',
  'data:text/plain,hello',
  'javascript:0',
  'https://0x7f.1/',
];
/** Only this name leads inside. */
const leads = (host: string): readonly string[] => [host.startsWith('inside') ? '10.0.0.1' : '93.184.215.14'];

const redirects = insides.flatMap((location) =>
  Object.entries(ways).map(([what, way]) =>
    trial({
      group: 'redirects',
      name: `${what}: a redirect to ${location}`,
      way,
      address:
        way === ways['media of a message']
          ? 'https://files.customer.example/picture'
          : 'https://files.customer.example/',
      serve: redirect(location),
      resolve: leads,
    }),
  ),
);

let hops = 0;
const chains: readonly Hostile[] = [
  trial({
    group: 'redirects',
    name: 'a redirect to itself',
    serve: redirect('/picture'),
    because: /redirects more than 3 times/,
  }),
  trial({
    group: 'redirects',
    name: 'a redirect to another address each time',
    serve: (_, response) => {
      hops += 1;
      response.writeHead(307, { location: `/picture-${hops}` }).end();
    },
    because: /redirects more than 3 times/,
  }),
  trial({
    group: 'redirects',
    name: 'three redirects on the same host, and the last one inside',
    serve: ({ url = '' }, response) => {
      const hop = Number(url.split('-')[1] ?? 0);
      response.writeHead(301, { location: hop < 2 ? `/picture-${hop + 1}` : 'https://10.0.0.1/' }).end();
    },
  }),
];

/** Leads to the internet when it is first asked for, and inside ever after. */
const rebinding = () => {
  let asked = 0;
  return (): readonly string[] => {
    asked += 1;
    return [asked === 1 ? '93.184.215.14' : '127.0.0.1'];
  };
};

const lookedUpOnce = ({ lookedUp, connected }: FarServer): void => {
  if (lookedUp.length !== 1 || connected.join() !== '93.184.215.14')
    throw new Error(`looked up ${lookedUp.length} times, connected to ${connected.join()}`);
};

const fine: Serve = (_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('[]');

const rebound = Object.entries(ways).flatMap(([what, way]) => [
  trial({
    group: 'names that lead inside',
    name: `${what}: a name that leads inside once it was looked at`,
    way,
    address: 'https://files.customer.example/',
    resolve: rebinding(),
    serve: fine,
    expects: 'stored',
    check: lookedUpOnce,
  }),
  trial({
    group,
    name: `${what}: an answer as it should be`,
    way,
    address: 'https://files.customer.example/',
    serve: fine,
    expects: 'stored',
  }),
]);

const tooMuch = Object.entries(ways).flatMap(([what, way]) => {
  const one = (name: string, serve: Serve, more: Partial<Parameters<typeof trial>[0]> = {}): Hostile =>
    trial({ group, name: `${what}: ${name}`, way, address: 'https://files.customer.example/', serve, ...more });
  return [
    one('an answer without an end', endless),
    ...Object.entries(packers).map(([encoding, pack]) =>
      one(
        `256 MB of zeros in ${encoding}`,
        lazily(() => encoded(encoding, bomb(encoding, pack))),
        {
          make: () => bomb(encoding, pack),
        },
      ),
    ),
    one('gzip in gzip', encoded('gzip, gzip', gzipSync(gzipSync(chunk)))),
    one(
      'gzip in br in gzip, in several headers',
      raw('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-encoding: br\r\n\r\nxx'),
    ),
    one('an encoding that nobody asked for', encoded('zstd', Buffer.alloc(100))),
    one('broken gzip', encoded('gzip', Buffer.from('not gzip at all'))),
    one('a million headers', raw('HTTP/1.1 200 OK\r\n', 'x-header: value\r\n'.repeat(1_000_000), '\r\n')),
    one('a header of a megabyte', raw(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(1_000_000)}\r\n\r\n`)),
    one('a body shorter than it says', raw('HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\nshort')),
    one('a length that is no number', raw('HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\nshort')),
    one('two lengths', raw('HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nshort!')),
    one(
      'a length and chunks',
      raw('HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\nffffffff\r\n'),
    ),
    one(
      'an endless chunk extension',
      raw(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;${'a'.repeat(1_000_000)}\r\n`),
    ),
    one('no HTTP at all', raw('SSH-2.0-OpenSSH_9.6\r\n')),
    one('a status that does not exist', raw('HTTP/1.1 999 Odd\r\n\r\n')),
    one('an answer that never comes', () => undefined, { isLong: true }),
    one('a byte every 200 ms', drip, { isLong: true }),
  ];
});

/** Harmless, though it packs to a sixtieth. */
const longTable = Array.from(
  { length: 60_000 },
  (_, row) => `${row % 100},Lamp,delivered,Example Street 1,Berlin`,
).join('\n');

const packedWell = Object.entries(packers).map(([encoding, pack]) =>
  trial({
    group,
    name: `media of a message: a long table in ${encoding}`,
    way: ways['media of a message'],
    address: 'https://files.customer.example/',
    serve: encoded(encoding, pack(Buffer.from(longTable))),
    expects: 'stored',
  }),
);

export const farAnswerCases: readonly Hostile[] = [
  ...byKind(redirects, beforeColon),
  ...chains,
  ...rebound,
  ...tooMuch,
  ...packedWell,
];
