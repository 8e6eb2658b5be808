import type { Analyser, Analysis, AnalysisHints } from './analyser.ts';
import { soundsLikeComplaint } from './complaint.ts';
import { comprehendFailure } from './engine-failure.ts';
import { isTooShortToTell, unknownLanguage } from './language.ts';
import { isUrgent } from './urgency.ts';

export const analysisModes = ['comprehend', 'embedded', 'hybrid'] as const;
export type AnalysisMode = (typeof analysisModes)[number];

export type AnalysisNeeds = {
  readonly mode: AnalysisMode;
  readonly embedded: Analyser;
  readonly comprehend?: Analyser | undefined;
  /** How long the message may be held up by Comprehend. */
  readonly timeLimitMs: number;
};

type Question = { readonly text: string; readonly hints: AnalysisHints };

/**
 * A best score below this says less than a coin: `hybrid` then pays for a second opinion. Not for every first message: that
 * alone would cost $90 a million (bench/per-message.ts).
 */
const sureFrom = 0.5;

/** What is known of a customer's text within the time limit. Never throws: no message is lost because it could not be analysed. */
export async function analyseInTime(needs: AnalysisNeeds, text: string, hints: AnalysisHints): Promise<Analysis> {
  if (text.trim() === '') return withoutText(hints);

  const question = { text, hints };
  if (needs.mode === 'comprehend') return askComprehend(needs, question, () => askEmbedded(needs, question));

  const answer = await askEmbedded(needs, question);
  if (needs.mode === 'embedded') return answer;

  const why = whyAskComprehend(question, answer);
  if (!why) return answer;
  const second = await askComprehend(needs, question, async () => answer);
  return { ...second, reason: `${why}; ${second.reason}` };
}

/** Why a second opinion is worth its price, or nothing when it is not. */
function whyAskComprehend({ text }: Question, answer: Analysis): string | undefined {
  const unreadable = answer.language === unknownLanguage && isTooShortToTell(text);
  if (unreadable) return undefined;
  if (soundsLikeComplaint(text)) return 'complaint words';
  const unsure = answer.language === unknownLanguage || Math.max(...Object.values(answer.scores)) < sureFrom;
  return unsure ? 'embedded engine unsure' : undefined;
}

async function askEmbedded(needs: AnalysisNeeds, { text, hints }: Question): Promise<Analysis> {
  try {
    return await needs.embedded(text, hints);
  } catch {
    return nothingKnown({ text, hints });
  }
}

async function askComprehend(
  needs: AnalysisNeeds,
  { text, hints }: Question,
  otherwise: () => Promise<Analysis>,
): Promise<Analysis> {
  if (!needs.comprehend) return explained('Comprehend is not configured', await otherwise());

  const signal = AbortSignal.timeout(needs.timeLimitMs);
  try {
    return await Promise.race([needs.comprehend(text, hints, signal), endOf(signal)]);
  } catch (error) {
    const failure = comprehendFailure(signal.aborted ? signal.reason : error, needs.timeLimitMs);
    return explained(failure, await otherwise());
  }
}

/** Rejects when the signal fires, for an engine that does not heed it. */
const endOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

const explained = (failure: string, answer: Analysis): Analysis => ({
  ...answer,
  reason: `${failure}; ${answer.reason}`,
});

const withoutText = (hints: AnalysisHints): Analysis => ({
  language: hints.language ?? unknownLanguage,
  sentiment: 'NEUTRAL',
  scores: { positive: 0, negative: 0, neutral: 1, mixed: 0 },
  engine: 'embedded',
  reason: 'no text',
  urgent: false,
});

const nothingKnown = ({ text, hints }: Question): Analysis => ({
  language: hints.language ?? unknownLanguage,
  sentiment: 'NEUTRAL',
  scores: { positive: 0.25, negative: 0.25, neutral: 0.25, mixed: 0.25 },
  engine: 'embedded',
  reason: 'embedded engine failed: nothing is known of this text',
  urgent: isUrgent(text),
});
