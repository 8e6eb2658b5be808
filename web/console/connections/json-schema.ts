/** As `GET /v1/providers` gives it: the part of JSON Schema 2020-12 that zod writes. */
export type Schema = Readonly<Record<string, unknown>>;

/** Where in a value something is wrong, and what. */
export type Fault = { readonly path: string; readonly message: string };

type Place = { readonly root: Schema; readonly schema: Schema; readonly path: string };
type Rule = (expected: unknown, value: unknown, place: Place) => readonly Fault[];

/** What is wrong with a value. Formats are left to the server. */
export const faultsIn = (schema: Schema, value: unknown): readonly Fault[] =>
  check(value, { root: schema, schema, path: '' });

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const check = (value: unknown, place: Place): readonly Fault[] =>
  Object.entries(place.schema).flatMap(([keyword, expected]) => rules[keyword]?.(expected, value, place) ?? []);

const within = (place: Place, schema: unknown, name?: string | number): Place => ({
  root: place.root,
  schema: isObject(schema) ? schema : {},
  path: name === undefined ? place.path : [place.path, name].filter((part) => part !== '').join('.'),
});

const typeOf = (value: unknown): string => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
};
const isOfType = (value: unknown, type: unknown): boolean =>
  type === 'integer' ? Number.isInteger(value) : typeOf(value) === type;

const when =
  <Value>(isMeant: (value: unknown) => value is Value, broken: (value: Value, expected: unknown) => string | false) =>
  (expected: unknown, value: unknown, { path }: Place): readonly Fault[] => {
    const message = isMeant(value) && broken(value, expected);
    return message ? [{ path, message }] : [];
  };

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isList = (value: unknown): value is unknown[] => Array.isArray(value);
const isAnything = (_: unknown): _ is unknown => true;

const options = (expected: unknown): readonly unknown[] => (isList(expected) ? expected : []);

const anyOf: Rule = (expected, value, place) => {
  const tried = options(expected).map((schema) => check(value, within(place, schema)));
  const isFine = tried.some((faults) => faults.length === 0);
  return isFine ? [] : [tried.at(0)?.at(0) ?? { path: place.path, message: 'fits nothing that is allowed here' }];
};

const properties: Rule = (expected, value, place) =>
  isObject(value) && isObject(expected)
    ? Object.entries(expected).flatMap(([name, schema]) =>
        name in value ? check(value[name], within(place, schema, name)) : [],
      )
    : [];

/** What is in an object beside the properties that have a schema of their own. */
const others = (value: Record<string, unknown>, { schema }: Place): readonly [string, unknown][] => {
  const known = isObject(schema.properties) ? schema.properties : {};
  return Object.entries(value).filter(([name]) => !(name in known));
};

const additionalProperties: Rule = (expected, value, place) => {
  if (!isObject(value)) return [];
  return others(value, place).flatMap(([name, entry]) =>
    expected === false
      ? [{ path: within(place, {}, name).path, message: 'is not known here' }]
      : check(entry, within(place, expected, name)),
  );
};

const resolved = ({ root }: Place, ref: unknown): unknown =>
  String(ref)
    .replace(/^#\/?/, '')
    .split('/')
    .filter(Boolean)
    .reduce<unknown>((found, part) => (isObject(found) ? found[part] : undefined), root);

const rules: Readonly<Record<string, Rule>> = {
  $ref: (expected, value, place) => check(value, within(place, resolved(place, expected))),
  type: when(isAnything, (value, expected) => !isOfType(value, expected) && `should be ${named(expected)}`),
  const: when(isAnything, (value, expected) => value !== expected && `should be ${JSON.stringify(expected)}`),
  enum: when(
    isAnything,
    (value, expected) => !options(expected).includes(value) && `should be one of ${options(expected).join(', ')}`,
  ),
  minLength: when(
    isText,
    (value, least) =>
      value.length < Number(least) && (value === '' ? 'is empty' : `has fewer than ${least} characters`),
  ),
  maxLength: when(isText, (value, most) => value.length > Number(most) && `has more than ${most} characters`),
  pattern: when(isText, (value, pattern) => !new RegExp(String(pattern)).test(value) && 'does not look as it should'),
  minimum: when(isNumber, (value, least) => value < Number(least) && `is less than ${least}`),
  maximum: when(isNumber, (value, most) => value > Number(most) && `is more than ${most}`),
  exclusiveMinimum: when(isNumber, (value, bound) => value <= Number(bound) && `is not more than ${bound}`),
  exclusiveMaximum: when(isNumber, (value, bound) => value >= Number(bound) && `is not less than ${bound}`),
  minItems: when(
    isList,
    (value, least) => value.length < Number(least) && (value.length === 0 ? 'is empty' : `has fewer than ${least}`),
  ),
  maxItems: when(isList, (value, most) => value.length > Number(most) && `has more than ${most}`),
  items: (expected, value, place) =>
    isList(value) ? value.flatMap((entry, index) => check(entry, within(place, expected, index))) : [],
  required: (expected, value, place) =>
    isObject(value)
      ? options(expected)
          .map(String)
          .filter((name) => !(name in value))
          .map((name) => ({ path: within(place, {}, name).path, message: 'is missing' }))
      : [],
  properties,
  additionalProperties,
  propertyNames: (expected, value, place) =>
    isObject(value) ? Object.keys(value).flatMap((name) => check(name, within(place, expected, name))) : [],
  anyOf,
  oneOf: anyOf,
  allOf: (expected, value, place) => options(expected).flatMap((schema) => check(value, within(place, schema))),
};

const typeNames: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
};
const named = (type: unknown): string => typeNames[String(type)] ?? String(type);
