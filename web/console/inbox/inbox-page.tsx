import { useInfiniteQuery } from '@tanstack/react-query';
import { MessagesSquare } from 'lucide-react';
import { lazy, Suspense, useEffect, useMemo } from 'react';
import { useBootstrap, useNeeds } from '../api/context.ts';
import { listQuery } from '../api/queries.ts';
import { useFollowing, useLive } from '../live/live-context.ts';
import { topicsOfList } from '../live/topics.ts';
import { preferences } from '../preferences/preferences.ts';
import { listTitle } from '../shell/view-list.ts';
import { useHasTwoPanes } from '../stores/layout.ts';
import { useStore } from '../stores/store.ts';
import { Kbd } from '../ui/kbd.tsx';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { ListPane } from './list-pane.tsx';
import { ResizeHandle } from './resize-handle.tsx';
import { useInboxKeys } from './use-inbox-keys.ts';
import { usePlace } from './use-place.ts';

const loadThread = () => import('../thread/thread-pane.tsx');
const ThreadPane = lazy(async () => ({ default: (await loadThread()).ThreadPane }));

/** List and conversation: side by side where there is room, one after the other where there is not. */
export const InboxPage = () => {
  const { api } = useNeeds();
  const place = usePlace();
  const { queues } = useBootstrap();
  const list = useInfiniteQuery(listQuery(api, place.filter));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const hasTwoPanes = useHasTwoPanes();
  const listWidth = useStore(preferences, (value) => value.listWidth);
  const title = listTitle(place.filter, queues);
  useFollowing(topicsOfList(place.filter, queues));
  useAttendance(place.conversationId);
  useTitle(title);
  useInboxKeys(place, rows);
  useThreadAtHand();
  const showsList = hasTwoPanes || !place.conversationId;
  return (
    <>
      {showsList ? (
        <section
          aria-label={title}
          className="flex min-w-0 shrink-0 flex-col bg-surface max-lg:grow"
          style={hasTwoPanes ? { width: listWidth } : {}}
        >
          <ListPane place={place} rows={rows} title={title} list={list} />
        </section>
      ) : null}
      {hasTwoPanes ? <ResizeHandle /> : null}
      {place.conversationId ? (
        <Suspense fallback={<ThreadComing />}>
          <ThreadPane
            key={place.conversationId}
            conversationId={place.conversationId}
            onLeave={() => place.open(undefined)}
          />
        </Suspense>
      ) : hasTwoPanes ? (
        <NothingOpen />
      ) : null}
    </>
  );
};

const ThreadComing = () => (
  <main className="min-w-0 grow bg-surface">
    <Skeleton rows={5} label="Loading the conversation" />
  </main>
);

const NothingOpen = () => (
  <main className="min-w-0 grow bg-canvas">
    <Notice icon={MessagesSquare}>
      Choose a conversation. <Kbd>j</Kbd> and <Kbd>k</Kbd> move, <Kbd>Enter</Kbd> opens.
    </Notice>
  </main>
);

/** The list is there first; what shows a conversation is fetched beside it, before one is opened. */
const useThreadAtHand = (): void => {
  useEffect(() => {
    // Opening a conversation tries again, and says so if it fails then.
    loadThread().catch(() => undefined);
  }, []);
};

/** Colleagues see who is looking at the open conversation. */
const useAttendance = (conversationId: string | undefined): void => {
  const live = useLive();
  useEffect(() => {
    live?.attend(conversationId);
    return () => live?.attend(undefined);
  }, [live, conversationId]);
};

const useTitle = (title: string): void => {
  useEffect(() => {
    document.title = `${title} · Parley`;
  }, [title]);
};
