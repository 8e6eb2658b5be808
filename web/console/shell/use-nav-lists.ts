import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { ConversationPage } from '#functions/agent-api/contract.ts';
import { useNeeds } from '../api/context.ts';
import { keys } from '../api/keys.ts';
import { listQuery } from '../api/queries.ts';
import type { ListFilter } from '../api/types.ts';

type ListData = InfiniteData<ConversationPage, string>;

/** Warms the first pages of the lists whose counts stand in the navigation, once the page is calm. */
export const useNavLists = (): void => {
  const { api } = useNeeds();
  const client = useQueryClient();
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const view of ['mine', 'unassigned', 'open'] as const) {
        void client.prefetchInfiniteQuery(listQuery(api, { view }));
      }
    }, 600);
    return () => clearTimeout(timer);
  }, [api, client]);
};

/** "12", or "50+" while further pages exist; nothing while the list was not read. */
export const useListCount = (filter: ListFilter): string | undefined => {
  const client = useQueryClient();
  return useSyncExternalStore(
    (listener) => client.getQueryCache().subscribe(listener),
    () =>
      countOf(client.getQueryData<ListData>(keys.list(filter))) ?? countInOpen(client.getQueryData(openKey), filter),
  );
};

const openKey = keys.list({ view: 'open' });

const countOf = (data: ListData | undefined): string | undefined => {
  if (!data) return undefined;
  const count = data.pages.reduce((sum, page) => sum + page.items.length, 0);
  return `${count}${data.pages.at(-1)?.nextCursor === undefined ? '' : '+'}`;
};

/** A queue's share of all that is open, when all of that is at hand. */
const countInOpen = (data: ListData | undefined, { view, queueId }: ListFilter): string | undefined => {
  if (view !== 'queue' || !data || data.pages.at(-1)?.nextCursor !== undefined) return undefined;
  return String(data.pages.flatMap(({ items }) => items).filter((row) => row.queueId === queueId).length);
};
