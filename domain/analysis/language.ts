import type { AnalysisHints } from './analyser.ts';

/** BCP 47's tag for a language that nobody can tell. */
export const unknownLanguage = 'und';

export type LanguageGuess = { readonly language: string; readonly sure: boolean };

export type LanguageDetector = (text: string, hints: AnalysisHints) => Promise<LanguageGuess>;

/** Comprehend asks for at least this many (docs.aws.amazon.com/comprehend, guidelines and limits); ours guesses badly below it too. */
const charactersThatTell = 20;

/** Whether a text is too short for any engine to tell its language from its letters. */
export function isTooShortToTell(text: string): boolean {
  // A code point is at most two UTF-16 units: the slice keeps a long text from being taken apart.
  return [...text.trim().slice(0, 2 * charactersThatTell)].length < charactersThatTell;
}
