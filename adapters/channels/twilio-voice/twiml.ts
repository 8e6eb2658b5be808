type Value = string | number | boolean | undefined;

/** Characters that XML 1.0 has no place for; section 2.2 of https://www.w3.org/TR/xml/. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const unspeakable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const text = (value: string): string =>
  value.replace(unspeakable, '').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

const attribute = ([name, value]: readonly [string, Value]): string =>
  value === undefined ? '' : ` ${name}="${text(String(value)).replace(/"/g, '&quot;').replace(/\s/g, ' ')}"`;

export type Verb = { readonly xml: string };
type Attributes = Readonly<Record<string, Value>>;

/** One element of TwiML, with text or other elements in it. */
export function verb(name: string, attributes: Attributes = {}, ...inside: readonly (Verb | string)[]): Verb {
  const start = `${name}${Object.entries(attributes).map(attribute).join('')}`;
  if (inside.length === 0) return { xml: `<${start}/>` };
  const content = inside.map((one) => (typeof one === 'string' ? text(one) : one.xml)).join('');
  return { xml: `<${start}>${content}</${name}>` };
}

/** A whole answer; https://www.twilio.com/docs/voice/twiml, read 2026-11-22. */
export const response = (...verbs: readonly Verb[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>${verb('Response', {}, ...verbs).xml}`;
