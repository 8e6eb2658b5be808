import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { challengeAnswer, isSignedByX, xSignature } from '#adapters/channels/x/signature.ts';
import { payload } from './x-examples.ts';

const secrets = { consumerSecrets: ['consumer', 'consumer-before'], clientSecrets: ['client'] };
const body = Buffer.from(payload('dm-received'));
const older = 'x-twitter-webhooks-signature';
const newer = 'x-twitter-webhooks-signature-oauth2';
const isGenuine = (headers: Record<string, string | undefined>, bytes: Uint8Array = body) =>
  isSignedByX({ body: bytes, headers }, secrets);

describe('a signature of X', () => {
  it.each([
    ['the consumer secret under the older header', older, 'consumer'],
    ['the consumer secret of before', older, 'consumer-before'],
    ['the client secret under the newer header', newer, 'client'],
  ])('is made with %s', (_, header, secret) => {
    const documented = `sha256=${createHmac('sha256', secret).update(body).digest('base64')}`;
    expect(isGenuine({ [header]: documented })).toBe(true);
  });

  const signature = xSignature(body, 'consumer');
  it.each<[string, Record<string, string | undefined>]>([
    ['is missing', {}],
    ['is empty', { [older]: '' }],
    ['is cut short', { [older]: signature.slice(0, -2) }],
    ['came twice', { [older]: `${signature},${signature}` }],
    ['lacks its prefix', { [older]: signature.slice('sha256='.length) }],
    ['was made with another secret', { [older]: xSignature(body, 'guessed') }],
    ['is under the wrong header', { [newer]: signature }],
    ['is of other bytes', { [older]: xSignature(Buffer.from('{}'), 'consumer') }],
  ])('is none when it %s', (_, headers) => {
    expect(isGenuine(headers)).toBe(false);
  });
});

describe('a challenge of X', () => {
  it('is answered with the client secret where there is one, else with the consumer secret', () => {
    const token = '9b4507b3-9040-4669-9ca3-6b94edb50553';
    const answer = (secret: string) => JSON.stringify({ response_token: xSignature(token, secret) });
    expect(challengeAnswer(`crc_token=${token}`, secrets)).toBe(answer('client'));
    expect(challengeAnswer(`nonce=1&crc_token=${token}`, { ...secrets, clientSecrets: [] })).toBe(answer('consumer'));
  });

  it.each([
    ['holds no token', ''],
    ['holds an empty token', 'crc_token='],
    ['would have a body signed', `crc_token=${encodeURIComponent('{"data":{}}')}`],
    ['is too long', `crc_token=${'a'.repeat(301)}`],
  ])('is not answered when it %s', (_, query) => {
    expect(challengeAnswer(query, secrets)).toBeUndefined();
  });

  it('signs nothing that passes for a delivery', () => {
    const only = { ...secrets, clientSecrets: [] };
    const { response_token: signature } = JSON.parse(challengeAnswer('crc_token=hello', only) ?? '{}');
    expect(isSignedByX({ body: Buffer.from('hello'), headers: { [older]: signature } }, only)).toBe(false);
  });
});
