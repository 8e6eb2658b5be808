/**
 * How long X counts a post. Version 3 of its rules: https://docs.x.com/fundamentals/counting-characters and
 * https://github.com/twitter/twitter-text/blob/master/config/v3.json, read 2026-11-22.
 */
export const postMaxWeight = 280;

const linkWeight = 23;
const emojiWeight = 2;

/** Code points that count one; all others count two. */
const light: readonly (readonly [from: number, to: number])[] = [
  [0, 4351],
  [8192, 8205],
  [8208, 8223],
  [8242, 8247],
];

const links = /https?:\/\/\S+/g;
const emoji = /^\p{RGI_Emoji}$/v;
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The length of a post as X counts it. */
export function weightedLength(text: string): number {
  const normal = text.normalize('NFC');
  const found = normal.match(links)?.length ?? 0;
  const rest = [...segmenter.segment(normal.replace(links, ''))];
  return found * linkWeight + rest.reduce((sum, { segment }) => sum + weightOf(segment), 0);
}

function weightOf(grapheme: string): number {
  if (emoji.test(grapheme)) return emojiWeight;
  return [...grapheme].reduce((sum, character) => sum + (isLight(character.codePointAt(0) ?? 0) ? 1 : 2), 0);
}

const isLight = (code: number): boolean => light.some(([from, to]) => code >= from && code <= to);
