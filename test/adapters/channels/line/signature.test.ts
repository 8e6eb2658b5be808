import { validateSignature } from '@line/bot-sdk';
import { describe, expect, it } from 'vitest';
import { isSignedByLine, lineSignature } from '#adapters/channels/line/signature.ts';
import { bodyOf, event } from './line-examples.ts';

const secrets = ['current-secret', 'previous-secret'];
const body = Buffer.from(bodyOf(event('text'), event('location', { text: '住所 🏠 \\u2028' })));

describe('a signature of LINE', () => {
  it.each(secrets)('with %s is one, as LINE’s own library has it', (secret) => {
    const signature = lineSignature(body, secret);
    expect(validateSignature(body, secret, signature)).toBe(true);
    expect(isSignedByLine(body, signature, secrets)).toBe(true);
  });

  const signature = lineSignature(body, 'current-secret');
  it.each<[string, Buffer, string | undefined]>([
    ['is missing', body, undefined],
    ['is empty', body, ''],
    ['is cut short', body, signature.slice(0, -4)],
    ['came twice', body, `${signature},${signature}`],
    ['is in hexadecimal', body, Buffer.from(signature, 'base64').toString('hex')],
    ['was made with another secret', body, lineSignature(body, 'guessed')],
    ['is of other bytes', Buffer.concat([body, Buffer.from(' ')]), signature],
  ])('is none when it %s', (_, bytes, given) => {
    expect(isSignedByLine(bytes, given, secrets)).toBe(false);
  });

  it('cannot be made with an empty secret', () => {
    expect(isSignedByLine(body, lineSignature(body, ''), [''])).toBe(false);
  });
});
