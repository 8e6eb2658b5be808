import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { z } from 'zod';
import { readJson, writeJson } from '../durable-file.ts';

const $Keys = z.object({
  signing: z.looseObject({ kty: z.literal('RSA'), kid: z.string() }),
  /** Signs the cookies of the sign-in page. */
  cookies: z.string(),
});
export type SigningKeys = { readonly signing: JWK & { readonly kid: string }; readonly cookies: string };

export const signingAlgorithm = 'RS256';

/** The keys of a folder, made on first use, so that a token outlives a restart. */
export async function signingKeys(dir: string | undefined): Promise<SigningKeys> {
  const file = dir === undefined ? undefined : join(dir, 'signing-keys.json');
  const saved = file === undefined ? undefined : readJson(file);
  if (saved !== undefined) return $Keys.parse(saved) as SigningKeys;
  const { privateKey } = await generateKeyPair(signingAlgorithm, { extractable: true });
  const key = await exportJWK(privateKey);
  const signing = { ...key, kid: randomBytes(8).toString('hex'), alg: signingAlgorithm, use: 'sig' };
  const keys = { signing, cookies: randomBytes(32).toString('hex') };
  if (file !== undefined) writeJson(file, keys);
  return keys;
}
