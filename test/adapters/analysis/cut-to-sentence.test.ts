import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutToSentence } from '#adapters/comprehend/cut-to-sentence.ts';

describe('cutting a text to whole sentences', () => {
  it('leaves a text that fits alone', () => {
    expect(cutToSentence('All good. Thanks', 16)).toBe('All good. Thanks');
  });

  it('ends with the last sentence that fits', () => {
    expect(cutToSentence('It is late. It is broken. It is expensive too.', 30)).toBe('It is late. It is broken.');
  });

  it('keeps a sentence that ends with the room', () => {
    expect(cutToSentence('It broke. And more follows', 9)).toBe('It broke.');
  });

  it('does not take the point of a number for a sentence end', () => {
    expect(cutToSentence('I paid 1999.95 for it', 12)).toBe('I paid');
  });

  it('knows ideographic sentence ends, which no space follows', () => {
    expect(cutToSentence('荷物が届きません。返金してください。', 12)).toBe('荷物が届きません。');
  });

  it('cuts at a space when the only sentence end leaves too little', () => {
    expect(cutToSentence('Hi. My parcel has not arrived yet', 20)).toBe('Hi. My parcel has');
  });

  it('cuts between code points when there is nothing else, never inside an emoji', () => {
    expect(cutToSentence('😡'.repeat(10), 3)).toBe('😡😡😡');
    expect(cutToSentence('a'.repeat(10), 3)).toBe('aaa');
  });

  it('always gives a well-formed beginning of the text that fits', () => {
    const anyText = fc.string({ unit: fc.constantFrom('a', ' ', '.', '!', '\n', '😡', '。', 'é'), maxLength: 80 });
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, room) => {
        const cut = cutToSentence(text, room);
        expect(text.startsWith(cut)).toBe(true);
        expect([...cut].length).toBeLessThanOrEqual(room);
        expect(cut.isWellFormed()).toBe(true);
        if ([...text].length > room && text.trim() === text) expect(cut).not.toBe('');
      }),
    );
  });
});
