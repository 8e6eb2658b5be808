import type { Analyser, Analysis, SentimentScores } from '#domain/analysis/analyser.ts';
import { type LanguageDetector, unknownLanguage } from '#domain/analysis/language.ts';
import { isUrgent } from '#domain/analysis/urgency.ts';
import { scoresOf, sentimentOf } from './calibration.ts';
import { englishFeeling, type ScoreWords } from './english-feeling.ts';
import { createLanguageDetector } from './language-detector.ts';

/** Outside English nothing is measured: neutral by a little, so that nobody takes it for knowledge. */
const noOpinion: SentimentScores = { positive: 0.25, negative: 0.25, neutral: 0.4, mixed: 0.1 };

/** Language and sentiment in-process, without a network: English by word list and rules, other languages by name only. */
export function createEmbeddedAnalyser(detectLanguage: LanguageDetector = createLanguageDetector()): Analyser {
  let loading: Promise<ScoreWords> | undefined;

  return async (text, hints) => {
    const { language } = await detectLanguage(text, hints);
    const said = { language, engine: 'embedded', urgent: isUrgent(text) } as const;
    if (!/^en\b/i.test(language)) return withoutOpinion(said);

    loading ??= loadWordList();
    const scores = scoresOf(englishFeeling(await loading, text));
    const reason = 'embedded engine used: English word list and rules';
    return { ...said, sentiment: sentimentOf(scores), scores, reason };
  };
}

const withoutOpinion = (said: Pick<Analysis, 'language' | 'engine' | 'urgent'>): Analysis => ({
  ...said,
  sentiment: 'NEUTRAL',
  scores: noOpinion,
  reason:
    said.language === unknownLanguage
      ? 'embedded engine used: it cannot tell the language, so NEUTRAL is no finding'
      : `embedded engine used: it knows sentiment in English only, so NEUTRAL for ${said.language} is no finding`,
});

async function loadWordList(): Promise<ScoreWords> {
  const { default: sentiment } = await import('wink-sentiment');
  return (clause) => sentiment(clause).tokenizedPhrase ?? [];
}
