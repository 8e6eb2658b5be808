/** Decides by chance that can be repeated: the same seed throws the same numbers. */
export type Dice = { hits(probability: number): boolean };

/** mulberry32, a small generator of numbers that look random. */
export function createDice(seed: number): Dice {
  let state = seed;
  return {
    hits(probability) {
      state = (state + 0x6d_2b_79_f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32 < probability;
    },
  };
}
