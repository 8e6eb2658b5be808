import * as z from 'zod';
import type { ReadSecret } from '#adapters/ssm/secrets.ts';
import { credentialsName, credentialsOf } from '../shared/credentials.ts';

/** Keys for HS256 have at least as many bits as its hash (RFC 7518 section 3.2). */
const leastKeyCharacters = 32;

export const $IdentifySecrets = z.array(z.string().min(leastKeyCharacters)).min(1);

export const $WebChatCredentials = z.object({
  /** What the business signs its `identify` tokens with; several while one is rotated. */
  identifySecrets: $IdentifySecrets,
});

/** The secrets that identify tokens are checked with. A live chat in which nobody signs in has none. */
export async function identifySecretsOf(secret: ReadSecret, connectionId: string): Promise<readonly string[]> {
  const stored = await secret(credentialsName(connectionId));
  if (stored === undefined) return [];
  return (await credentialsOf(secret, connectionId, $WebChatCredentials)).identifySecrets;
}
