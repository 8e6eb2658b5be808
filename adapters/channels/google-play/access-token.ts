import { importPKCS8, SignJWT } from 'jose';
import * as z from 'zod';
import type { Clock } from '#domain/kernel/clock.ts';
import type { GooglePlayCredentials } from './credentials.ts';

/** https://developers.google.com/identity/protocols/oauth2/service-account, read 2026-11-22. */
const tokenUrl = 'https://oauth2.googleapis.com/token';
const scope = 'https://www.googleapis.com/auth/androidpublisher';
const answerWithinMs = 10_000;
const lifetimeSeconds = 3600;
/** A token this near its end is not begun with. */
const marginMs = 120_000;

const $Token = z.object({ access_token: z.string().min(1), expires_in: z.number() });

/** `undefined`: Google does not accept the key. */
export type AccessToken = (credentials: GooglePlayCredentials) => Promise<string | undefined>;

type Needs = { readonly fetch: typeof fetch; readonly now: Clock };

/** Exchanges a signed assertion for an access token and keeps that until shortly before it ends. Throws for outages. */
export function createAccessTokens(needs: Needs): AccessToken {
  const known = new Map<string, { readonly token: string; readonly endsAt: number }>();
  return async (credentials) => {
    const now = needs.now().getTime();
    const kept = known.get(credentials.private_key);
    if (kept && kept.endsAt - marginMs > now) return kept.token;
    const fresh = await exchanged(needs, credentials);
    if (fresh) known.set(credentials.private_key, { token: fresh.access_token, endsAt: now + fresh.expires_in * 1000 });
    return fresh?.access_token;
  };
}

async function exchanged(needs: Needs, credentials: GooglePlayCredentials) {
  const response = await needs.fetch(tokenUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: await assertionOf(credentials, needs.now()),
    }).toString(),
    redirect: 'error',
    signal: AbortSignal.timeout(answerWithinMs),
  });
  if (response.ok) return $Token.parse(await response.json());
  await response.body?.cancel();
  if (response.status === 400 || response.status === 401) return undefined;
  throw new Error(`Google's token endpoint answered with HTTP ${response.status}`);
}

async function assertionOf(credentials: GooglePlayCredentials, now: Date): Promise<string> {
  const { client_email: issuer, private_key: pem, private_key_id: kid } = credentials;
  const seconds = Math.floor(now.getTime() / 1000);
  return new SignJWT({ scope })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...(kid === undefined ? {} : { kid }) })
    .setIssuer(issuer)
    .setAudience(tokenUrl)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + lifetimeSeconds)
    .sign(await importPKCS8(pem, 'RS256'));
}
