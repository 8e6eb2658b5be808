import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import { type ChannelLimits, limitsOf } from '#domain/channels/limits.ts';
import { lengthOf, planReply, splitText } from '#domain/channels/plan-reply.ts';

const limits = (overrides: Partial<ChannelLimits> = {}): ChannelLimits => ({
  maxText: 20,
  countedIn: 'characters',
  longText: 'split',
  opens: true,
  ...overrides,
});
const file = (overrides: Partial<Attachment> = {}): Attachment => ({
  id: 'f1',
  fileName: 'invoice.pdf',
  contentType: 'application/pdf',
  bytes: 1000,
  key: 'uploads/maya/f1',
  ...overrides,
});
const withFiles = (files: Partial<NonNullable<ChannelLimits['files']>> = {}) =>
  limits({ files: { perMessage: 1, withText: false, maxBytes: 5000, ...files } });

describe('splitting a long text', () => {
  it('breaks where a reader would: at paragraphs, then lines, then sentences, then words', () => {
    expect(splitText('One paragraph.\n\nAnother.', limits())).toStrictEqual(['One paragraph.', 'Another.']);
    expect(splitText('First line here\nsecond one', limits())).toStrictEqual(['First line here', 'second one']);
    expect(splitText('It is here. It is yours.', limits())).toStrictEqual(['It is here.', 'It is yours.']);
    expect(splitText('some words without an end', limits())).toStrictEqual(['some words without', 'an end']);
  });

  it.each(['characters', 'utf16', 'bytes'] as const)(
    'loses nothing and keeps every piece within the limit in %s',
    (countedIn) => {
      const to = limits({ countedIn, maxText: 16 });
      fc.assert(
        fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
          const pieces = splitText(text, to);
          expect(pieces.every((piece) => lengthOf(piece, countedIn) <= 16)).toBe(true);
          expect(pieces.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        }),
      );
    },
  );

  it('never cuts an emoji in two', () => {
    expect(splitText('😀'.repeat(12), limits({ countedIn: 'utf16' }))).toStrictEqual(['😀'.repeat(10), '😀😀']);
  });
});

describe('planning a reply', () => {
  it('is one message when it fits', () => {
    expect(planReply(limits(), { text: ' Hello ', attachments: [] })).toStrictEqual([
      { text: 'Hello', attachments: [] },
    ]);
  });

  it('refuses a long text where the channel does not split, with both lengths', () => {
    const refuse = () => planReply(limits({ longText: 'refuse' }), { text: 'x'.repeat(21), attachments: [] });
    expect(refuse).toThrow('text: 21 characters; this channel takes 20');
  });

  it('puts each file into a message of its own where text and files do not go together', () => {
    const files = [file(), file({ id: 'f2' })];
    expect(planReply(withFiles(), { text: 'Here', attachments: files })).toStrictEqual([
      { text: 'Here', attachments: [] },
      { text: '', attachments: [files[0]] },
      { text: '', attachments: [files[1]] },
    ]);
  });

  it('sends text and files together where they go together', () => {
    const files = [file(), file({ id: 'f2' })];
    const together = withFiles({ withText: true, perMessage: 2 });
    expect(planReply(together, { text: 'Here', attachments: files })).toStrictEqual([
      { text: 'Here', attachments: files },
    ]);
  });

  it.each([
    [{ bytes: 6000 }, '"invoice.pdf" has 6000 bytes; this channel takes 5000'],
    [{ contentType: 'text/html' }, '"invoice.pdf" is text/html; this channel takes application/pdf'],
  ])('refuses a file that the channel does not take, and says what it takes: %o', (wrong, words) => {
    const plan = () => planReply(withFiles({ types: ['application/pdf'] }), { text: '', attachments: [file(wrong)] });
    expect(plan).toThrow(words);
  });

  it('refuses files where there can be none, and writing where there can be none', () => {
    expect(() => planReply(limits(), { text: '', attachments: [file()] })).toThrow('takes no files');
    const voice = limitsOf('twilio-voice', 'voice');
    expect(() => planReply(voice, { text: 'hello', attachments: [] })).toThrow('cannot be answered in writing');
  });
});
