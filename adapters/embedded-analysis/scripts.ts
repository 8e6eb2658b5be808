/** Writing systems that one of our languages owns: they decide even a two-letter text. */
const scripts = [
  { language: 'ja', letters: /[\p{Script=Hiragana}\p{Script=Katakana}]/u },
  { language: 'ko', letters: /\p{Script=Hangul}/u },
  { language: 'hi', letters: /\p{Script=Devanagari}/u },
  { language: 'ar', letters: /\p{Script=Arabic}/u },
  { language: 'ru', letters: /\p{Script=Cyrillic}/u },
] as const;

/** The language whose writing system the text uses, if only one of ours does. */
export function languageByScript(text: string, expected: string | undefined): string | undefined {
  const script = scripts.find(({ letters }) => letters.test(text));
  if (script) return script.language;
  // Japanese is written in Han letters too: a Japanese conversation stays one.
  if (/\p{Script=Han}/u.test(text)) return expected && /^(?:ja|zh)\b/.test(expected) ? expected : 'zh';
  return undefined;
}
