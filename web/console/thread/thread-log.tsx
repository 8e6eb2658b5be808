import { ArrowDown } from 'lucide-react';
import { lazy, memo, Suspense, useMemo, useState } from 'react';
import type { ConversationDetail } from '#functions/agent-api/contract.ts';
import { useBootstrap } from '../api/context.ts';
import { dayHeading } from '../format/time.ts';
import { nowMs } from '../stores/clock.ts';
import { outbox } from '../stores/outbox.ts';
import { useStore } from '../stores/store.ts';
import { Button } from '../ui/button.tsx';
import { isTold } from './is-told.ts';
import { OutboxMessage } from './outbox-message.tsx';
import { ReceivedMessage } from './received-message.tsx';
import { ElsewhereMessage, NoteMessage, ReplyMessage } from './reply-message.tsx';
import { SystemLine } from './system-line.tsx';
import { type TimelineItem, timelineOf } from './timeline.ts';
import { useStickToEnd } from './use-stick-to-end.ts';

const InteractionCard = lazy(async () => ({ default: (await import('./interaction-card.tsx')).InteractionCard }));

/** How much of a long history is drawn at first. */
const shownAtFirst = 80;

/** The history, newest at the end and in sight. */
export const ThreadLog = ({ detail }: { readonly detail: ConversationDetail }) => {
  const { conversation, events } = detail;
  const items = useMemo(() => timelineOf(events, conversation.deliveries), [events, conversation.deliveries]);
  const [limit, setLimit] = useState(shownAtFirst);
  const { me } = useBootstrap();
  const pending = useStore(outbox, (all) => all).filter(
    (item) => item.conversationId === conversation.id && !isTold(item, events, me.id),
  );
  const { scroller, isAtEnd, toEnd } = useStickToEnd(items.length + pending.length, pending.at(-1)?.id);
  const hidden = Math.max(0, items.length - limit);
  return (
    <div className="relative min-h-0 grow">
      <div
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable with the keyboard
        tabIndex={0}
        role="log"
        aria-label="Messages"
        className="h-full overflow-y-auto px-4 scroll-quiet focus-visible:-outline-offset-2"
      >
        <div className="mx-auto flex min-h-full max-w-165 flex-col justify-end gap-4 py-4">
          {hidden > 0 ? (
            <Button look="quiet" className="self-center" onPress={() => setLimit(limit + shownAtFirst)}>
              Show {hidden} earlier
            </Button>
          ) : null}
          {items.slice(hidden).map((item) => (
            <Item key={item.id} item={item} conversationId={conversation.id} customerName={conversation.customerName} />
          ))}
          {pending.map((item) => (
            <OutboxMessage key={item.id} item={item} />
          ))}
        </div>
      </div>
      {isAtEnd ? null : (
        <Button className="absolute inset-x-0 bottom-3 mx-auto w-fit rounded-full! shadow-pop" onPress={toEnd}>
          <ArrowDown size={14} aria-hidden />
          Newest
        </Button>
      )}
    </div>
  );
};

type ItemProps = { readonly item: TimelineItem; readonly conversationId: string; readonly customerName: string };

const Item = memo(({ item, conversationId, customerName }: ItemProps) => {
  switch (item.kind) {
    case 'day':
      return (
        <div className="flex items-center gap-3 text-12 text-text-3">
          <span className="h-px grow bg-border" aria-hidden />
          {dayHeading(item.at, nowMs())}
          <span className="h-px grow bg-border" aria-hidden />
        </div>
      );
    case 'received':
      return <ReceivedMessage conversationId={conversationId} customerName={customerName} item={item} />;
    case 'reply':
      return <ReplyMessage conversationId={conversationId} item={item} />;
    case 'elsewhere':
      return <ElsewhereMessage conversationId={conversationId} item={item} />;
    case 'interaction':
      return (
        <Suspense fallback={<div className="h-24" />}>
          <InteractionCard event={item.event} />
        </Suspense>
      );
    case 'note':
      return <NoteMessage event={item.event} />;
    case 'line':
      return <SystemLine event={item.event} />;
  }
});
