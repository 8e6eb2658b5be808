import { isObject, type Schema } from './json-schema.ts';

type FieldKind = 'line' | 'secret' | 'key' | 'lines' | 'fixed' | 'json';

/** One thing a provider's credentials are made of. */
export type CredentialField = {
  readonly name: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly isNeeded: boolean;
  readonly fixed?: unknown;
};

/** As it is typed, by name. */
export type CredentialDraft = Readonly<Record<string, string>>;

const partsOf = (schema: Schema): Readonly<Record<string, unknown>> =>
  isObject(schema.properties) ? schema.properties : {};

export const hasFields = (schema: Schema): boolean => Object.keys(partsOf(schema)).length > 0;

/** "authTokens", "private_key_id": "Auth tokens", "Private key id". */
const labelOf = (name: string): string => {
  const words = name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

/** Ids and names may be read over a shoulder. */
const isSecret = (name: string): boolean => /(secret|token|password|key)s?$/i.test(name);

const kindOf = (name: string, schema: Schema): FieldKind => {
  if ('const' in schema) return 'fixed';
  if (schema.type === 'array') return 'lines';
  if (schema.type !== 'string') return 'json';
  if (/private_?key$/i.test(name)) return 'key';
  return isSecret(name) ? 'secret' : 'line';
};

export const fieldsOf = (schema: Schema): readonly CredentialField[] => {
  const needed = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(partsOf(schema)).map(([name, part]) => {
    const own = isObject(part) ? part : {};
    return {
      name,
      label: labelOf(name),
      kind: kindOf(name, own),
      isNeeded: needed.includes(name),
      ...('const' in own ? { fixed: own.const } : {}),
    };
  });
};

/** PEM text comes with its line breaks written out when it is taken from a JSON file. */
const pem = (text: string): string => `${text.replaceAll('\\n', '\n').trim()}\n`;

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const read: Readonly<Record<FieldKind, (text: string, field: CredentialField) => unknown>> = {
  line: (text) => text.trim(),
  secret: (text) => text.trim(),
  key: pem,
  lines: (text) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  fixed: (_, { fixed }) => fixed,
  json,
};

/** The credentials as the provider's schema has them; what is left empty is left out. */
export const credentialsOf = (fields: readonly CredentialField[], draft: CredentialDraft): Record<string, unknown> =>
  Object.fromEntries(
    fields
      .filter(({ name, kind }) => kind === 'fixed' || (draft[name] ?? '').trim() !== '')
      .map((field) => [field.name, read[field.kind](draft[field.name] ?? '', field)]),
  );
