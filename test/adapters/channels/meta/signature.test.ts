import { describe, expect, it } from 'vitest';
import { answerMetaHandshake } from '#adapters/channels/meta/handshake.ts';
import { isSignedByMeta, metaSignature } from '#adapters/channels/meta/signature.ts';

const body = Buffer.from('{"text":"\\u00e9"}');
/** Made with `openssl dgst -sha256 -hmac secret`. */
const signature = 'sha256=a9e8fe141e1c7927425b03e8b9e35e02153b0808cffede2dd39e6b6c79aa89ea';
const appSecrets = ['new-secret', 'secret'];

describe('the signature of Meta', () => {
  it('holds for the bytes as they came, with any of the secrets', () => {
    expect(metaSignature(body, 'secret')).toBe(signature);
    expect(isSignedByMeta({ body, signature, appSecrets })).toBe(true);
  });

  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['only the prefix', 'sha256='],
    ['a truncated one', signature.slice(0, -1)],
    ['another hash', signature.replace('sha256', 'sha1')],
    ['two headers that were joined', `${signature},${signature}`],
    ['one in capitals', signature.toUpperCase()],
  ])('is refused when there is %s', (_, given) => {
    expect(isSignedByMeta({ body, signature: given, appSecrets })).toBe(false);
  });

  it('is refused for bytes that mean the same and are others', () => {
    expect(isSignedByMeta({ body: Buffer.from('{"text":"é"}'), signature, appSecrets })).toBe(false);
  });

  it('is refused with an empty secret', () => {
    expect(isSignedByMeta({ body, signature: metaSignature(body, ''), appSecrets: [''] })).toBe(false);
  });
});

describe('the handshake of Meta', () => {
  const asked = (overrides: Record<string, string> = {}) =>
    new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.verify_token': 'our-own-word',
      'hub.challenge': '1158201444',
      ...overrides,
    }).toString();

  it('gets its challenge back as text', () => {
    expect(answerMetaHandshake(asked(), 'our-own-word')).toStrictEqual({
      status: 200,
      contentType: 'text/plain',
      body: '1158201444',
    });
  });

  it.each([
    ['another token', asked({ 'hub.verify_token': 'our-own-wore' })],
    ['a shorter token', asked({ 'hub.verify_token': 'our' })],
    ['another mode', asked({ 'hub.mode': 'unsubscribe' })],
    ['nothing', ''],
  ])('is refused with %s', (_, query) => {
    expect(answerMetaHandshake(query, 'our-own-word')).toStrictEqual({ status: 403 });
  });

  it('is refused where no token was chosen', () => {
    expect(answerMetaHandshake(asked({ 'hub.verify_token': '' }), '')).toStrictEqual({ status: 403 });
  });
});
