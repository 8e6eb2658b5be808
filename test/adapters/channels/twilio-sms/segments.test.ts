import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countSegments, whyNotSendable } from '#adapters/channels/twilio-sms/segments.ts';
import { aFile } from '../twilio/twilio-examples.ts';

describe('counting segments', () => {
  it.each([
    ['nothing', '', 'GSM-7', 0],
    ['160 letters', 'a'.repeat(160), 'GSM-7', 1],
    ['161 letters', 'a'.repeat(161), 'GSM-7', 2],
    ['306 letters', 'a'.repeat(306), 'GSM-7', 2],
    ['307 letters', 'a'.repeat(307), 'GSM-7', 3],
    ['80 euro signs, two septets each', '€'.repeat(80), 'GSM-7', 1],
    ['81 euro signs', '€'.repeat(81), 'GSM-7', 2],
    ['an escape that would straddle two segments', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 'GSM-7', 3],
    ['umlauts and Greek capitals', 'äöüÄÖÜß ΔΦΓΛΩΠΨΣΘΞ', 'GSM-7', 1],
    ['70 Cyrillic letters', 'я'.repeat(70), 'UCS-2', 1],
    ['71 Cyrillic letters', 'я'.repeat(71), 'UCS-2', 2],
    ['134 Cyrillic letters', 'я'.repeat(134), 'UCS-2', 2],
    ['135 Cyrillic letters', 'я'.repeat(135), 'UCS-2', 3],
    ['one emoji among 69 letters', `${'a'.repeat(69)}🙂`, 'UCS-2', 2],
    ['35 emoji', '🙂'.repeat(35), 'UCS-2', 1],
    ['66 emoji, 33 to a segment', '🙂'.repeat(66), 'UCS-2', 2],
    ['67 emoji, of which none is cut in two', '🙂'.repeat(67), 'UCS-2', 3],
    ['a curly apostrophe', `it’s ${'a'.repeat(66)}`, 'UCS-2', 2],
  ])('counts %s', (...[, text, encoding, segments]) => {
    expect(countSegments(text)).toMatchObject({ encoding, segments });
  });

  it('never counts fewer than the units need, nor more for a shorter text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const { encoding, units, segments } = countSegments(text);
        expect(segments * (encoding === 'GSM-7' ? 160 : 70)).toBeGreaterThanOrEqual(units);
        expect(countSegments(`${text}a`).segments).toBeGreaterThanOrEqual(segments);
      }),
    );
  });
});

describe('what SMS can carry', () => {
  const saying = (text: string, attachments = [aFile].slice(1)) => whyNotSendable({ text, attachments });

  it('is 1600 characters, and more is refused with what to do', () => {
    expect(saying('a'.repeat(1600))).toBeUndefined();
    expect(saying('a'.repeat(1601))).toBe(
      'The message has 1601 characters; an SMS takes 1600. Shorten it or send it in parts.',
    );
  });

  it('is not nothing, though a file is enough', () => {
    expect(saying(' \n')).toMatch(/empty/);
    expect(saying('', [aFile])).toBeUndefined();
  });
});
