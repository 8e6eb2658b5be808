import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { madePatterns, safeBecause } from './allowed-patterns.ts';
import { findPatterns, patternsIn } from './find-patterns.ts';

// Its platform's binary is quicker, and not everywhere: recheck reads this when it is first called.
process.env.RECHECK_BACKEND = 'pure';
const { checkSync } = createRequire(import.meta.url)('recheck') as typeof import('recheck');

/**
 * Beyond 3,000 states the checker tries attacks in place of proving that there are none. It counts characters read and
 * never time: a busy machine would look like a slow pattern.
 */
const bounds = {
  timeout: 20_000,
  maxNFASize: 3000,
  maxIteration: 1,
  maxInitialGenerationSize: 50,
  maxAttackStringSize: 30_000,
  attackLimit: 30_000_000,
  attackTimeout: null,
  incubationTimeout: null,
} as const;

const found = findPatterns();
const made = found.filter(({ kind }) => kind === 'made');
const known = [
  ...new Map(
    [...found.flatMap((one) => (one.kind === 'known' ? [one] : [])), ...madePatterns(found)].map((pattern) => [
      `/${pattern.source}/${pattern.flags}`,
      pattern,
    ]),
  ).values(),
];

describe('the regular expressions of the product', () => {
  it('are found by the parser, in whatever way they are written', () => {
    const text = [
      "const part = '[ab]+';",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a line of source.
      'const one = /x+/g, two = new RegExp(`^${part}$`, "i"), three = RegExp(given);',
      "'text'.match('y+'); 'text'.replace('not a pattern', '/neither+/');",
    ].join('\n');
    expect(
      patternsIn('sample.ts', text).map((one) => (one.kind === 'made' ? one.written : `${one.source}|${one.flags}`)),
    ).toStrictEqual(['x+|g', '^[ab]+$|i', 'RegExp(given)', 'y+|']);
  });

  it('are all written down, but for those whose safety has a reason', () => {
    expect(made.map(({ file, written }) => `${file}: ${written}`).toSorted()).toStrictEqual(
      Object.keys(safeBecause).toSorted(),
    );
  });

  it('would be caught if they were as some here once were', () => {
    const slow = [
      /^(a+)+$/,
      /<img[^>]+https?:/i,
      /(?: (?:please|pls|plz|now|right now|thanks|thank you|thx))+$/,
      /\bschrieb\b.*:$/i,
      /\bhttps?:\/\/\S+|\bwww\.\S+|[^\s@]{1,64}@\S+|\S*\d\S*/giu,
      /\b[\p{L}-]*\d{4,}[\p{L}\d-]*\b/gu,
    ];
    expect(slow.map(({ source, flags }) => checkSync(source, flags, bounds).status)).toStrictEqual(
      slow.map(() => 'vulnerable'),
    );
  });

  it('take no more than linear time, as far as recheck can tell', () => {
    const trouble = known.flatMap(({ place, source, flags }) => {
      // Only here: a set of whole emoji, which the checker cannot parse, tried on one letter at a time.
      if (flags === 'v' && source === '^\\p{RGI_Emoji}$') return [];
      const checked = checkSync(source, flags, bounds);
      const why = checked.status === 'vulnerable' ? `${checked.complexity.summary} ${checked.attack.pattern}` : '';
      return checked.status === 'safe' ? [] : [`${place} /${source}/${flags} is ${checked.status}: ${why}`];
    });
    expect(trouble).toStrictEqual([]);
  }, 180_000);
});
