import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';
import { businessLanguages } from '#adapters/embedded-analysis/business-languages.ts';

type Scores = Readonly<Record<string, number>>;
type Data = {
  readonly type: string;
  readonly languages: Readonly<Record<string, string>>;
  readonly isSubset: unknown;
  readonly ngrams: Readonly<Record<string, Scores>>;
};

/**
 * Looks one n-gram up: the same scores by language that eld's own data has for it. A drawer holds the n-grams that begin
 * with the same two characters, each on a line of its own: the rest of it, a tab, and scores as "D3f", 3f being one in
 * base 36 and D the fourth of the languages. What was found once is kept as eld has it: customers use the same words.
 */
const lookUp = `
const search = (ngram) => {
  const lines = drawers[ngram.slice(0, 2)] ?? '';
  const rest = ngram.slice(2);
  const at = lines.indexOf('\\n' + rest + '\\t');
  if (at < 0) return undefined;
  const scores = lines.slice(at + rest.length + 2, lines.indexOf('\\n', at + 1)).matchAll(/([A-Z])([^A-Z]+)/g);
  return Object.fromEntries(
    Array.from(scores, ([, language, score]) => [languages[language.charCodeAt(0) - 65], parseInt(score, 36)]),
  );
};
const found = new Map();
const look = (_, ngram) => {
  const scores = found.get(ngram) ?? search(ngram);
  if (scores) found.set(ngram, scores);
  return scores;
};
export const ngramsData = { ...about, ngrams: new Proxy({}, { get: look }) };`;

function drawersOf({ ngrams }: Data, languages: readonly string[]): Readonly<Record<string, string>> {
  const drawers: Record<string, string> = {};
  for (const ngram of Object.keys(ngrams).toSorted()) {
    const scores = Object.entries(ngrams[ngram] ?? {})
      .filter(([language]) => languages.includes(language))
      .map(([language, score]) => String.fromCharCode(65 + languages.indexOf(language)) + score.toString(36));
    const drawer = ngram.slice(0, 2);
    if (scores.length > 0) drawers[drawer] = `${drawers[drawer] ?? '\n'}${ngram.slice(2)}\t${scores.join('')}\n`;
  }
  return drawers;
}

/**
 * The n-grams of eld as text that is looked through, in place of 49,553 objects: 170 ms CPU less of the first message that
 * is long enough to have a language. Without the languages that are not asked for; what is found is the same.
 */
export const languageData: Plugin = {
  name: 'language-data',
  setup({ onLoad }) {
    onLoad({ filter: /eld[\\/]src[\\/]ngrams[\\/]\w+\.js$/ }, async ({ path }) => {
      const { ngramsData }: { readonly ngramsData: Data } = await import(pathToFileURL(path).href);
      const { ngrams, ...about } = ngramsData;
      const wanted = Object.keys(about.languages).filter((id) => businessLanguages.includes(about.languages[id] ?? ''));
      const parts = { about, languages: wanted, drawers: drawersOf(ngramsData, wanted) };
      const constants = Object.entries(parts).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`);
      return { contents: [...constants, lookUp].join('\n') };
    });
  },
};
