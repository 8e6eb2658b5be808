import { readJson, safeStorage } from '../stores/safe-storage.ts';
import { createStore } from '../stores/store.ts';

export const themes = ['system', 'light', 'dark'] as const;
export const densities = ['comfortable', 'compact'] as const;

export type Preferences = {
  readonly theme: (typeof themes)[number];
  readonly density: (typeof densities)[number];
  /** WCAG 2.1.4: single-key shortcuts can be switched off. */
  readonly singleKeys: boolean;
  readonly navOpen: boolean;
  readonly panelOpen: boolean;
  readonly listWidth: number;
};

const key = 'parley.preferences';
const defaults: Preferences = {
  theme: 'system',
  density: 'comfortable',
  singleKeys: true,
  navOpen: true,
  panelOpen: true,
  listWidth: 344,
};

export const preferences = createStore<Preferences>({ ...defaults, ...readJson<Preferences>(safeStorage, key) });

export const setPreference = (change: Partial<Preferences>): void =>
  preferences.update((current) => ({ ...current, ...change }));

/** Puts the preferences on the page and keeps them for the next visit. */
export const followPreferences = (): void => {
  apply(preferences.get());
  preferences.subscribe(() => {
    apply(preferences.get());
    safeStorage.write(key, JSON.stringify(preferences.get()));
  });
};

const apply = ({ theme, density }: Preferences): void => {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset.theme;
  else dataset.theme = theme;
  dataset.density = density;
};
