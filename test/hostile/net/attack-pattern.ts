const characters = 100_000;
/** What classes of patterns repeat: letters, digits, spaces, marks, other scripts. */
const runs = [
  'a',
  'Z',
  '0',
  ' ',
  '\t',
  '\n',
  '-',
  '_',
  '.',
  '@',
  '/',
  '<',
  '>',
  '"',
  "'",
  '=',
  ':',
  '!',
  '(',
  '[',
  '{',
  '\\',
  'é',
  '中',
];
const pairs = ['a ', 'a-', 'a.', 'a@', '"\\', '<a', 'a=', '1,', ' \n', 'http://'];
const mostWords = 12;
/** Matches nothing, so that whatever has been read has to be given up again. */
const end = '\u0000';

const repeated = (part: string): string => part.repeat(Math.ceil(characters / part.length)) + end;

/** The words that a pattern looks for, out of its source. */
const wordsIn = (source: string): readonly string[] =>
  [...new Set(source.replace(/\\[a-zA-Z]/g, ' ').match(/[\p{L}][\p{L} _]+/gu) ?? [])].slice(0, mostWords);

const general = [...runs, ...pairs].map(repeated);

/** Texts of 100 kB on which a pattern that goes back over what it read takes seconds. */
export function* attacksOn(source: string): Generator<string> {
  yield* general;
  for (const word of wordsIn(source)) {
    yield repeated(word);
    yield repeated(`${word} `);
    yield word + repeated('a');
  }
}

/** Reads a text to its end, as often as the pattern matches. */
export const reads = (pattern: RegExp, text: string): boolean =>
  pattern.global ? text.replace(pattern, '').length < text.length : pattern.test(text);
