import { describe, expect, it } from 'vitest';
import { createSeenSequence } from '../../../web/console/live/seen-sequence.ts';

describe('knowing which changes have arrived', () => {
  it('counts on while nothing is missing', () => {
    const seen = createSeenSequence(7);
    seen.add(8);
    seen.add(9);
    expect(seen.upTo()).toBe(9);
  });

  it('waits for the missing one, whatever the order', () => {
    const seen = createSeenSequence(7);
    seen.add(10);
    seen.add(9);
    expect(seen.upTo()).toBe(7);
    seen.add(8);
    expect(seen.upTo()).toBe(10);
  });

  it('takes the word of the server after catching up, and never goes back', () => {
    const seen = createSeenSequence(7);
    seen.add(12);
    seen.catchUp(11);
    expect(seen.upTo()).toBe(12);
    seen.catchUp(3);
    seen.add(5);
    expect(seen.upTo()).toBe(12);
  });
});
