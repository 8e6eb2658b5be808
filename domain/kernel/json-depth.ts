const [quote, backslash] = [0x22, 0x5c];
const opening: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const closing: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/**
 * Does a text of JSON nest objects and arrays deeper than this? `JSON.parse` takes any depth, while what is done with the
 * value afterwards (checked, copied, written again) ends the call for want of stack.
 */
export function nestsDeeper(json: string, most: number): boolean {
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === quote) at = endOfText(json, at);
    else if (closing.has(code)) depth -= 1;
    else if (opening.has(code)) depth += 1;
    if (depth > most) return true;
  }
  return false;
}

/** Where the text ends that begins here: at the next quote with an even number of backslashes before it. */
function endOfText(json: string, from: number): number {
  let end = json.indexOf('"', from + 1);
  while (end !== -1 && isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end === -1 ? json.length : end;
}

function isEscaped(json: string, at: number): boolean {
  let before = at - 1;
  while (json.charCodeAt(before) === backslash) before -= 1;
  return (at - before) % 2 === 0;
}
