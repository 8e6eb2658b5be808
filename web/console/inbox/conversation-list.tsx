import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { ConversationPage, ConversationRow } from '#functions/agent-api/contract.ts';
import { preferences } from '../preferences/preferences.ts';
import { useStore } from '../stores/store.ts';
import { ConversationOption } from './conversation-option.tsx';
import { cursor } from './cursor.ts';
import type { Place } from './use-place.ts';

export type ListResult = UseInfiniteQueryResult<InfiniteData<ConversationPage, unknown>>;

type ConversationListProps = {
  readonly place: Place;
  readonly rows: readonly ConversationRow[];
  readonly title: string;
  readonly list: ListResult;
};

const rowHeights = { comfortable: 73, compact: 41 } as const;

/** Only the rows in sight exist; the next page is fetched before its first row is reached. */
export const ConversationList = ({ place, rows, title, list }: ConversationListProps) => {
  const scroller = useRef<HTMLDivElement>(null);
  const density = useStore(preferences, (value) => value.density);
  const cursorId = useStore(cursor, (value) => value) ?? place.conversationId;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeights[density],
    overscan: 6,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const items = virtual.getVirtualItems();
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows have another height in another density
  useEffect(() => virtual.measure(), [virtual, density]);
  useKeepCursorInSight(rows, cursorId, virtual.scrollToIndex);
  useNextPage(list, (items.at(-1)?.index ?? 0) >= rows.length - 10);
  const isCursorShown = items.some(({ key }) => key === cursorId);
  return (
    <div
      ref={scroller}
      role="listbox"
      tabIndex={0}
      aria-label={`${title}, conversations`}
      aria-activedescendant={isCursorShown ? `row-${cursorId}` : undefined}
      className="conversation-list grow overflow-y-auto scroll-quiet"
    >
      <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start, size }) => {
          const row = rows[index];
          return row ? (
            <ConversationOption
              key={row.id}
              row={row}
              position={index + 1}
              total={list.hasNextPage ? -1 : rows.length}
              top={start}
              height={size}
              isOpen={row.id === place.conversationId}
              isCursor={row.id === cursorId}
              density={density}
              onOpen={place.open}
            />
          ) : null;
        })}
      </div>
    </div>
  );
};

const useKeepCursorInSight = (
  rows: readonly ConversationRow[],
  cursorId: string | undefined,
  scrollToIndex: (index: number) => void,
): void => {
  const latest = useRef(rows);
  latest.current = rows;
  useEffect(() => {
    const index = latest.current.findIndex(({ id }) => id === cursorId);
    if (index >= 0) scrollToIndex(index);
  }, [cursorId, scrollToIndex]);
};

const useNextPage = (
  { hasNextPage, isFetchingNextPage, isError, fetchNextPage }: ListResult,
  isNear: boolean,
): void => {
  useEffect(() => {
    if (isNear && hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [isNear, hasNextPage, isFetchingNextPage, isError, fetchNextPage]);
};
