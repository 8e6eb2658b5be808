import { describe, expect, it } from 'vitest';
import { nestsDeeper } from '#domain/kernel/json-depth.ts';

describe('how deep JSON nests', () => {
  it.each([
    ['{"a":[{"b":1}]}', 3],
    ['[[],[],[[]]]', 3],
    ['{"a":"[[[[","b":"\\"[[["}', 1],
    ['{"a":"\\\\","b":[]}', 2],
    ['"text"', 0],
    ['{"a":"never ends [[[', 1],
  ])('%s: %i', (json, depth) => {
    expect(nestsDeeper(json, depth)).toBe(false);
    expect(nestsDeeper(json, depth - 1)).toBe(true);
  });
});
