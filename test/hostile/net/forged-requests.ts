import { createHash, createHmac } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import {
  nowSeconds,
  otherBytes,
  prefixOf,
  strangeConnections,
  wrongHeaders,
  wrongIds,
  wrongTimes,
} from './forged-parts.ts';
import { type Headers, type Signer, urlOf } from './signers.ts';

/** A request as it goes out; what is left out is as the provider would have it. */
export type Forged = {
  readonly body?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly contentType?: string;
  readonly isBase64Encoded?: boolean;
  readonly method?: string;
  readonly connectionId?: string;
};

export const current = (signer: Signer): string => signer.secret('current');

/** The headers of a genuine request. */
export const genuine = (signer: Signer, overrides: Partial<Parameters<Signer['sign']>[0]> = {}): Headers =>
  signer.sign({ body: signer.body, secret: current(signer), url: urlOf(signer), ...overrides });

export function eventOf(signer: Signer, forged: Forged): APIGatewayProxyEventV2 {
  const { body = signer.body, headers = genuine(signer), contentType = signer.contentType } = forged;
  const { isBase64Encoded = false, method = 'POST', connectionId = 'main' } = forged;
  const path = signer.path.replace('/main', `/${connectionId}`);
  const http = { method, path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: '' };
  return {
    version: '2.0',
    routeKey: `POST ${path}`,
    rawPath: path,
    rawQueryString: '',
    headers: { 'content-type': contentType, ...headers },
    pathParameters: { connectionId },
    requestContext: { http, requestId: 'r1' },
    body,
    isBase64Encoded,
  } as unknown as APIGatewayProxyEventV2;
}

type Attack = {
  readonly name: string;
  /** Which providers it is for. @default all */
  readonly against?: (signer: Signer) => boolean;
  readonly forge: (signer: Signer) => Forged;
};

const covered = ({ covers }: Signer): boolean => covers === 'bytes';
const hashed = ({ covers }: Signer): boolean => covers !== 'nothing';
const timed = ({ timestamp }: Signer): boolean => timestamp !== undefined;
const named = ({ id }: Signer): boolean => id !== undefined;

const withHeader = (signer: Signer, change: (value: string) => unknown): Forged => {
  const headers = genuine(signer);
  return { headers: { ...headers, [signer.header]: change(headers[signer.header] ?? '') } };
};

const withMac = (signer: Signer, make: (bytes: string) => string): Forged =>
  withHeader(signer, (value) => prefixOf(value) + make(signer.body));

const without = (headers: Headers, name: string) =>
  Object.fromEntries(Object.entries(headers).filter(([each]) => each !== name));

const confused: readonly (readonly [string, (body: string, signer: Signer) => string])[] = [
  ['SHA-1 in place of SHA-256, or the other way round', (body, signer) => hmacOf(signer, body, other(signer))],
  ['MD5', (body, signer) => hmacOf(signer, body, 'md5')],
  ['a hash of the secret and the body, not an HMAC', (body, signer) => plain(current(signer) + body)],
  ['a hash of the body alone', (body) => plain(body)],
  ['an HMAC with an empty secret', (body) => createHmac('sha256', '').update(body).digest('hex')],
  ['an HMAC with the body as its secret', (body) => createHmac('sha256', body).update(body).digest('hex')],
  [
    'an HMAC in another encoding',
    (body, signer) => createHmac('sha256', current(signer)).update(body).digest('base64url'),
  ],
  ['an HMAC of another connection’s secret', (body, signer) => hmacWith(signer.secret('foreign'), body)],
];

const plain = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmacWith = (secret: string, body: string): string => createHmac('sha256', secret).update(body).digest('hex');
const other = ({ header }: Signer): string => (header === 'x-twilio-signature' ? 'sha256' : 'sha1');
const hmacOf = (signer: Signer, body: string, algorithm: string): string =>
  createHmac(algorithm, current(signer)).update(body).digest('hex');

/** Signed with the right secret over this very time: only the time itself is wrong. */
function signedAt(signer: Signer, time: string): Headers {
  const { timestamp = '', header } = signer;
  const headers = genuine(signer);
  const secret = current(signer);
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : secret;
  const signed = signer.id ? `${headers[signer.id]}.${time}.${signer.body}` : `v0:${time}:${signer.body}`;
  const mac = createHmac('sha256', key)
    .update(signed)
    .digest(signer.id ? 'base64' : 'hex');
  return { ...headers, [timestamp]: time, [header]: `${signer.id ? 'v1,' : 'v0='}${mac}` };
}

/** Every attack on a signature. */
export const attacks: readonly Attack[] = [
  { name: 'no signature', forge: (signer) => ({ headers: without(genuine(signer), signer.header) }) },
  ...otherBytes.map(
    ([name, change]): Attack => ({
      name: `a signature over other bytes: ${name}`,
      against: covered,
      forge: (signer) => ({ headers: genuine(signer), body: change(signer.body) }),
    }),
  ),
  {
    name: 'a signature over other fields',
    against: hashed,
    forge: (signer) => ({ headers: genuine(signer), body: `${signer.body}&Body=other` }),
  },
  {
    name: 'a signature over the base64 of the body',
    against: covered,
    forge: (signer) => ({
      headers: genuine(signer, { body: Buffer.from(signer.body).toString('base64') }),
      body: Buffer.from(signer.body).toString('base64'),
      isBase64Encoded: true,
    }),
  },
  {
    name: 'a body in base64 that is not said to be',
    against: covered,
    forge: (signer) => ({ headers: genuine(signer), body: Buffer.from(signer.body).toString('base64') }),
  },
  {
    name: 'a body that is said to be base64 and is not',
    against: covered,
    forge: (signer) => ({ headers: genuine(signer), isBase64Encoded: true }),
  },
  ...wrongHeaders.map(
    ([name, change]): Attack => ({
      name: `a signature that ${name}`,
      against: (signer) => name !== 'is another letter case' || signer.covers !== 'nothing',
      forge: (signer) => withHeader(signer, (value) => change(value)),
    }),
  ),
  ...confused.map(
    ([name, make]): Attack => ({
      name: `a signature by ${name}`,
      against: hashed,
      forge: (signer) => withMac(signer, (body) => make(body, signer)),
    }),
  ),
  {
    name: 'a signature with the prefix of another algorithm',
    against: (signer) => prefixOf(genuine(signer)[signer.header] ?? '') === 'sha256=',
    forge: (signer) => withHeader(signer, (value) => value.replace('sha256=', 'sha1=')),
  },
  {
    name: 'the signature of another connection',
    forge: (signer) => ({ headers: genuine(signer, { secret: signer.secret('foreign') }) }),
  },
  { name: 'a genuine request to another connection', forge: () => ({ connectionId: 'other' }) },
  {
    name: 'a secret that was taken out of service',
    forge: (signer) => ({ headers: genuine(signer, { secret: signer.secret('former') }) }),
  },
  ...wrongTimes.map(
    ([name, time]): Attack => ({
      name: `a time that is ${name}`,
      against: timed,
      forge: (signer) => ({ headers: signedAt(signer, time) }),
    }),
  ),
  {
    name: 'a fresh time on an old signature',
    against: timed,
    forge: (signer) => ({
      headers: { ...genuine(signer, { seconds: nowSeconds - 10 }), [signer.timestamp ?? '']: String(nowSeconds) },
    }),
  },
  {
    name: 'no time',
    against: timed,
    forge: (signer) => ({ headers: without(genuine(signer), signer.timestamp ?? '') }),
  },
  ...wrongIds.map(
    (id): Attack => ({
      name: `an id that is ${JSON.stringify(id.slice(0, 12))}`,
      against: named,
      forge: (signer) => ({ headers: genuine(signer, { id }) }),
    }),
  ),
  ...strangeConnections.map(
    (connectionId): Attack => ({
      name: `a connection named ${JSON.stringify(connectionId.slice(0, 16))}`,
      forge: () => ({ connectionId }),
    }),
  ),
  {
    name: '10,000 headers beside a wrong signature',
    forge: (signer) => {
      const more = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`x-${at}`, 'y'.repeat(100)]));
      return { headers: { ...more, ...genuine(signer, { secret: signer.secret('foreign') }) } };
    },
  },
  {
    name: 'a form that is said to be JSON',
    against: ({ covers }) => covers === 'fields',
    forge: () => ({ contentType: 'application/json' }),
  },
];
