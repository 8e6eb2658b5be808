import { Coffee, Inbox, Menu as MenuIcon, RefreshCw } from 'lucide-react';
import type { ConversationRow } from '#functions/agent-api/contract.ts';
import { overlay, useHasTwoPanes, useIsPhone } from '../stores/layout.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { FailureNotice, Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { ConversationList, type ListResult } from './conversation-list.tsx';
import { TakeNext } from './take-next.tsx';
import type { Place } from './use-place.ts';

type ListPaneProps = {
  readonly place: Place;
  readonly rows: readonly ConversationRow[];
  readonly title: string;
  readonly list: ListResult;
};

/** One list with its heading, or why there is none. */
export const ListPane = ({ place, rows, title, list }: ListPaneProps) => {
  const hasTwoPanes = useHasTwoPanes();
  const isPhone = useIsPhone();
  const count = `${rows.length}${list.hasNextPage ? '+' : ''}`;
  return (
    <>
      <div className="flex h-12 shrink-0 items-center gap-2 border-b border-border ps-4 pe-2">
        {isPhone && !hasTwoPanes ? (
          <IconButton icon={MenuIcon} name="Views" className="-ms-2" onPress={() => overlay.set('nav')} />
        ) : null}
        <h1 className="truncate text-14 font-semibold">
          <bdi>{title}</bdi>
        </h1>
        {list.isSuccess ? <span className="tabular text-13 text-text-3">{count}</span> : null}
        <span className="grow" />
        <IconButton
          icon={RefreshCw}
          name="Read again"
          isDisabled={list.isFetching}
          className={list.isRefetching ? 'motion-safe:[&_svg]:animate-spin' : ''}
          onPress={() => void list.refetch()}
        />
      </div>
      <ListBody place={place} rows={rows} title={title} list={list} />
    </>
  );
};

const ListBody = ({ place, rows, title, list }: ListPaneProps) => {
  if (list.isPending) return <Skeleton rows={9} label={`Loading ${title}`} />;
  if (list.isError && rows.length === 0) {
    return <FailureNotice what={title} error={list.error} onRetry={() => void list.refetch()} />;
  }
  if (rows.length === 0) return <EmptyList place={place} />;
  return <ConversationList place={place} rows={rows} title={title} list={list} />;
};

const EmptyList = ({ place }: Pick<ListPaneProps, 'place'>) => {
  switch (place.filter.view) {
    case 'mine':
      return <TakeNext place={place} />;
    case 'snoozed':
      return <Notice icon={Coffee}>Nothing is snoozed.</Notice>;
    case 'resolved':
      return <Notice icon={Inbox}>Nothing was resolved yet.</Notice>;
    default:
      return <Notice icon={Coffee}>Nobody is waiting here.</Notice>;
  }
};
