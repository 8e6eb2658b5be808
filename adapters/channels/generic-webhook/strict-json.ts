import { Refusal } from '#domain/kernel/refusal.ts';

const mostDeep = 32;

/** Strings, brackets and commas: all that the structure of JSON is made of. A string without an end is taken whole, so that nothing is read twice. */
const tokens = /"(?:[^"\\]|\\.)*"?|[{}[\],:]/gs;

/** Names that would reach an object's prototype in careless hands, ours or those behind us. */
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

type Level = { readonly names: Set<string> | undefined; expectsName: boolean };

/**
 * JSON as RFC 8259 section 4 wants it to be: no name twice in one object, which `JSON.parse` lets pass and every reader
 * understands differently; no names that reach a prototype, and no deeper than a person would nest.
 */
export function strictJson(text: string): unknown {
  const value = parsed(text);
  const levels: Level[] = [];
  for (const [token] of text.matchAll(tokens)) {
    if (token === '{' || token === '[') enter(levels, token);
    else if (token === '}' || token === ']') levels.pop();
    else pass(levels.at(-1), token);
  }
  return value;
}

/** A string before the colon is a name, and after a comma the next one begins. */
function pass(level: Level | undefined, token: string): void {
  if (level?.names === undefined) return;
  if (token === ',' || token === ':') level.expectsName = token === ',';
  else if (level.expectsName) note(level.names, String(JSON.parse(token)));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('invalid', 'the body is not JSON');
  }
}

function enter(levels: Level[], token: '{' | '['): void {
  if (levels.length >= mostDeep) throw new Refusal('invalid', `the JSON is nested deeper than ${mostDeep} levels`);
  levels.push({ names: token === '{' ? new Set() : undefined, expectsName: true });
}

function note(names: Set<string>, name: string): void {
  if (forbidden.has(name))
    throw new Refusal('invalid', 'the JSON has a name that is not accepted: __proto__, constructor or prototype');
  if (names.has(name)) throw new Refusal('invalid', 'the JSON has the same name twice in one object');
  names.add(name);
}
