import { ownFields } from './settings.ts';

/** https://developers.cloudflare.com/turnstile/get-started/server-side-validation/ and https://docs.hcaptcha.com/#verify-the-user-response-server-side, read 2026-11-22. */
const services = {
  turnstile: { url: 'https://challenges.cloudflare.com/turnstile/v0/siteverify', field: ownFields.turnstile },
  hcaptcha: { url: 'https://api.hcaptcha.com/siteverify', field: ownFields.hcaptcha },
} as const;
export type CaptchaKind = keyof typeof services;

/** Turnstile's own limit. */
const mostCharacters = 2048;
const answerWithinMs = 5000;

/** `unknown`: the service cannot be asked, which is nobody's proof. `misconfigured`: it does not know our secret. */
export type CaptchaVerdict = 'human' | 'not-human' | 'unknown' | 'misconfigured';

export const captchaField = (kind: CaptchaKind): string => services[kind].field;

type Question = { readonly kind: CaptchaKind; readonly secret: string; readonly response: string };

/** Asks the captcha's service whether a person answered it; each answer counts once and for some minutes. */
export async function askCaptcha(fetch: typeof globalThis.fetch, asked: Question): Promise<CaptchaVerdict> {
  const { kind, secret, response } = asked;
  if (response === '' || response.length > mostCharacters) return 'not-human';
  try {
    const answer = await fetch(services[kind].url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ secret, response }).toString(),
      redirect: 'error',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    return verdictOf(await answer.json());
  } catch {
    return 'unknown';
  }
}

function verdictOf(body: unknown): CaptchaVerdict {
  if (typeof body !== 'object' || body === null || !('success' in body)) return 'unknown';
  if (body.success === true) return 'human';
  const codes = 'error-codes' in body && Array.isArray(body['error-codes']) ? body['error-codes'] : [];
  if (codes.some((code) => code === 'invalid-input-secret' || code === 'missing-input-secret')) return 'misconfigured';
  return codes.includes('internal-error') ? 'unknown' : 'not-human';
}
