import { useSyncExternalStore } from 'react';
import { createStore } from './store.ts';

export type Overlay = 'assign' | 'transfer' | 'snooze-custom' | 'shortcuts' | 'palette' | 'nav' | 'customer';
export type OpenMenu = 'priority' | 'snooze';

/** What lies over the workspace; one at a time. */
export const overlay = createStore<Overlay | undefined>(undefined);
export const openMenu = createStore<OpenMenu | undefined>(undefined);

const follow = (query: string) => {
  const media = matchMedia(query);
  const subscribe = (listener: () => void): (() => void) => {
    media.addEventListener('change', listener);
    return () => media.removeEventListener('change', listener);
  };
  return () => useSyncExternalStore(subscribe, () => media.matches);
};

/** Four panes side by side. */
export const useIsWide = follow('(min-width: 1280px)');
/** List and thread side by side. */
export const useHasTwoPanes = follow('(min-width: 1024px)');
/** One pane and a bar at the bottom. */
export const useIsPhone = follow('(max-width: 639.9px)');
