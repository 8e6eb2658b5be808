import { isTooShortToTell, type LanguageDetector, unknownLanguage } from '#domain/analysis/language.ts';
import { businessLanguages } from './business-languages.ts';
import { languageOfShortText } from './short-text-language.ts';

/** UTF-16 units in which words are looked for: a link at the beginning may be long. */
const lookedAtUnits = 1000;
/** UTF-16 units of words: single sentences are told apart (bench/analysis-accuracy.ts), and what comes later costs as much again. */
const readUnits = 250;
/** Words with one of these are of no language: order numbers, addresses, links. */
const nowhereSpoken = /[\d@]|https?:\/\/|\bwww\./iu;

/** Tells the language in-process. What it needs, 85 MB in memory, is loaded by the first text long enough to need it. */
export function createLanguageDetector(): LanguageDetector {
  let loading: Promise<Detect> | undefined;

  return async (text, hints) => {
    const words = wordsOf(text);
    if (isTooShortToTell(words)) {
      const language = languageOfShortText(words, hints.language);
      return { language, sure: language !== unknownLanguage };
    }
    loading ??= load();
    const detect = await loading;
    const { language, reliable } = detect(words);
    if (reliable) return { language, sure: true };
    return { language: hints.language ?? (language || unknownLanguage), sure: false };
  };
}

type Detect = (text: string) => { language: string; reliable: boolean };

async function load(): Promise<Detect> {
  const { eld } = await import('eld/extrasmall');
  eld.setLanguageSubset([...businessLanguages]);
  return (text) => {
    const result = eld.detect(text);
    return { language: result.language, reliable: result.isReliable() };
  };
}

function wordsOf(text: string): string {
  const line = text.slice(0, lookedAtUnits).replaceAll(/\s+/gu, ' ').trim();
  const words = nowhereSpoken.test(line)
    ? line
        .split(' ')
        .filter((word) => !nowhereSpoken.test(word))
        .join(' ')
    : line;
  return words.slice(0, readUnits).trim();
}
