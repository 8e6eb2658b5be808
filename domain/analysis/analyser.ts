import * as z from 'zod';

export const sentiments = ['POSITIVE', 'NEGATIVE', 'NEUTRAL', 'MIXED'] as const;

export const $Analysis = z.object({
  /** BCP 47 language tag, or `und` when nobody can tell. */
  language: z.string(),
  sentiment: z.enum(sentiments),
  /** Probabilities that sum to about 1, as Amazon Comprehend gives them. */
  scores: z.object({ positive: z.number(), negative: z.number(), neutral: z.number(), mixed: z.number() }),
  engine: z.enum(['comprehend', 'embedded']),
  /** Why this engine answered, and why what it says should (not) be trusted. */
  reason: z.string(),
  /** Words that ask for haste, as found in the text by our own rules. */
  urgent: z.boolean(),
});
export type Analysis = z.infer<typeof $Analysis>;
export type Sentiment = Analysis['sentiment'];
export type SentimentScores = Analysis['scores'];

export type AnalysisHints = {
  /** The conversation's language so far, else the customer's. Decides for text too short to tell. */
  readonly language?: string | undefined;
  readonly firstMessage: boolean;
};

/** Tells language and sentiment of what a customer wrote. May throw; the caller falls back. The signal ends the wait. */
export type Analyser = (text: string, hints: AnalysisHints, signal?: AbortSignal) => Promise<Analysis>;
