import type * as z from 'zod';
import type { InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import { nestsDeeper } from '#domain/kernel/json-depth.ts';
import { Refusal } from '#domain/kernel/refusal.ts';

/** Deeper than any provider's body; what is written again on its way to quarantine must not end the call. */
const mostDeep = 64;

export const textOf = ({ body, encoding }: InboundEnvelope): string =>
  encoding === 'base64' ? Buffer.from(body, 'base64').toString('utf8') : body;

/** The envelope's JSON as its schema has it. What is wrong is named by its path, never by its value. */
export function jsonBodyOf<Body>(envelope: InboundEnvelope, schema: z.ZodType<Body>): Body {
  const text = textOf(envelope);
  if (nestsDeeper(text, mostDeep)) throw new Refusal('invalid', `the body is nested deeper than ${mostDeep} levels`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal('invalid', 'the body is not JSON');
  }
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const paths = [...new Set(error.issues.map(({ path }) => path.join('.') || 'the body'))].slice(0, 5).join(', ');
  throw new Refusal('invalid', `not of the documented shape: ${paths}`);
}
