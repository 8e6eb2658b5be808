import { unknownLanguage } from '#domain/analysis/language.ts';
import { languageByScript } from './scripts.ts';

/** Greetings and small words that belong to one of our languages only: they decide, whatever was spoken before. */
const telling: Readonly<Record<string, readonly string[]>> = {
  en: ['good morning', 'good afternoon', 'good evening', 'where is my', 'what about', 'thank you', 'the', 'when will'],
  de: ['guten tag', 'guten morgen', 'guten abend', 'moin', 'danke', 'bitte', 'wo ist', 'wann kommt', 'ich', 'nicht'],
  fr: ['bonjour', 'bonsoir', 'merci beaucoup', "s'il vous plaît", 'où est', 'je suis', "j'ai", 'mon colis'],
  es: ['hola', 'buenos días', 'buenos dias', 'buenas tardes', 'buenas noches', 'gracias', 'dónde está'],
  it: ['buongiorno', 'buonasera', 'buon giorno', 'grazie', 'per favore', "dov'è", 'salve'],
  pt: ['olá', 'bom dia', 'boa tarde', 'boa noite', 'obrigado', 'obrigada', 'onde está'],
  nl: [
    'goedemorgen',
    'goedemiddag',
    'goedenavond',
    'goedendag',
    'bedankt',
    'dank je',
    'dank u',
    'alstublieft',
    'waar is',
  ],
  pl: ['dzień dobry', 'dzien dobry', 'cześć', 'dziękuję', 'dziekuje', 'proszę', 'gdzie jest'],
  sv: ['god morgon', 'hejsan', 'tack så mycket', 'snälla', 'var är'],
  tr: ['merhaba', 'günaydın', 'iyi günler', 'teşekkürler', 'teşekkür ederim', 'lütfen', 'nerede'],
};

/** Words at home in one language that others borrow: they decide only when nothing is known of the conversation. */
const likely: Readonly<Record<string, readonly string[]>> = {
  en: ['hello', 'thanks', 'thx', 'sorry', 'please', 'help', 'refund', 'my order', 'cancel'],
  de: ['hallo', 'tschüss', 'servus'],
  fr: ['merci', 'salut'],
  it: ['ciao'],
  sv: ['tack', 'hej'],
};

/** The language of a text too short to guess: its writing system, a telling word, what was spoken so far, a likely word. */
export function languageOfShortText(text: string, expected: string | undefined): string {
  const words = ` ${wordsOf(text)} `;
  return (
    languageByScript(text, expected) ??
    languageWith(telling, words) ??
    expected ??
    languageWith(likely, words) ??
    unknownLanguage
  );
}

/** The one language with a phrase among the words; when two have one, neither is it. */
function languageWith(phrases: Readonly<Record<string, readonly string[]>>, words: string): string | undefined {
  const found = Object.keys(phrases).filter((language) => phrases[language]?.some((it) => words.includes(` ${it} `)));
  return found.length === 1 ? found[0] : undefined;
}

/** Lower-case words with one space between. A Turkish "İ" becomes "i" and a dot above; the dot goes. */
const wordsOf = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('\u0307', '')
    .replaceAll('’', "'")
    .replace(/[^\p{L}\p{M}']+/gu, ' ')
    .trim();
