import { describe, expect, it } from 'vitest';
import { isSignedByViber, viberSignature } from '#adapters/channels/viber/signature.ts';
import { payload } from './viber-examples.ts';

// Key, body and signature of tests/api/test_api.py in Viber's own library for Python.
const key = '44dafb7e0f40021e-61a47a1e6778d187-f2c5a676a07050b3';
const known = Buffer.from('{"event":"webhook","timestamp":4977069964384421269,"message_token":1478683725125}');
const signature = 'd21b343448c8aee33b8e93768ef6ceb64a6ba6163099973a2b8bd028fea510ef';

describe('a signature of Viber', () => {
  it('is the one that Viber’s own library accepts', () => {
    expect(viberSignature(known, key)).toBe(signature);
    expect(isSignedByViber(known, signature, ['new-token', key])).toBe(true);
  });

  it.each<[string, Buffer, string | undefined]>([
    ['is missing', known, undefined],
    ['is empty', known, ''],
    ['is cut short', known, signature.slice(2)],
    ['came twice', known, `${signature},${signature}`],
    ['was made with another token', known, viberSignature(known, 'guessed')],
    ['is of other bytes', Buffer.from(payload('text')), signature],
  ])('is none when it %s', (_, bytes, given) => {
    expect(isSignedByViber(bytes, given, [key])).toBe(false);
  });
});
