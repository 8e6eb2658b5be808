import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod';
import { Refusal } from '#domain/kernel/refusal.ts';

export type ChatEvent = APIGatewayProxyEventV2;
export type ChatAnswer = APIGatewayProxyStructuredResultV2;

/** Far above the longest message. */
const mostBytes = 100 * 1024;

export const textOf = ({ body = '', isBase64Encoded }: ChatEvent): string => {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.byteLength > mostBytes)
    throw new Refusal('too-large', `the body has ${bytes.byteLength} bytes; at most ${mostBytes} are taken`);
  return bytes.toString('utf8');
};

/** The body as its schema has it; what is wrong is named by its path, never by its value. */
export function bodyOf<Body>(event: ChatEvent, schema: z.ZodType<Body>): Body {
  let value: unknown;
  try {
    value = JSON.parse(textOf(event) || '{}');
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('invalid', 'body: not JSON; send a JSON object with content-type application/json');
  }
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const [first] = error.issues;
  throw new Refusal(
    'invalid',
    `${['body', ...(first?.path ?? [])].join('.')}: ${first?.message ?? 'not as documented'}`,
  );
}

/** The token of `Authorization: Bearer …`. */
export const tokenOf = ({ headers }: ChatEvent): string | undefined =>
  /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];

export const answer = (statusCode: number, body: unknown): ChatAnswer => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

/** Too many (RFC 6585 section 4): the same again later is taken. */
export const tooMany = (seconds: number, requestId: string): ChatAnswer => ({
  statusCode: 429,
  headers: {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'retry-after': String(seconds),
  },
  body: JSON.stringify({
    type: 'about:blank',
    title: 'Too many',
    status: 429,
    detail: `too many at once; try again in ${seconds} s`,
    instance: requestId,
  }),
});
