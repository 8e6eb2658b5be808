import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query';
import type { Bootstrap, ConversationDetail, ConversationPage, View } from '#functions/agent-api/contract.ts';
import { keys } from '../api/keys.ts';
import type { Agent, ListFilter } from '../api/types.ts';
import { type News, needsReading, withNews } from './patch-detail.ts';
import { belongsTo, placeRow } from './patch-lists.ts';

type ListData = InfiniteData<ConversationPage, string>;

/** An answer that is under way may be older than the news, and would undo it: it is awaited, and asked for once more. */
const askAgainAfterwards = (client: QueryClient, queryKey: QueryKey): void => {
  for (const query of client.getQueryCache().findAll({ queryKey, fetchStatus: 'fetching' })) {
    const again = () => client.invalidateQueries({ queryKey: query.queryKey, exact: true }, { cancelRefetch: false });
    void query.promise?.then(again, again);
  }
};

/** Brings every cached list and the open conversation up to date with something the server told. */
export const applyNews = (client: QueryClient, news: News): void => {
  const detailKey = keys.detail(news.conversation.id);
  askAgainAfterwards(client, keys.lists);
  askAgainAfterwards(client, detailKey);
  const known = client.getQueryData<ConversationDetail>(detailKey);
  if (known) {
    client.setQueryData<ConversationDetail>(detailKey, withNews(known, news));
    if (needsReading(known, news)) void client.invalidateQueries({ queryKey: detailKey });
  }
  patchLists(client, news.conversation);
};

/** Places a row into each cached list it belongs to and takes it out of the others. */
export const patchLists = (client: QueryClient, row: News['conversation']): void => {
  const meId = client.getQueryData<Bootstrap>(keys.bootstrap)?.me.id ?? '';
  for (const [key, data] of client.getQueriesData<ListData>({ queryKey: keys.lists })) {
    if (!data) continue;
    const pages = placeRow(data.pages, row, belongsTo(row, filterOf(key), meId));
    if (pages !== data.pages) client.setQueryData<ListData>(key, { ...data, pages: [...pages] });
  }
};

/** The filter of a list, back from its key. */
const filterOf = (key: readonly unknown[]): ListFilter => ({
  view: key[1] as View,
  queueId: key[2] === '' ? undefined : String(key[2]),
});

/** A colleague's presence or load changed. */
export const applyAgent = (client: QueryClient, agent: Agent): void => {
  askAgainAfterwards(client, keys.bootstrap);
  client.setQueryData<Bootstrap>(
    keys.bootstrap,
    (known) =>
      known && {
        ...known,
        me: known.me.id === agent.id ? agent : known.me,
        agents: known.agents.some(({ id }) => id === agent.id)
          ? known.agents.map((each) => (each.id === agent.id ? agent : each))
          : [...known.agents, agent],
      },
  );
};
