import { createHash } from 'node:crypto';
import { hmac, isSameText, isSignedWithAny } from '#adapters/channels/shared/signatures.ts';

/** Fields of a form body; a field that came more than once has all its values. */
export type FormParams = Readonly<Record<string, string | readonly string[]>>;

type Signed = {
  /** The public URL as configured, with the query of this request; never taken from Host or X-Forwarded headers. */
  readonly url: string;
  /** The `X-Twilio-Signature` header. A repeated header, joined with commas by API Gateway, never matches. */
  readonly signature: string | undefined;
  /** The current auth token and, while it is being rotated, the other one. */
  readonly authTokens: readonly string[];
} & ({ readonly params: FormParams } | { readonly body: string });

/**
 * Did Twilio sign this request? Form bodies are signed with the URL; of JSON bodies the URL holds the hash.
 * https://www.twilio.com/docs/usage/webhooks/webhooks-security, read 2026-11-21.
 */
export function isSignedByTwilio(request: Signed): boolean {
  const { url, signature, authTokens } = request;
  if (!signature) return false;
  if ('body' in request && !matchesBodyHash(url, request.body)) return false;
  const params = 'params' in request ? request.params : {};
  return formsOf(url).some((form) =>
    isSignedWithAny(authTokens, signature, (authToken) => twilioSignature({ url: form, params, authToken })),
  );
}

/** The signature that Twilio puts on a request to exactly this URL with these form fields. */
export function twilioSignature(request: {
  readonly url: string;
  readonly params: FormParams;
  readonly authToken: string;
}): string {
  const fields = Object.keys(request.params)
    .toSorted()
    .map((name) => signedField(name, request.params[name] ?? ''));
  return hmac(request.url + fields.join(''), { algorithm: 'sha1', secret: request.authToken, encoding: 'base64' });
}

/** The fields of a form body as the signature wants them. */
export function formParams(body: string): FormParams {
  const fields = new URLSearchParams(body);
  return Object.fromEntries(
    [...new Set(fields.keys())].map((name) => {
      const values = fields.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}

const signedField = (name: string, value: string | readonly string[]): string =>
  typeof value === 'string'
    ? name + value
    : [...new Set(value)]
        .toSorted()
        .map((each) => name + each)
        .join('');

function matchesBodyHash(url: string, body: string): boolean {
  const claimed = URL.canParse(url) ? new URL(url).searchParams.get('bodySHA256') : undefined;
  return !!claimed && isSameText(claimed, createHash('sha256').update(body).digest('hex'));
}

/**
 * The spellings of one URL that Twilio's back ends have signed: as configured and as `URL` normalises it, with and without the
 * port, and with the query escaped as older back ends did. The same list as `validateRequest` of Twilio's own library 6.2.0.
 */
function formsOf(configured: string): readonly string[] {
  // A fragment carries Twilio's connection overrides (`#rc=2`) and is not sent.
  const [url = ''] = configured.split('#');
  const received = [withoutPort(url), withPort(url)];
  if (!URL.canParse(url)) return received;
  const normalised = new URL(url).toString();
  const both = [withoutPort(normalised), withPort(normalised)];
  return [...new Set([...received, ...both, ...both.map(withLegacyQuery)])];
}

/** Scheme, user information, host (an IPv6 one in brackets), port, rest. Not `URL`, which would re-escape the rest. */
const urlParts = /^([a-z][a-z0-9+.-]*:\/\/)((?:[^/?#]*@)?)(\[[^\]/?#]*\]|[^/?#:]*)((?::[^/?#]*)?)(.*)$/is;

const withoutPort = (url: string): string => url.replace(urlParts, '$1$2$3$5');

function withPort(url: string): string {
  if (urlParts.exec(url)?.[4]) return url;
  const standard = /^https:/i.test(url) ? ':443' : ':80';
  return url.replace(urlParts, `$1$2$3${standard}$5`);
}

/** The query parsed and written again as `querystring` does it: repeated names together, everything escaped alike. */
function withLegacyQuery(url: string): string {
  const start = url.indexOf('?');
  if (start === -1 || start === url.length - 1) return url;
  try {
    const pairs = url
      .slice(start + 1)
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => /^([^=]*)=?(.*)$/s.exec(pair.replaceAll('+', ' ')))
      .map((match) => [match?.[1] ?? '', match?.[2] ?? ''].map(decodeURIComponent))
      .map(([name = '', value = '']) => ({ name, pair: `${encodeURIComponent(name)}=${encodeURIComponent(value)}` }));
    const byName = Object.values(Object.groupBy(pairs, ({ name }) => name)).flatMap((group) => group ?? []);
    return `${url.slice(0, start)}?${byName.map(({ pair }) => pair).join('&')}`;
  } catch {
    // Not UTF-8 behind the percent signs: there is no such spelling.
    return url;
  }
}
