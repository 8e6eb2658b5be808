import { describe, expect, it } from 'vitest';
import { fileRefusal, messageCount, textRefusal, textSize } from '../../../web/console/format/reply-limits.ts';

const whatsApp = {
  channel: 'whatsapp',
  maxText: 20,
  countedIn: 'characters',
  longText: 'split',
  files: { perMessage: 1, withText: false, maxBytes: 1_000_000, types: ['image/', 'application/pdf'] },
} as const;
const limits = { ...whatsApp, files: { ...whatsApp.files, types: [...whatsApp.files.types] } };
const mail = { channel: 'email', maxText: 20, countedIn: 'bytes', longText: 'refuse' } as const;
const picture = { fileName: 'leg.jpg', contentType: 'image/jpeg', bytes: 9000 };

describe('the length of an answer', () => {
  it('is counted as its channel counts', () => {
    expect(textSize('ä👍', limits)).toMatchObject({ length: 2, unit: 'characters' });
    expect(textSize('ä👍', mail)).toMatchObject({ length: 6, unit: 'bytes' });
  });

  it('says into how many messages a long text is split', () => {
    expect(textSize('one two three four five six', limits)).toMatchObject({ messages: 2, over: 0 });
    expect(textRefusal('one two three four five six', limits)).toBeUndefined();
  });

  it('says how much is too many where nothing is split', () => {
    expect(textSize('x'.repeat(23), mail)).toMatchObject({ messages: 1, over: 3 });
    expect(textRefusal('x'.repeat(23), mail)).toBe('3 bytes too many: at most 20.');
  });
});

describe('the messages that an answer becomes', () => {
  it('counts files that cannot go along with a text', () => {
    expect(messageCount('Hello', [picture, picture], limits)).toBe(3);
    expect(messageCount('', [picture], limits)).toBe(1);
  });

  it('is none where the channel does not take it', () => {
    expect(messageCount('Hello', [picture], mail)).toBe(0);
  });
});

describe('a file for an answer', () => {
  it('is taken when kind and size fit', () => {
    expect(fileRefusal(picture, limits)).toBeUndefined();
    expect(fileRefusal(picture, { ...limits, files: { ...limits.files, types: [] } })).toBeUndefined();
  });

  it('is refused in words', () => {
    expect(fileRefusal({ ...picture, bytes: 3_200_000 }, limits)).toBe(
      '“leg.jpg” is too large: 3.2 MB, and WhatsApp takes 1.0 MB.',
    );
    expect(fileRefusal({ ...picture, contentType: 'video/mp4' }, limits)).toBe(
      '“leg.jpg” cannot be sent by WhatsApp: it takes pictures and PDF.',
    );
    expect(fileRefusal({ ...picture, bytes: 0 }, limits)).toBe('“leg.jpg” is empty.');
    expect(fileRefusal(picture, mail)).toBe('No files can be sent by e-mail. Send a link instead.');
  });
});
