import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import twilio from 'twilio';
import { describe, expect, it } from 'vitest';
import { formParams, isSignedByTwilio, twilioSignature } from '#adapters/channels/twilio/signature.ts';
import { payload } from './twilio-examples.ts';

const { getExpectedTwilioSignature, validateRequest, validateRequestWithBody } = twilio;

const url = 'https://parley.example.com/webhooks/twilio-sms/sms-main';
const authToken = 'current-token';
const authTokens = [authToken];
const params = formParams(payload('inbound-sms'));
const sign = (signedUrl: string, fields: Record<string, unknown> = params) =>
  getExpectedTwilioSignature(authToken, signedUrl, fields);

describe('a signed webhook', () => {
  it('is Twilio’s published example', () => {
    const example = {
      url: 'https://mycompany.com/myapp.php?foo=1&bar=2',
      params: {
        CallSid: 'CA1234567890ABCDE',
        Caller: '+14158675309',
        Digits: '1234',
        From: '+14158675309',
        To: '+18005551212',
      },
      signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
      authTokens: ['12345'],
    };
    expect(isSignedByTwilio(example)).toBe(true);
  });

  it('is accepted with either token while tokens are rotated', () => {
    const signature = sign(url);
    expect(isSignedByTwilio({ url, params, signature, authTokens: ['next-token', authToken] })).toBe(true);
    expect(isSignedByTwilio({ url, params, signature, authTokens: ['next-token'] })).toBe(false);
  });

  it.each([
    [
      'with the port, configured without',
      `${url}?a=1`,
      'https://parley.example.com:443/webhooks/twilio-sms/sms-main?a=1',
    ],
    ['without the port, configured with', 'https://parley.example.com:443/x', 'https://parley.example.com/x'],
    ['over http with the port', 'http://parley.example.com/x', 'http://parley.example.com:80/x'],
    ['of an IPv6 host with the port', 'https://[::1]/x', 'https://[::1]:443/x'],
    ['without an unusual port', 'http://127.0.0.1:4000/x', 'http://127.0.0.1/x'],
    [
      'with an apostrophe escaped',
      "https://parley.example.com/x?name=O'Neil",
      'https://parley.example.com/x?name=O%27Neil',
    ],
    [
      'with spaces escaped as older back ends do',
      'https://parley.example.com/x?q=a+b',
      'https://parley.example.com/x?q=a%20b',
    ],
    ['without the overrides in the fragment', `${url}#rc=2&rp=all`, url],
  ])('is accepted %s', (_, configured, signed) => {
    expect(isSignedByTwilio({ url: configured, params, signature: sign(signed), authTokens })).toBe(true);
  });

  it('signs values of a repeated field once each, sorted', () => {
    const fields = formParams('Tag=b&Tag=a&Tag=b&Body=x');
    expect(fields).toEqual({ Tag: ['b', 'a', 'b'], Body: 'x' });
    const signature = sign(url, { Body: 'x', Tag: ['a', 'b'] });
    expect(isSignedByTwilio({ url, params: fields, signature, authTokens })).toBe(true);
  });
});

describe('a webhook that Twilio did not sign', () => {
  const right = sign(url);
  it.each([
    ['no signature', undefined],
    ['an empty signature', ''],
    ['a signature that is too short', right.slice(0, -1)],
    ['a signature that is too long', `${right}=`],
    ['another signature of the same length', sign(url, {})],
    ['the header twice, joined by API Gateway', `${right},${right}`],
    ['letters outside ASCII', 'é'.repeat(right.length)],
  ])('has %s', (_, signature) => {
    expect(isSignedByTwilio({ url, params, signature, authTokens })).toBe(false);
  });

  it('has a changed, an added or a missing field', () => {
    const { Body: _, ...without } = params;
    for (const forged of [{ ...params, Body: 'other' }, { ...params, Extra: 'field' }, without, {}]) {
      expect(isSignedByTwilio({ url, params: forged, signature: right, authTokens })).toBe(false);
    }
  });

  it('was meant for another path or host', () => {
    for (const other of [`${url}2`, url.replace('parley', 'other'), `${url}?a=1`]) {
      expect(isSignedByTwilio({ url: other, params, signature: right, authTokens })).toBe(false);
    }
  });

  it('is signed with an empty token, which anybody has', () => {
    const signature = getExpectedTwilioSignature('', url, params);
    expect(isSignedByTwilio({ url, params, signature, authTokens: [''] })).toBe(false);
    expect(isSignedByTwilio({ url, params, signature: right, authTokens: [] })).toBe(false);
  });

  it('comes where the configured URL is broken, and is refused without an error', () => {
    expect(isSignedByTwilio({ url: 'not a url', params, signature: right, authTokens })).toBe(false);
    expect(isSignedByTwilio({ url: 'not a url', body: '{}', signature: right, authTokens })).toBe(false);
  });
});

describe('a signed JSON body', () => {
  const body = JSON.stringify({ text: 'Grüße 🙂' });
  const hash = createHash('sha256').update(body).digest('hex');
  const hashed = `${url}?bodySHA256=${hash}`;
  const signature = sign(hashed, {});

  it('is the one whose hash the URL holds', () => {
    expect(validateRequestWithBody(authToken, signature, hashed, body)).toBe(true);
    expect(isSignedByTwilio({ url: hashed, body, signature, authTokens })).toBe(true);
  });

  it('is refused when the body, the hash or the signature is another', () => {
    expect(isSignedByTwilio({ url: hashed, body: `${body} `, signature, authTokens })).toBe(false);
    expect(isSignedByTwilio({ url, body, signature: sign(url, {}), authTokens })).toBe(false);
    const otherHash = `${url}?bodySHA256=${hash.replace(/./, 'x')}`;
    expect(isSignedByTwilio({ url: otherHash, body, signature: sign(otherHash, {}), authTokens })).toBe(false);
    expect(isSignedByTwilio({ url: hashed, body, signature: sign(url, {}), authTokens })).toBe(false);
  });
});

const names = fc.string({ unit: 'grapheme', minLength: 1 });
const values = fc.oneof(fc.string({ unit: 'grapheme' }), fc.array(fc.string(), { minLength: 2, maxLength: 4 }));
const randomParams = fc.dictionary(names, values, { noNullPrototype: true });
const queries = fc.array(
  fc
    .tuple(fc.constantFrom('a', 'b', 'q', '2', "it's"), fc.string({ unit: 'grapheme' }))
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`),
  { maxLength: 4 },
);
const urls = fc
  .record({
    start: fc.constantFrom(
      'https://a.example',
      'http://a.example',
      'https://a.example:443',
      'https://a.example:8443',
      'https://u:p@a.example',
    ),
    path: fc.webPath(),
    query: queries,
  })
  .map(({ start, path, query }) => start + (path || '/') + (query.length > 0 ? `?${query.join('&')}` : ''));

describe('compared with Twilio’s own library', () => {
  it('computes the same signature for any fields', () => {
    fc.assert(
      fc.property(urls, randomParams, fc.string({ minLength: 1 }), (signedUrl, fields, token) => {
        const ours = twilioSignature({ url: signedUrl, params: fields, authToken: token });
        expect(ours).toBe(getExpectedTwilioSignature(token, signedUrl, fields));
      }),
    );
  });

  it('gives the same verdict on any spelling of a URL', () => {
    const spellings = fc.constantFrom(
      (each: string) => each,
      (each: string) => each.replace('://a.example/', '://a.example:443/'),
      (each: string) => each.replace('://a.example/', '://a.example:80/'),
      (each: string) => each.replace(/:\d+\//, '/'),
      (each: string) => each.replaceAll("'", '%27'),
      (each: string) => each.replaceAll('%20', '+'),
      (each: string) => `${each}x`,
      legacyQuery,
    );
    fc.assert(
      fc.property(urls, spellings, randomParams, (configured, spell, fields) => {
        const signature = sign(spell(configured), fields);
        const theirs = validateRequest(authToken, signature, configured, fields);
        expect(isSignedByTwilio({ url: configured, params: fields, signature, authTokens })).toBe(theirs);
      }),
      { numRuns: 1000 },
    );
  });

  it('survives any form body, as the sender built it', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(names, fc.string({ unit: 'grapheme' }))), (pairs) => {
        const fields = formParams(new URLSearchParams(pairs).toString());
        const signature = sign(url, fields);
        expect(isSignedByTwilio({ url, params: fields, signature, authTokens })).toBe(true);
      }),
    );
  });
});

/** Repeated names together and whole-number names first, as `querystring` of Node writes them. */
function legacyQuery(each: string): string {
  const parsed = new URL(each);
  const grouped = Object.entries(Object.groupBy([...parsed.searchParams], ([name]) => name));
  const pairs = grouped.flatMap(([, group]) => group ?? []).map((pair) => pair.map(encodeURIComponent).join('='));
  return `${parsed.origin}${parsed.pathname}?${pairs.join('&')}`;
}

describe('the file', () => {
  it('imports nothing but what compares and hashes, for it is bundled into the webhook', () => {
    const source = readFileSync(new URL('../../../../adapters/channels/twilio/signature.ts', import.meta.url), 'utf8');
    expect([...source.matchAll(/from '([^']+)'/g)].map(([, name]) => name)).toEqual([
      'node:crypto',
      '#adapters/channels/shared/signatures.ts',
    ]);
  });
});
