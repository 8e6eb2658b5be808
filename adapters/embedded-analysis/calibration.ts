import { type Sentiment, type SentimentScores, sentiments } from '#domain/analysis/analyser.ts';

/** What word list and rules felt in a text: AFINN points, about -5 to +5 for each telling word. */
export type Feeling = { readonly total: number; readonly best: number; readonly worst: number };

/**
 * A softmax over four straight lines. `x` squeezes points into -1..1 as VADER does (points / sqrt(points² + 15)), so:
 *   neutral 0 · positive 4x - 0.9 · negative -4x - 0.9 · mixed 7m - 2.5, where m is the weaker of best and worst clause.
 * Set by hand, before measuring, to say no more than a word list can know: no telling word gives neutral 0.53, one of two points
 * 0.69, two of four points 0.93. `bench/analysis-accuracy.ts` prints how far that is from the truth.
 */
const line = { slope: 4, bar: 0.9, mixedSlope: 7, mixedBar: 2.5 } as const;

/** Probabilities in Comprehend's shape, which sum to 1. */
export function scoresOf({ total, best, worst }: Feeling): SentimentScores {
  const x = squeezed(total);
  const bothSides = Math.max(0, Math.min(squeezed(best), -squeezed(worst)));
  const weights = {
    positive: Math.exp(line.slope * x - line.bar),
    negative: Math.exp(-line.slope * x - line.bar),
    neutral: 1,
    mixed: Math.exp(line.mixedSlope * bothSides - line.mixedBar),
  };
  const sum = weights.positive + weights.negative + weights.neutral + weights.mixed;
  return {
    positive: weights.positive / sum,
    negative: weights.negative / sum,
    neutral: weights.neutral / sum,
    mixed: weights.mixed / sum,
  };
}

const squeezed = (points: number): number => points / Math.sqrt(points * points + 15);

/** The most probable sentiment. */
export function sentimentOf(scores: SentimentScores): Sentiment {
  const probability: Record<Sentiment, number> = {
    NEUTRAL: scores.neutral,
    POSITIVE: scores.positive,
    NEGATIVE: scores.negative,
    MIXED: scores.mixed,
  };
  return sentiments.reduce((top, each) => (probability[each] > probability[top] ? each : top), 'NEUTRAL');
}
