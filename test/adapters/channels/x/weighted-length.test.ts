import { describe, expect, it } from 'vitest';
import { weightedLength } from '#adapters/channels/x/weighted-length.ts';

describe('the length of a post', () => {
  // validate.yml of twitter-text, "WeightedTweetsCounterTest", and https://docs.x.com/fundamentals/counting-characters.
  it.each([
    ['hello', 5],
    ['Grüße, café', 11],
    ['cafe\u0301', 4],
    ['故人西辞黄鹤楼', 14],
    ['“quoted” – dash', 15],
    ['😀', 2],
    ['👨‍👩‍👧‍👦', 2],
    ['👍🏽', 2],
    ['🇩🇪', 2],
    ['see https://shop.example/a/very/long/path?with=query', 27],
    ['http://a.example https://b.example', 47],
    ['', 0],
  ])('of %s is %s', (text, length) => {
    expect(weightedLength(text)).toBe(length);
  });
});
