import { Search } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { preferences } from '../preferences/preferences.ts';
import { overlay, useIsWide } from '../stores/layout.ts';
import { useStore } from '../stores/store.ts';
import { Kbd } from '../ui/kbd.tsx';
import { ViewLinks } from './view-links.tsx';

/** The views and queues, beside the list on wide screens. */
export const Nav = () => {
  const isWide = useIsWide();
  const navOpen = useStore(preferences, (value) => value.navOpen);
  if (!isWide || !navOpen) return null;
  return (
    <div className="flex w-52 shrink-0 flex-col gap-2 overflow-y-auto border-e border-border bg-canvas p-2 scroll-quiet">
      <AriaButton
        onPress={() => overlay.set('palette')}
        className="flex h-8 shrink-0 items-center gap-2 rounded-m border border-border bg-surface px-2 text-13 text-text-2 hover-tint"
      >
        <Search size={14} aria-hidden />
        <span className="grow text-start">Search</span>
        <Kbd>Ctrl K</Kbd>
      </AriaButton>
      <ViewLinks />
    </div>
  );
};
