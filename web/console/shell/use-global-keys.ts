import { preferences, setPreference } from '../preferences/preferences.ts';
import { overlay, useIsWide } from '../stores/layout.ts';
import { useChords, useSingleKeys } from './keys.ts';

/** Keys that work on every page. */
export const useGlobalKeys = (): void => {
  const isWide = useIsWide();
  const flip = (side: 'navOpen' | 'panelOpen'): void => setPreference({ [side]: !preferences.get()[side] });
  useSingleKeys({
    '/': () => overlay.set('palette'),
    '[Shift]+?': () => overlay.set('shortcuts'),
    '[': () => (isWide ? flip('navOpen') : overlay.set('nav')),
    ']': () => (isWide ? flip('panelOpen') : overlay.set('customer')),
  });
  useChords({
    '$mod+KeyK': () => overlay.update((shown) => (shown === 'palette' ? undefined : 'palette')),
    '$mod+/': () => overlay.set('shortcuts'),
  });
};
