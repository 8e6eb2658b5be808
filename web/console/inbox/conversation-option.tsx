import { useQueryClient } from '@tanstack/react-query';
import { PenLine } from 'lucide-react';
import { memo } from 'react';
import type { ConversationRow } from '#functions/agent-api/contract.ts';
import { useBootstrap, useNeeds } from '../api/context.ts';
import { detailQuery } from '../api/queries.ts';
import { onlookers } from '../live/live-state.ts';
import type { Preferences } from '../preferences/preferences.ts';
import { drafts } from '../stores/drafts.ts';
import { isUnread, seenMessages } from '../stores/seen-messages.ts';
import { useStore } from '../stores/store.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Age, ChannelIcon, PriorityMark, SentimentMark, SlaChip } from '../ui/chips.tsx';
import { cursor } from './cursor.ts';

type ConversationOptionProps = {
  readonly row: ConversationRow;
  readonly position: number;
  readonly total: number;
  readonly top: number;
  readonly height: number;
  readonly isOpen: boolean;
  readonly isCursor: boolean;
  readonly density: Preferences['density'];
  readonly onOpen: (id: string) => void;
};

const prefetchAfterMs = 80;

/** One row: who, what, how urgent. Plain elements only, since there are many. */
export const ConversationOption = memo((props: ConversationOptionProps) => {
  const { row, isOpen, isCursor, density } = props;
  const { me } = useBootstrap();
  const unread = useStore(seenMessages, (seen) => isUnread(row, { id: me.id, seen })) && !isOpen;
  const hover = usePrefetchOnHover(row.id);
  const open = ({ currentTarget }: React.MouseEvent<HTMLElement>): void => {
    currentTarget.closest<HTMLElement>('[role=listbox]')?.focus({ preventScroll: true });
    cursor.set(row.id);
    props.onOpen(row.id);
  };
  const Body = density === 'compact' ? CompactBody : ComfortableBody;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox holds the focus and answers Enter and the arrows
    <div
      id={`row-${row.id}`}
      role="option"
      tabIndex={-1}
      aria-selected={isOpen}
      data-cursor={isCursor || undefined}
      aria-setsize={props.total}
      aria-posinset={props.position}
      onClick={open}
      {...hover}
      className={`absolute inset-x-0 flex cursor-pointer gap-3 overflow-hidden border-b border-border ps-4 pe-3 text-13 ${
        isOpen
          ? 'bg-accent-soft shadow-[inset_3px_0_var(--accent)] rtl:shadow-[inset_-3px_0_var(--accent)]'
          : 'hover-tint'
      } ${isCursor && !isOpen ? 'bg-[color-mix(in_oklab,var(--text)_5%,transparent)]' : ''}`}
      style={{ top: props.top, height: props.height }}
    >
      {unread ? <UnreadDot isCompact={density === 'compact'} /> : null}
      <Body row={row} unread={unread} />
    </div>
  );
});

const UnreadDot = ({ isCompact }: { readonly isCompact: boolean }) => (
  <span className={`absolute start-1.5 size-1.5 rounded-full bg-accent ${isCompact ? 'top-[17px]' : 'top-[21px]'}`}>
    <span className="sr-only">Unread</span>
  </span>
);

type BodyProps = { readonly row: ConversationRow; readonly unread: boolean };

const ComfortableBody = ({ row, unread }: BodyProps) => (
  <>
    <span className="pt-2.5">
      <Avatar name={row.customerName} />
    </span>
    <span className="grid min-w-0 grow grid-cols-[minmax(0,1fr)] content-center">
      <span className="flex items-baseline gap-2">
        <bdi dir="auto" className={`truncate ${unread ? 'font-[650]' : 'font-medium'}`}>
          {row.customerName}
        </bdi>
        <Replying id={row.id} />
        <span className="ms-auto flex shrink-0 items-baseline gap-2">
          <PriorityMark priority={row.priority} />
          <Age at={row.lastActivityAt} className="text-12 text-text-3" />
        </span>
      </span>
      <span className="flex items-center gap-2">
        <span dir="auto" className={`grow truncate text-start ${unread ? 'font-[650]' : ''}`}>
          {row.subject}
        </span>
        <SlaChip row={row} />
      </span>
      <span className="flex items-center gap-2 text-text-2">
        <Preview row={row} />
        <SentimentMark sentiment={row.sentiment} />
        <ChannelIcon channel={row.channel} />
      </span>
    </span>
  </>
);

const CompactBody = ({ row, unread }: BodyProps) => (
  <span className="flex min-w-0 grow items-center gap-2">
    <ChannelIcon channel={row.channel} />
    <bdi dir="auto" className={`w-24 shrink-0 truncate ${unread ? 'font-[650]' : 'font-medium'}`}>
      {row.customerName}
    </bdi>
    <span dir="auto" className={`grow truncate text-start ${unread ? 'font-[650]' : 'text-text-2'}`}>
      {row.subject}
    </span>
    {row.priority === 'urgent' ? <PriorityMark priority={row.priority} /> : null}
    <SlaChip row={row} />
    <Age at={row.lastActivityAt} className="w-7 shrink-0 text-end text-12 text-text-3" />
  </span>
);

/** What was said last; one's own unfinished answer comes first. */
const Preview = ({ row }: { readonly row: ConversationRow }) => {
  const draft = useStore(drafts.texts, (texts) => texts[`${row.id}.reply`] ?? texts[`${row.id}.note`]);
  if (draft) {
    return (
      <span className="flex min-w-0 grow items-center gap-1">
        <PenLine size={12} className="text-accent" aria-hidden />
        <span className="font-medium text-accent">Draft</span>
        <span dir="auto" className="truncate">
          {draft}
        </span>
      </span>
    );
  }
  const said = row.lastMessage;
  return (
    <span dir="auto" className="grow truncate text-start">
      {said?.direction === 'out' ? <span className="text-text-3">Us: </span> : null}
      {said?.preview ?? ''}
    </span>
  );
};

const Replying = ({ id }: { readonly id: string }) => {
  const { me } = useBootstrap();
  const isReplying = useStore(onlookers, (all) =>
    (all[id] ?? []).some(({ agentId, doing }) => doing === 'replying' && agentId !== me.id),
  );
  return isReplying ? <span className="shrink-0 text-12 text-ok">replying…</span> : null;
};

/** A pointer that rests on a row will probably open it. */
const usePrefetchOnHover = (id: string) => {
  const { api } = useNeeds();
  const client = useQueryClient();
  return {
    onPointerEnter: ({ currentTarget }: React.PointerEvent<HTMLElement>) => {
      setTimeout(() => {
        if (currentTarget?.matches?.(':hover')) void client.prefetchQuery(detailQuery(api, id));
      }, prefetchAfterMs);
    },
  };
};
