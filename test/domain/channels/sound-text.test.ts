import { describe, expect, it } from 'vitest';
import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import { soundItem, soundText } from '#domain/channels/sound-text.ts';
import { aMessage, noon } from '#test/support/builders.ts';

describe('sound text', () => {
  it.each([
    ['half surrogates', 'a\ud800b', 'a\ufffdb'],
    ['line ends', 'a\r\nb\rc\nd', 'a\nb\nc\nd'],
    ['control characters', 'a\u0000\u001b[2Jb\u0085c\td', 'a[2Jbc\td'],
    ['what is sound', 'Grüße 👩‍👩‍👧 \u202eabc', 'Grüße 👩‍👩‍👧 \u202eabc'],
  ])('has %s as they should be', (_, text, sound) => {
    expect(soundText(text)).toBe(sound);
  });

  it('is what a message has in its text, subject and name', () => {
    const message = aMessage({
      text: 'a\u0000',
      fullText: 'b\u0000',
      subject: 'c\u0000',
      sender: { address: 'x', name: 'd\u0000', verified: true },
    });
    expect(soundItem({ kind: 'message', message })).toMatchObject({
      message: { text: 'a', fullText: 'b', subject: 'c', sender: { name: 'd' } },
    });
  });

  it('is what a message is changed to', () => {
    const item: InboundItem = {
      kind: 'update',
      update: {
        connectionId: 'c',
        providerId: 'p',
        updateId: 'u',
        at: noon,
        by: 'customer',
        change: { what: 'edited', text: 'a\u0000' },
      },
    };
    expect(soundItem(item)).toMatchObject({ update: { change: { text: 'a' } } });
  });
});
