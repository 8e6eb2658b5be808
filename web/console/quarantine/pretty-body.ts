export type PrettyBody = {
  readonly text: string;
  /** The text is laid out anew and not as it came in. */
  readonly isArranged: boolean;
};

/** A body as people read it: JSON indented, forms a line for each field, everything else as it came in. */
export const prettyBody = (base64: string, contentType: string): PrettyBody => {
  const text = decoded(base64);
  const arranged = arrangedAs(text, contentType);
  return { text: arranged ?? text, isArranged: arranged !== undefined };
};

const decoded = (base64: string): string => {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(base64), (char) => char.codePointAt(0) ?? 0));
  } catch {
    return base64;
  }
};

const arrangedAs = (text: string, contentType: string): string | undefined => {
  if (contentType.includes('x-www-form-urlencoded')) return formLines(text);
  return /^\s*[[{]/.test(text) ? indented(text) : undefined;
};

const tokens = /"(?:[^"\\]|\\.)*"?|[[\]{}:,]|[^\s[\]{}:,"]+/g;

/** Escapes are written out. Numbers stay as they came: ids of providers are longer than JavaScript can count. */
const written = (token: string): string => (token.startsWith('"') ? JSON.stringify(JSON.parse(token)) : token);

const indented = (text: string): string | undefined => {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const all = text.match(tokens) ?? [];
  const depths = depthsOf(all);
  return all.map((token, index) => `${gap(token, all[index - 1], depths[index] ?? 0)}${written(token)}`).join('');
};

const isOpening = (token: string | undefined): boolean => token === '{' || token === '[';
const isClosing = (token: string): boolean => token === '}' || token === ']';

/** How deep each token stands; a bracket stands as deep as what it belongs to. */
const depthsOf = (all: readonly string[]): readonly number[] => {
  let depth = 0;
  return all.map((token) => {
    if (isClosing(token)) depth -= 1;
    const own = depth;
    if (isOpening(token)) depth += 1;
    return own;
  });
};

/** What stands between a token and the one before it. */
const gap = (token: string, before: string | undefined, depth: number): string => {
  const startsLine = isClosing(token) ? !isOpening(before) : isOpening(before) || before === ',';
  if (startsLine) return `\n${'  '.repeat(depth)}`;
  return before === ':' ? ' ' : '';
};

const formLines = (text: string): string =>
  [...new URLSearchParams(text)].map(([name, value]) => `${name}: ${value}`).join('\n');
