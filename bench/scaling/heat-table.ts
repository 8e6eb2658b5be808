import { scenario } from './simulate.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html */
export const partitionWrites = 1000;
export const partitionReads = 3000;

export type Pattern = {
  /** `<table or index> <kind of partition>`. */
  readonly name: string;
  readonly keys: number;
  /** Write units a second of its hottest key, and of all keys. */
  readonly hottest: number;
  readonly total: number;
};

/** Ids out of a key: what is left is the kind of thing it names. */
const patternOf = (key: string): string => key.replace(/^(\S+) ([A-Z]+).*$/s, '$1 $2');

/** Keys by what they name, the hottest first. */
export function patternsOf(units: ReadonlyMap<string, number>): readonly Pattern[] {
  const patterns = new Map<string, Pattern>();
  for (const [key, count] of units) {
    const name = patternOf(key);
    const perSecond = count / scenario.seconds;
    const { keys, hottest, total } = patterns.get(name) ?? { keys: 0, hottest: 0, total: 0 };
    patterns.set(name, { name, keys: keys + 1, hottest: Math.max(hottest, perSecond), total: total + perSecond });
  }
  return [...patterns.values()].toSorted((one, other) => other.hottest - one.hottest);
}

/** Write units a second of the table or an index. */
export const totalOf = (patterns: readonly Pattern[], place: string): number =>
  patterns.filter(({ name }) => name.startsWith(`${place} `)).reduce((sum, { total }) => sum + total, 0);
