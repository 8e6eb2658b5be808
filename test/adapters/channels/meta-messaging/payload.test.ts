import { describe, expect, it } from 'vitest';
import { pageUrl } from '#adapters/channels/meta-messaging/page-url.ts';
import { isoTime } from '#adapters/channels/meta-messaging/payload.ts';

describe('Meta’s times', () => {
  it.each([
    ['seconds', 1_763_726_400, '2025-11-21T12:00:00.000Z'],
    ['milliseconds', 1_763_726_400_627, '2025-11-21T12:00:00.627Z'],
    ['seconds as text', '1763726400', '2025-11-21T12:00:00.000Z'],
    ['a date', '2021-09-08T06:34:04+0000', '2021-09-08T06:34:04.000Z'],
    ['nothing', undefined, 'fallback'],
    ['nonsense', 'soon', 'fallback'],
    ['a number beyond all calendars', 9e20, 'fallback'],
  ])('may be %s', (_, given, expected) => {
    expect(isoTime(given, 'fallback')).toBe(expected);
  });
});

describe('an address that people may follow', () => {
  it.each([
    ['https://shop.example/a', 'https://shop.example/a'],
    ['/reel/1/', 'https://www.facebook.com/reel/1/'],
    ['https://l.facebook.com/l.php?u=https%3A%2F%2Fshop.example%2F&h=x', 'https://shop.example/'],
    [
      'https://l.instagram.com/?u=https%3A%2F%2Fl.facebook.com%2Fl.php%3Fu%3Dhttps%253A%252F%252Fa.example',
      'https://a.example/',
    ],
    ['javascript:alert(1)', undefined],
    ['https://l.facebook.com/l.php?u=javascript%3Aalert(1)', undefined],
    ['data:text/html,x', undefined],
    ['', undefined],
    [null, undefined],
  ])('is of the web: %s', (given, expected) => {
    expect(pageUrl(given)).toBe(expected);
  });
});
