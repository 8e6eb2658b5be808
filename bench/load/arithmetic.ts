import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

/** Numbers from 0 to 1 that look random and come again with the same seed (mulberry32). */
export type Random = () => number;

export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Milliseconds until the next arrival of a Poisson process: people who do not know of each other write like that. */
export const gapMs = (random: Random, perSecond: number): number => (-Math.log(1 - random()) / perSecond) * 1000;

/** So many at the head of the list are about equal; without that, one customer in a thousand would write a tenth of all. */
const equals = 10;

/**
 * One of so many by the law of Zipf and Mandelbrot: how often somebody writes falls with their place in the list. It is
 * drawn by the continuous law whose logarithm is even, which needs no table and so may grow while it is used.
 */
export const zipf = (random: Random, count: number): number =>
  Math.min(count - 1, Math.floor(equals * ((count + equals) / equals) ** random() - equals));

/** One of the names, each as often as its weight says. */
export function weighted<Name extends string>(random: Random, weights: Readonly<Record<Name, number>>): Name {
  const all = Object.entries<number>(weights) as [Name, number][];
  let left = random() * all.reduce((sum, [, weight]) => sum + weight, 0);
  const found = all.find(([, weight]) => {
    left -= weight;
    return left < 0;
  });
  const chosen = found ?? all.at(-1);
  if (!chosen) throw new Error('there is nothing to choose from');
  return chosen[0];
}

const longestMicroseconds = 3_600_000_000;

/** Latencies of any number of messages in a few kB, exact to three digits. */
export type Latencies = { record(milliseconds: number): void; percentile(share: number): number; count(): number };

/** Percentiles are milliseconds; NaN when nothing was recorded. */
export function latencies(): Latencies {
  const histogram: RecordableHistogram = createHistogram({ lowest: 1, highest: longestMicroseconds, figures: 3 });
  return {
    record: (milliseconds) =>
      histogram.record(Math.min(longestMicroseconds, Math.max(1, Math.round(milliseconds * 1000)))),
    percentile: (share) => (histogram.count === 0 ? Number.NaN : histogram.percentile(share * 100) / 1000),
    count: () => histogram.count,
  };
}

export type Point = { readonly x: number; readonly y: number };

/** Slope of the straight line that is nearest to the points, by least squares; 0 when they do not make a line. */
export function slopeOf(points: readonly Point[]): number {
  const mean = (of: (point: Point) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  const spread = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
  if (points.length < 2 || spread === 0) return 0;
  return points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0) / spread;
}
