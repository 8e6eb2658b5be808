import type * as z from 'zod';
import type { InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import { Refusal } from '#domain/kernel/refusal.ts';

export const textOf = ({ body, encoding }: InboundEnvelope): string =>
  encoding === 'base64' ? Buffer.from(body, 'base64').toString('utf8') : body;

/** The envelope's JSON as its schema has it. What is wrong is named by its path, never by its value. */
export function jsonBodyOf<Body>(envelope: InboundEnvelope, schema: z.ZodType<Body>): Body {
  let value: unknown;
  try {
    value = JSON.parse(textOf(envelope));
  } catch {
    throw new Refusal('invalid', 'the body is not JSON');
  }
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const paths = [...new Set(error.issues.map(({ path }) => path.join('.') || 'the body'))].slice(0, 5).join(', ');
  throw new Refusal('invalid', `not of the documented shape: ${paths}`);
}
