import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoresOf, sentimentOf } from '#adapters/embedded-analysis/calibration.ts';

const sumOf = (scores: object) => Object.values(scores).reduce((sum, each) => sum + each, 0);

describe('turning feeling into probabilities', () => {
  it('sums to 1 for any feeling', () => {
    const points = fc.double({ min: -10_000, max: 10_000, noNaN: true });
    fc.assert(
      fc.property(points, points, points, (total, best, worst) => {
        expect(sumOf(scoresOf({ total, best, worst }))).toBeCloseTo(1, 9);
      }),
    );
  });

  it('is as sure as documented', () => {
    expect(scoresOf({ total: 0, best: 0, worst: 0 }).neutral).toBeCloseTo(0.53, 2);
    expect(scoresOf({ total: 2, best: 2, worst: 0 }).positive).toBeCloseTo(0.69, 2);
    expect(scoresOf({ total: 8, best: 8, worst: 0 }).positive).toBeCloseTo(0.93, 2);
  });

  it('treats praise and blame alike', () => {
    const praise = scoresOf({ total: 3, best: 3, worst: 0 });
    const blame = scoresOf({ total: -3, best: 0, worst: -3 });
    expect(blame.negative).toBeCloseTo(praise.positive, 9);
  });

  it('grows surer with stronger words', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50 }), (points) => {
        const weaker = scoresOf({ total: points, best: points, worst: 0 });
        const stronger = scoresOf({ total: points + 1, best: points + 1, worst: 0 });
        expect(stronger.positive).toBeGreaterThan(weaker.positive);
      }),
    );
  });

  it('finds both sides mixed only when each is strong', () => {
    expect(sentimentOf(scoresOf({ total: 0, best: 3, worst: -3 }))).toBe('MIXED');
    expect(sentimentOf(scoresOf({ total: 0, best: 0.5, worst: -0.5 }))).toBe('NEUTRAL');
  });

  it('calls a draw neutral', () => {
    expect(sentimentOf({ positive: 0.25, negative: 0.25, neutral: 0.25, mixed: 0.25 })).toBe('NEUTRAL');
  });
});
