import { now } from './doors.ts';

/** Everything before the digits of a signature: `sha256=`, `v0=`, `v1,`. */
export const prefixOf = (value: string): string => /^(?:sha256=|v0=|v1,)/.exec(value)?.[0] ?? '';

/** The same to whoever reads it, and other bytes. */
export const otherBytes: readonly (readonly [string, (body: string) => string])[] = [
  ['a space at the end', (body) => `${body} `],
  ['a line break at the end', (body) => `${body}\n`],
  ['a byte order mark in front', (body) => `\ufeff${body}`],
  ['other spaces between the same fields', (body) => body.replace(':', ': ')],
  ['its letters written as escapes', (body) => body.replace('ü', '\\u00fc')],
  ['its letters decomposed', (body) => body.normalize('NFD')],
  ['its slashes escaped', (body) => body.replaceAll('<', '\\u003c').replaceAll('u-1', 'u\\u002d1')],
  ['a letter changed', (body) => body.replace('Gr', 'GR')],
  ['the same fields twice', (body) => body.replace('{', '{"text":"other",')],
  ['nothing in it', () => ''],
  ['a chunked encoding around it', (body) => `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n`],
  ['the padding of a length extension', (body) => `${body}\u0080${'\u0000'.repeat(55)}{"text":"more"}`],
  ['a NUL at the end', (body) => `${body}\u0000`],
];

/** What a header says in place of its signature. */
export const wrongHeaders: readonly (readonly [string, (value: string) => unknown])[] = [
  ['is empty', () => ''],
  ['is a space', () => ' '],
  ['has its prefix only', (value) => prefixOf(value)],
  ['lacks its last character', (value) => value.slice(0, -1)],
  ['is cut to half', (value) => value.slice(0, value.length / 2)],
  ['has a character more', (value) => `${value}0`],
  ['has a NUL behind it', (value) => `${value}\u0000`],
  ['came twice', (value) => `${value},${value}`],
  ['came twice with a space between', (value) => `${value}, ${value.slice(0, -2)}xx`],
  ['is an array', (value) => [value]],
  ['is the text of an array', (value) => JSON.stringify([value])],
  ['is an object', (value) => ({ toString: () => value, length: value.length })],
  ['is another letter case', (value) => (value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase())],
  ['has a quote around it', (value) => `"${value}"`],
  ['is "none"', () => 'none'],
  ['is "undefined"', () => 'undefined'],
  ['is "true"', () => 'true'],
  ['is a megabyte', (value) => value + 'a'.repeat(1_000_000)],
  ['has 100,000 signatures', (value) => `${`${prefixOf(value)}AAAA `.repeat(100_000)}`],
];

const window = 300;
export const nowSeconds = Math.floor(now.getTime() / 1000);
/** Times that are not taken, though they are signed. */
export const wrongTimes: readonly (readonly [string, string])[] = [
  ['301 seconds ago', String(nowSeconds - window - 1)],
  ['301 seconds ahead', String(nowSeconds + window + 1)],
  ['a year ago', String(nowSeconds - 31_536_000)],
  ['in milliseconds', String(nowSeconds * 1000)],
  ['negative', `-${nowSeconds}`],
  ['with a sign', `+${nowSeconds}`],
  ['with a fraction', `${nowSeconds}.5`],
  ['with a space', ` ${nowSeconds}`],
  ['in hexadecimal', `0x${nowSeconds.toString(16)}`],
  ['in scientific notation', `${nowSeconds / 1e9}e9`],
  ['not a number', 'NaN'],
  ['infinite', 'Infinity'],
  ['empty', ''],
  ['in other digits', [...String(nowSeconds)].map((digit) => String.fromCodePoint(0x6_60 + Number(digit))).join('')],
  ['there twice', `${nowSeconds},${nowSeconds}`],
];

export const wrongIds = ['msg.1', '.', '', 'a b', 'a\u0000b', 'é', 'x'.repeat(2000)];

export const strangeConnections = [
  '__proto__',
  'constructor',
  'toString',
  '..',
  '%2e%2e%2f',
  'main/../other',
  'MAIN',
  'm\u0430in',
  '',
  ' main',
  'main\n',
  'a'.repeat(100_000),
];
