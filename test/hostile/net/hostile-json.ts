/**
 * What is wrong with a body. `odd`: it still says what it has to. `prototype`: with names that reach a prototype beside
 * that. `twice`: with each of its names twice. `buried`: with something deep that nobody reads. `deep`: with something deep in
 * place of its values. `broken`: no object at all.
 */
export type JsonKind = 'odd' | 'prototype' | 'twice' | 'buried' | 'deep' | 'huge' | 'broken';

/** JSON that is meant to do harm, made of a body that an entrance takes. */
export type HostileJson = {
  readonly name: string;
  readonly of: (valid: string) => string;
  readonly kind: JsonKind;
};

/** The same object with more in front. */
const plus =
  (more: string) =>
  (valid: string): string =>
    valid.replace('{', `{${more},`);

const nested = (open: string, close: string, depth: number): string => open.repeat(depth) + close.repeat(depth);
const keys = (count: number): string => Array.from({ length: count }, (_, at) => `"k${at}":0`).join();

const strange: readonly (readonly [string, string])[] = [
  ['toString and valueOf', '"toString":"x","valueOf":"x","hasOwnProperty":"x","then":"x","toJSON":"x"'],
  ['__defineGetter__', '"__defineGetter__":"x","__lookupGetter__":"x"'],
  ['a name of a lone surrogate', '"\\ud800":"\\udfff"'],
  ['a name of NUL', '"\\u0000":"\\u0000"'],
  ['names in every script', '"名前":"x","имя":"x","\u202ename":"x","n\u0061\u0301me":"x"'],
  ['an empty name', '"":""'],
  ['numbers beyond every limit', '"a":1e400,"b":-1e400,"c":1e-400,"d":-0,"e":123456789012345678901234567890'],
  ['a number of 50,000 digits', `"n":${'9'.repeat(50_000)}`],
  ['a fraction of 50,000 digits', `"n":0.${'3'.repeat(50_000)}`],
  ['an exponent of 50,000 digits', `"n":1e${'9'.repeat(50_000)}`],
  ['3,000 names', keys(3000)],
  ['20,000 empty objects', `"list":[${'{},'.repeat(20_000)}{}]`],
];

const prototypes: readonly (readonly [string, string])[] = [
  ['__proto__', '"__proto__":{"isAdmin":true,"role":"admin","toString":"x"}'],
  ['constructor.prototype', '"constructor":{"prototype":{"isAdmin":true}}'],
  ['prototype', '"prototype":{"isAdmin":true}'],
  ['__proto__ written in escapes', '"\\u005f_proto__":{"isAdmin":true}'],
];

const deep: readonly (readonly [string, string])[] = [
  ['20,000 nested arrays', nested('[', ']', 20_000)],
  ['10,000 nested objects', `${'{"a":'.repeat(10_000)}0${'}'.repeat(10_000)}`],
  ['5,000 arrays and objects in turn', `${'[{"a":'.repeat(5000)}0${'}]'.repeat(5000)}`],
  ['__proto__ nested 3,000 times', `${'{"__proto__":'.repeat(3000)}0${'}'.repeat(3000)}`],
];

/** Built when it is its turn: kept all at once they would be 50 MB. */
const huge: readonly (readonly [string, () => string])[] = [
  ['a text of 10 MB', () => `"text":"${'a'.repeat(10_000_000)}"`],
  ['10 MB of escapes', () => `"text":"${'\\u0041'.repeat(1_700_000)}"`],
  ['a million names', () => keys(800_000)],
  ['five million nested arrays', () => `"x":${nested('[', ']', 5_000_000)}`],
  ['10 MB of spaces', () => `${' '.repeat(10_000_000)}"a":0`],
];

const broken: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['null', 'null'],
  ['a number', '1'],
  ['a text', '"text"'],
  ['an empty array', '[]'],
  ['100,000 opened arrays', '['.repeat(100_000)],
  ['30,000 opened objects', '{"a":'.repeat(30_000)],
  ['an opened text', `{"a":"${'\\'.repeat(100_001)}`],
  ['NaN', '{"a":NaN}'],
  ['comments', '{"a":1/* b */}'],
  ['a comma too many', '{"a":1,}'],
  ['XML', '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
  ['a byte order mark', '\ufeff{}'],
  ['NUL', '\u0000'],
  ['a billion laughs', '&lol;'.repeat(10_000)],
];

export const hostileJson: readonly HostileJson[] = [
  ...strange.map(([name, more]) => ({ name, kind: 'odd' as const, of: plus(more) })),
  ...prototypes.map(([name, more]) => ({ name, kind: 'prototype' as const, of: plus(more) })),
  { name: 'every name twice', kind: 'twice', of: (valid) => valid.replace('{', `{${valid.slice(1, -1)},`) },
  ...deep.map(([name, value]) => ({
    name: `${name} in a field nobody asked for`,
    kind: 'buried' as const,
    of: plus(`"extra":${value}`),
  })),
  ...deep.map(([name, value]) => ({
    name: `${name} in every field`,
    kind: 'deep' as const,
    of: (valid: string) => valid.replaceAll(/:("[^"]*"|\d+|\{\}|\[\])/g, () => `:${value}`).slice(0, 190_000),
  })),
  ...huge.map(([name, more]) => ({ name, kind: 'huge' as const, of: (valid: string) => plus(more())(valid) })),
  ...broken.map(([name, text]) => ({ name, kind: 'broken' as const, of: () => text })),
];
