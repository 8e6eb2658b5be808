import { createHmac, randomBytes } from 'node:crypto';
import type { XCredentials } from './credentials.ts';

/** A request to sign. Parameters of a JSON body are not signed, those of a form would be. */
export type Signable = {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly form?: Readonly<Record<string, string>>;
};

export type Moment = { readonly nonce: string; readonly timestamp: string };

type Keys = Pick<XCredentials, 'consumerKey' | 'consumerSecrets' | 'accessToken' | 'accessTokenSecret'>;

/** The Authorization header of OAuth 1.0a (RFC 5849, section 3.5.1) for a request on behalf of our account. */
export function oauth1Header(request: Signable, keys: Keys, moment: Moment): string {
  const parameters = {
    oauth_consumer_key: keys.consumerKey,
    oauth_nonce: moment.nonce,
    oauth_signature_method: 'HMAC-SHA1',
    oauth_timestamp: moment.timestamp,
    oauth_token: keys.accessToken,
    oauth_version: '1.0',
  };
  const signed = { ...parameters, oauth_signature: oauth1Signature(request, keys, parameters) };
  const fields = Object.entries(signed).map(([name, value]) => `${encoded(name)}="${encoded(value)}"`);
  return `OAuth ${fields.join(', ')}`;
}

/** https://docs.x.com/fundamentals/authentication/oauth-1-0a/creating-a-signature, read 2026-11-22; RFC 5849, section 3.4. */
export function oauth1Signature(
  { method, url, form = {} }: Signable,
  { consumerSecrets, accessTokenSecret }: Pick<Keys, 'consumerSecrets' | 'accessTokenSecret'>,
  parameters: Readonly<Record<string, string>>,
): string {
  const { origin, pathname, searchParams } = new URL(url);
  const pairs = [...Object.entries(parameters), ...Object.entries(form), ...searchParams]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .toSorted();
  const base = [method, `${origin}${pathname}`, pairs.join('&')].map(encoded).join('&');
  const key = `${encoded(consumerSecrets[0] ?? '')}&${encoded(accessTokenSecret)}`;
  return createHmac('sha1', key).update(base).digest('base64');
}

/** A nonce and the time, new for each request. */
export const momentOf = (now: Date): Moment => ({
  nonce: randomBytes(16).toString('hex'),
  timestamp: String(Math.floor(now.getTime() / 1000)),
});

/** RFC 3986, section 2.3: everything but letters, digits and `-._~`. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
