import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import type { Agent, Role } from '#domain/agents/agent.ts';
import { nestsDeeper } from '#domain/kernel/json-depth.ts';
import { Refusal } from '#domain/kernel/refusal.ts';

export type ApiEvent = APIGatewayProxyEventV2WithJWTAuthorizer;
export type ApiAnswer = APIGatewayProxyStructuredResultV2;

/** Who is calling, as told by the token that API Gateway has verified. */
export type Caller = { readonly agent: Agent; readonly role: Role };

const $Key = z
  .string()
  .min(8)
  .max(128)
  .regex(/^[\x21-\x7e]+$/);

/** Far above the longest reply; files do not come this way. */
const mostBytes = 1_000_000;
/** Deeper than any body or setting that is documented. */
const mostDeep = 32;

/** The text of a JSON body with its bytes as they came. */
function textOf(event: ApiEvent): string {
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (body.byteLength <= mostBytes) return body.toString('utf8');
  throw new Refusal('too-large', `the body has ${body.byteLength} bytes; at most ${mostBytes} are taken`);
}

function parsed<Value>(schema: z.ZodType<Value>, value: unknown, where: string): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.map((issue) => ({
    path: [where, ...issue.path].join('.'),
    message: issue.message,
  }));
  const [first] = errors;
  throw new Refusal('invalid', `${first?.path ?? where}: ${first?.message ?? 'not as documented'}`, { errors });
}

/** The body as its schema has it. */
export function bodyOf<Body>(event: ApiEvent, schema: z.ZodType<Body>): Body {
  const text = textOf(event);
  if (nestsDeeper(text, mostDeep)) throw new Refusal('invalid', `body: nested deeper than ${mostDeep} levels`);
  let value: unknown;
  try {
    value = JSON.parse(text === '' ? '{}' : text);
  } catch {
    throw new Refusal('invalid', 'body: not JSON; send a JSON object with content-type application/json');
  }
  return parsed(schema, value, 'body');
}

export const queryOf = <Query>(event: ApiEvent, schema: z.ZodType<Query>): Query =>
  parsed(schema, event.queryStringParameters ?? {}, 'query');

/** Far above the longest id there is, far below the longest key of the table (2,048 bytes). */
const longestPart = 512;

/** What is no UTF-8 behind the percent signs names nothing. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

export function pathPart(event: ApiEvent, name: string): string {
  const value = decoded(event.pathParameters?.[name] ?? '');
  if (value === '') throw new Refusal('not-found', `the path has no ${name}`);
  if (value.length > longestPart) throw new Refusal('not-found', `no ${name} is longer than ${longestPart} characters`);
  return value;
}

/** The key under which a change happens once, and what was asked, so that a key used for something else is noticed. */
export function requestKey(event: ApiEvent): { readonly key: string; readonly asked: string } {
  const given = event.headers['idempotency-key'];
  const result = $Key.safeParse(given);
  if (!result.success)
    throw new Refusal(
      'invalid',
      `header Idempotency-Key: ${given === undefined ? 'missing' : 'not 8 to 128 visible ASCII characters'}; send a new UUID with each change and the same one with its repetitions`,
    );
  const { method, path } = event.requestContext.http;
  return { key: result.data, asked: `${method} ${path} ${textOf(event)}` };
}

export const answer = (statusCode: number, body: unknown): ApiAnswer => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});
