import {
  type ComprehendClient,
  DetectDominantLanguageCommand,
  DetectSentimentCommand,
  type LanguageCode,
} from '@aws-sdk/client-comprehend';
import * as z from 'zod';
import { type Analyser, type Analysis, type AnalysisHints, sentiments } from '#domain/analysis/analyser.ts';
import { isTooShortToTell, type LanguageDetector, unknownLanguage } from '#domain/analysis/language.ts';
import { isUrgent } from '#domain/analysis/urgency.ts';
import { cutToSentence } from './cut-to-sentence.ts';
import { comprehendLanguage } from './language-codes.ts';

type Needs = {
  readonly client: ComprehendClient;
  /** Tells the language for nothing; DetectDominantLanguage costs as much as the sentiment. */
  readonly embeddedLanguage: LanguageDetector;
  /** Answers for languages that Comprehend has no sentiment for. */
  readonly embedded: Analyser;
};

/** Three billing units of 100 characters: what a request costs at least, so what fits in it is read for nothing more. */
const readCodePoints = 300;

const $sentiment = z.object({
  Sentiment: z.enum(sentiments),
  SentimentScore: z.object({ Positive: z.number(), Negative: z.number(), Neutral: z.number(), Mixed: z.number() }),
});

/** Sentiment by Amazon Comprehend, of the first sentences; the language by our own detector where that is sure. */
export function createComprehendAnalyser(needs: Needs): Analyser {
  return async (text, hints, signal) => {
    const excerpt = cutToSentence(text.toWellFormed().trim(), readCodePoints);
    const language = await languageOf(needs, { excerpt, hints }, signal);
    const code = comprehendLanguage(language.tag);
    if (!code) return embeddedInstead(needs, { text, hints, tag: language.tag });

    const answer = await sentimentOf(needs.client, { excerpt, code }, signal);
    return {
      language: language.tag,
      ...answer,
      engine: 'comprehend',
      reason: `Comprehend read the first ${[...excerpt].length} characters; language ${language.by}`,
      urgent: isUrgent(text),
    };
  };
}

type Excerpt = { readonly excerpt: string; readonly hints: AnalysisHints };
type Language = { readonly tag: string; readonly by: string };

async function languageOf(needs: Needs, { excerpt, hints }: Excerpt, signal?: AbortSignal): Promise<Language> {
  const guess = await needs.embeddedLanguage(excerpt, hints);
  if (guess.sure || isTooShortToTell(excerpt)) return { tag: guess.language, by: 'by the embedded engine' };

  const command = new DetectDominantLanguageCommand({ Text: excerpt });
  const { Languages = [] } = await needs.client.send(command, waiting(signal));
  const best = Languages.toSorted((a, b) => (b.Score ?? 0) - (a.Score ?? 0)).at(0)?.LanguageCode;
  return { tag: best ?? unknownLanguage, by: 'by Comprehend' };
}

async function sentimentOf(
  client: ComprehendClient,
  { excerpt, code }: { readonly excerpt: string; readonly code: LanguageCode },
  signal?: AbortSignal,
): Promise<Pick<Analysis, 'sentiment' | 'scores'>> {
  const command = new DetectSentimentCommand({ Text: excerpt, LanguageCode: code });
  const { Sentiment, SentimentScore } = $sentiment.parse(await client.send(command, waiting(signal)));
  const { Positive: positive, Negative: negative, Neutral: neutral, Mixed: mixed } = SentimentScore;
  return { sentiment: Sentiment, scores: { positive, negative, neutral, mixed } };
}

const waiting = (signal: AbortSignal | undefined) => (signal ? { abortSignal: signal } : {});

async function embeddedInstead(
  needs: Needs,
  { text, hints, tag }: { readonly text: string; readonly hints: AnalysisHints; readonly tag: string },
): Promise<Analysis> {
  const known = tag !== unknownLanguage;
  const answer = await needs.embedded(text, known ? { ...hints, language: tag } : hints);
  const why = known ? `Comprehend knows no sentiment in ${tag}` : 'the language is not known';
  return { ...answer, reason: `${why}; ${answer.reason}` };
}
