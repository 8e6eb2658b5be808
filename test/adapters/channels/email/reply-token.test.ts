import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReplyTokens } from '#adapters/channels/email/reply-token.ts';

const tokens = createReplyTokens({ keys: ['the key of this year'] });
const conversation = '0123456789abcdefghijklmnop';
const address = 'support@shop.example';

describe('the address a customer answers to', () => {
  it('names its conversation', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]{26}$/), (id) => {
        expect(tokens.conversationIn(tokens.addressFor(id, address))).toBe(id);
      }),
    );
  });

  it('survives mail systems that change case', () => {
    expect(tokens.conversationIn(tokens.addressFor(conversation, address).toUpperCase())).toBe(conversation);
  });

  it('has a local part of at most 64 octets, and is the plain address where a token does not fit', () => {
    const fits = `${'a'.repeat(19)}@shop.example`;
    const tooLong = `${'a'.repeat(20)}@shop.example`;
    expect(tokens.addressFor(conversation, fits).split('@')[0]).toHaveLength(64);
    expect(tokens.addressFor(conversation, tooLong)).toBe(tooLong);
  });

  it('keeps a tag that the mailbox has', () => {
    expect(tokens.addressFor(conversation, 'help+eu@shop.example')).toMatch(/^help\+eu\+c0123.*@shop\.example$/);
  });

  it('is not believed when any letter of it was changed', () => {
    const signed = tokens.addressFor(conversation, address);
    const start = signed.indexOf('+c') + 2;
    for (let at = start; at < signed.indexOf('@'); at += 1) {
      const other = signed.charAt(at) === 'q' ? 'r' : 'q';
      expect(tokens.conversationIn(`${signed.slice(0, at)}${other}${signed.slice(at + 1)}`)).toBeUndefined();
    }
  });

  it.each(['support@shop.example', 'support+offer@shop.example', '', '@', `support+c${conversation}.@shop.example`])(
    'is none when it is %j',
    (plain) => {
      expect(tokens.conversationIn(plain)).toBeUndefined();
    },
  );

  it('is still believed after the key was replaced, until the old key is taken away', () => {
    const signed = tokens.addressFor(conversation, address);
    const rotated = createReplyTokens({ keys: ['the key of next year', 'the key of this year'] });
    const later = createReplyTokens({ keys: ['the key of next year'] });
    expect(rotated.conversationIn(signed)).toBe(conversation);
    expect(rotated.addressFor(conversation, address)).toBe(later.addressFor(conversation, address));
    expect(later.conversationIn(signed)).toBeUndefined();
  });

  it('needs keys worth the name', () => {
    expect(() => createReplyTokens({ keys: [] })).toThrow(/at least one key/);
    expect(() => createReplyTokens({ keys: ['short'] })).toThrow(/16 characters/);
  });
});
