import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { Bootstrap } from '#functions/agent-api/contract.ts';
import { BootstrapContext, useNeeds } from '../api/context.ts';
import { bootstrapQuery } from '../api/queries.ts';
import { interactionDialog } from '../interactions/dialog-store.ts';
import { LiveContext, useStartedLive } from '../live/live-context.ts';
import { overlay, useIsPhone } from '../stores/layout.ts';
import { useStore } from '../stores/store.ts';
import { FailureNotice } from '../ui/notice.tsx';
import { BottomBar } from './bottom-bar.tsx';
import { ConnectionLine } from './connection-line.tsx';
import { Nav } from './nav.tsx';
import { NavSheet } from './nav-sheet.tsx';
import { Rail } from './rail.tsx';
import { useGlobalKeys } from './use-global-keys.ts';
import { useNavLists } from './use-nav-lists.ts';

const ThemedToasts = lazy(async () => ({ default: (await import('./toasts.tsx')).Toasts }));
const Palette = lazy(async () => ({ default: (await import('../palette/palette.tsx')).Palette }));
const ShortcutSheet = lazy(async () => ({ default: (await import('./shortcut-sheet.tsx')).ShortcutSheet }));
const InteractionDialogs = lazy(async () => ({
  default: (await import('../interactions/dialogs.tsx')).InteractionDialogs,
}));

/** The frame around every page; waits for who is signed in. */
export const Workspace = () => {
  const { api } = useNeeds();
  const { data, error, refetch } = useQuery(bootstrapQuery(api));
  if (data) {
    return (
      <BootstrapContext value={data}>
        <Frame bootstrap={data} />
      </BootstrapContext>
    );
  }
  if (error) return <FailureNotice what="Your workspace" error={error} onRetry={() => void refetch()} />;
  return <FrameSkeleton />;
};

const Frame = ({ bootstrap }: { readonly bootstrap: Bootstrap }) => {
  const live = useStartedLive();
  const isPhone = useIsPhone();
  useGlobalKeys();
  useNavLists();
  return (
    <LiveContext value={live}>
      <div className="flex h-full flex-col">
        <ConnectionLine />
        <div className="flex min-h-0 grow">
          {isPhone ? null : <Rail role={bootstrap.role} />}
          {isPhone ? null : <Nav />}
          <Outlet />
        </div>
        {isPhone ? <BottomBar /> : null}
      </div>
      <Overlays />
    </LiveContext>
  );
};

const Overlays = () => {
  const shown = useStore(overlay, (value) => value);
  const interaction = useStore(interactionDialog, (value) => value);
  const close = (): void => overlay.set(undefined);
  return (
    <>
      <Suspense>
        <ThemedToasts />
      </Suspense>
      <Suspense>
        {shown === 'nav' ? <NavSheet onClose={close} /> : null}
        {shown === 'palette' ? <Palette onClose={close} /> : null}
        {shown === 'shortcuts' ? <ShortcutSheet onClose={close} /> : null}
        {interaction ? <InteractionDialogs shown={interaction} /> : null}
      </Suspense>
    </>
  );
};

const FrameSkeleton = () => (
  <div role="status" aria-label="Opening your workspace" className="late flex h-full">
    <div className="w-13 border-e border-border max-sm:hidden" />
    <div className="w-52 border-e border-border max-xl:hidden" />
    <div className="w-86 border-e border-border max-sm:grow" />
    <div className="grow" />
  </div>
);
