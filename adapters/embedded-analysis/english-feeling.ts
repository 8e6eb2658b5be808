import type { Feeling } from './calibration.ts';
import { englishPhrases, hasPhrase } from './english-phrases.ts';
import { englishWords } from './english-words.ts';

/** As wink-sentiment gives a word: what AFINN thinks of it, and whether a "not" stands one or two words before. */
export type ScoredWord = { readonly value: string; readonly score?: unknown; readonly negation?: true };
export type ScoreWords = (clause: string) => readonly ScoredWord[];

/** The tokenizer takes quadratic time over a run without a space: 10,000 letters need 0.2 s. */
const readUnits = 2000;

/** A negated complaint praises half as much as the complaint blames: "not broken" is no compliment. */
const negatedBlame = 0.5;

/** What an English text feels like, clause by clause. */
export function englishFeeling(scoreWords: ScoreWords, text: string): Feeling {
  const points = clausesOf(text).map((clause) => pointsOf(scoreWords, clause));
  return {
    total: points.reduce((sum, each) => sum + each, 0),
    best: Math.max(0, ...points),
    worst: Math.min(0, ...points),
  };
}

function clausesOf(text: string): string[] {
  const plain = text.slice(0, readUnits).replaceAll('’', "'");
  // Who asks and then thanks is polite, not pleased.
  const meant = plain.includes('?') ? plain.replace(/\bthank(?:s| you)\b(?! for nothing)/gi, ' ') : plain;
  return meant.split(/(?<![.!?])[.!?]+(?=\s|$)|\n+|\b(?:but|however|although|though|nevertheless|except that)\b/i);
}

function pointsOf(scoreWords: ScoreWords, clause: string): number {
  let points = 0;
  let rest = clause;
  for (const phrase of hasPhrase(clause) ? englishPhrases : []) {
    rest = rest.replace(phrase.pattern, () => {
      points += phrase.points;
      return ' ';
    });
  }
  return scoreWords(rest).reduce((sum, word) => sum + pointsOfWord(word), points);
}

function pointsOfWord({ value, score, negation }: ScoredWord): number {
  const ours = englishWords.get(value.toLowerCase());
  // The word list looks words up in a plain object: "constructor" finds a function there.
  const theirs = typeof score === 'number' && Number.isFinite(score) ? score : 0;
  if (!negation) return ours ?? theirs;
  const unnegated = ours ?? -theirs;
  return unnegated < 0 ? -unnegated * negatedBlame : -unnegated;
}
