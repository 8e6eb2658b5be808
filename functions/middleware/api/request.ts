import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import type { Agent, Role } from '#domain/agents/agent.ts';
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

/** The text of a JSON body with its bytes as they came. */
const textOf = (event: ApiEvent): string =>
  Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8').toString('utf8');

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
