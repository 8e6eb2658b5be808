import { isTooShortToTell, type LanguageDetector, unknownLanguage } from '#domain/analysis/language.ts';
import { businessLanguages } from './business-languages.ts';
import { languageOfShortText } from './short-text-language.ts';

/** The engine reads no more than this many UTF-16 units itself. */
const readUnits = 1000;

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

/** Without links, addresses and order numbers, which are of no language. */
const wordsOf = (text: string): string =>
  text
    .slice(0, readUnits)
    .split(/\s+/u)
    .filter((word) => !/[\d@]|https?:\/\/|\bwww\./iu.test(word))
    .join(' ')
    .trim();
