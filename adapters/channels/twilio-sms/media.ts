import { Refusal } from '#domain/kernel/refusal.ts';
import { basicAuth, type CredentialsFor } from './credentials.ts';
import { sniffType } from './sniff-type.ts';

export type Media = { readonly contentType: string; readonly extension: string; readonly body: Uint8Array };

/**
 * Fetches one `MediaUrl`. Throws a `Refusal` when it will never be had (gone, too large, from elsewhere);
 * any other error may pass and is worth another try.
 */
export type FetchMedia = (media: { readonly connectionId: string; readonly url: string }) => Promise<Media>;

type Needs = {
  readonly fetch: typeof fetch;
  readonly credentialsFor: CredentialsFor;
  /** @default https://api.twilio.com */
  readonly baseUrl?: string | undefined;
};

/** MMS carries 5 MB in all, https://www.twilio.com/docs/messaging/guides/accepted-mime-types. */
const maximumBytes = 5_000_000;
const maximumRedirects = 3;
const answerWithinMs = 10_000;

/** Fetches media from Twilio and from where Twilio redirects to, and from nowhere else. */
export const createMediaFetcher =
  (needs: Needs): FetchMedia =>
  async ({ connectionId, url }) => {
    const api = new URL(needs.baseUrl ?? 'https://api.twilio.com');
    const authorization = basicAuth(await needs.credentialsFor(connectionId));
    let target = parsed(url, api);
    for (let redirects = 0; redirects <= maximumRedirects; redirects += 1) {
      refuseElsewhere(target, api);
      const response = await needs.fetch(target, {
        redirect: 'manual',
        // The account's key is for Twilio alone; the hosts behind the redirect are given a signed address.
        headers: target.origin === api.origin ? { authorization } : {},
        signal: AbortSignal.timeout(answerWithinMs),
      });
      const location = locationOf(response);
      if (!location) return bodyOf(response);
      await response.body?.cancel();
      target = parsed(location, target);
    }
    throw new Refusal('invalid', `the media address redirects more than ${maximumRedirects} times`);
  };

function parsed(url: string, base: URL): URL {
  const target = URL.parse(url, base.href);
  if (!target) throw new Refusal('invalid', 'the media address is not a URL');
  return target;
}

const locationOf = (response: Response): string | undefined =>
  [301, 302, 303, 307, 308].includes(response.status) ? (response.headers.get('location') ?? undefined) : undefined;

/**
 * The API itself (as configured), and over https: Twilio's media CDN, and its folder at S3, where unprotected media used to lie.
 * Names, not address ranges: https ties each to its certificate, so a name that is made to resolve to a private address fails.
 */
function refuseElsewhere(target: URL, api: URL): void {
  if (target.origin === api.origin) return;
  const isCdn = /^[a-z0-9-]+\.twiliocdn\.com$/.test(target.hostname);
  const isBucket =
    target.hostname === 's3-external-1.amazonaws.com' && target.pathname.startsWith('/media.twiliocdn.com/');
  if (target.protocol === 'https:' && target.port === '' && (isCdn || isBucket)) return;
  throw new Refusal('forbidden', 'the media address is not at Twilio; it must be at its API or its media CDN');
}

async function bodyOf(response: Response): Promise<Media> {
  if (response.status === 404 || response.status === 410) {
    throw new Refusal('not-found', 'Twilio has this media no more');
  }
  if (!response.ok) throw new Error(`fetching media was answered with HTTP ${response.status}`);
  const body = await capped(response);
  return { ...sniffType(body), body };
}

async function capped(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maximumBytes) {
      throw new Refusal('too-large', `the media is larger than ${maximumBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
