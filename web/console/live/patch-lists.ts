import type { ConversationPage, ConversationRow } from '#functions/agent-api/contract.ts';
import type { ListFilter } from '../api/types.ts';

/** Does this conversation show in that list? */
export const belongsTo = (row: ConversationRow, { view, queueId }: ListFilter, meId: string): boolean => {
  if (queueId !== undefined && row.queueId !== queueId) return false;
  const isOpen = row.stage.status === 'open';
  switch (view) {
    case 'mine':
      return isOpen && row.holder.kind === 'agent' && row.holder.agentId === meId;
    case 'unassigned':
      return isOpen && row.holder.kind !== 'agent';
    case 'queue':
    case 'open':
      return isOpen;
    case 'snoozed':
    case 'resolved':
      return row.stage.status === view;
  }
};

type Pages = readonly ConversationPage[];

/** The pages of one list after a conversation changed: newest activity first, gone when it no longer belongs. */
export const placeRow = (pages: Pages, row: ConversationRow, belongs: boolean): Pages => {
  const known = pages.flatMap((page) => page.items).find((item) => item.id === row.id);
  if (known && known.version > row.version) return pages;
  if (!known && !belongs) return pages;
  const staysPut = known && belongs && known.lastActivityAt === row.lastActivityAt;
  if (staysPut)
    return pages.map((page) =>
      withItems(
        page,
        page.items.map((item) => (item.id === row.id ? row : item)),
      ),
    );
  const without = known
    ? pages.map((page) =>
        withItems(
          page,
          page.items.filter(({ id }) => id !== row.id),
        ),
      )
    : pages;
  return belongs ? insert(without, row) : without;
};

const insert = (pages: Pages, row: ConversationRow): Pages => {
  const isAfter = (item: ConversationRow): boolean => item.lastActivityAt < row.lastActivityAt;
  const found = pages.findIndex((page) => page.items.some(isAfter));
  // Older than all that is loaded: it comes with its own page, unless this is the last one.
  if (found < 0 && pages.at(-1)?.nextCursor !== undefined) return pages;
  const target = found < 0 ? pages.length - 1 : found;
  return pages.map((page, index) => {
    if (index !== target) return page;
    const position = page.items.findIndex(isAfter);
    return withItems(page, page.items.toSpliced(position < 0 ? page.items.length : position, 0, row));
  });
};

const withItems = (page: ConversationPage, items: readonly ConversationRow[]): ConversationPage =>
  items.length === page.items.length && items.every((item, index) => item === page.items[index])
    ? page
    : { ...page, items: [...items] };
