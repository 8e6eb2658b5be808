/** localStorage where the browser allows it; otherwise nothing is kept and nothing breaks. */
export type Storage = {
  read(key: string): string | undefined;
  write(key: string, value: string | undefined): void;
  keys(): readonly string[];
};

export const safeStorage: Storage = {
  read: (key) => attempt(() => localStorage.getItem(key) ?? undefined),
  write: (key, value) => {
    attempt(() => (value === undefined ? localStorage.removeItem(key) : localStorage.setItem(key, value)));
  },
  keys: () => attempt(() => Object.keys(localStorage)) ?? [],
};

/** The value, or nothing where the text is absent or not JSON. */
export const readJson = <Value>(storage: Storage, key: string): Value | undefined => {
  const text = storage.read(key);
  return text === undefined ? undefined : attempt(() => JSON.parse(text) as Value);
};

const attempt = <Value>(act: () => Value): Value | undefined => {
  try {
    return act();
  } catch {
    return undefined;
  }
};
