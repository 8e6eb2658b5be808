import { importPKCS8, SignJWT } from 'jose';
import type { AppStoreCredentials } from './credentials.ts';

/** Apple accepts 20 minutes at most; https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests, read 2026-11-22. */
const lifetimeSeconds = 10 * 60;

/** A token for one round of requests. A key of one person has no issuer and names its user in place of it. */
export async function appStoreToken(credentials: AppStoreCredentials, now: Date): Promise<string> {
  const { issuerId, keyId, privateKey } = credentials;
  const seconds = Math.floor(now.getTime() / 1000);
  const token = new SignJWT({})
    .setProtectedHeader({ alg: 'ES256', kid: keyId, typ: 'JWT' })
    .setAudience('appstoreconnect-v1')
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + lifetimeSeconds);
  const named = issuerId === undefined ? token.setSubject('user') : token.setIssuer(issuerId);
  return named.sign(await importPKCS8(privateKey, 'ES256'));
}
