/** The keys of an object whose type lists them all. */
export const keysOf = <Name extends string>(of: Readonly<Record<Name, unknown>>): Name[] => Object.keys(of) as Name[];

/** The same keys with other values. */
export const mapValues = <Name extends string, From, To>(
  of: Readonly<Record<Name, From>>,
  to: (from: From, name: Name) => To,
): Record<Name, To> => Object.fromEntries(keysOf(of).map((name) => [name, to(of[name], name)])) as Record<Name, To>;
