import type * as z from 'zod';
import type { ReadSecret } from '#adapters/ssm/secrets.ts';

/** Name of the SecureString parameter, below the stage's path, that holds a connection's credentials as JSON. */
export const credentialsName = (connectionId: string): string => `connections/${connectionId}`;

/** A connection's credentials as its provider's schema has them; throws when they are missing or of another shape. */
export async function credentialsOf<Credentials>(
  secret: ReadSecret,
  connectionId: string,
  schema: z.ZodType<Credentials>,
): Promise<Credentials> {
  const stored = await secret(credentialsName(connectionId));
  if (!stored) throw new Error(`connection ${connectionId} has no credentials in SSM; see docs/deploy.md`);
  const { success, data } = schema.safeParse(JSON.parse(stored));
  if (!success) throw new Error(`the credentials of connection ${connectionId} are not of the shape in docs/channels/`);
  return data;
}
