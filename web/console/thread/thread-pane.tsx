import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import type { ConversationDetail } from '#functions/agent-api/contract.ts';
import { useNeeds } from '../api/context.ts';
import { detailQuery } from '../api/queries.ts';
import { Composer } from '../composer/composer.tsx';
import { CustomerPanel } from '../customer/customer-panel.tsx';
import { preferences } from '../preferences/preferences.ts';
import { overlay, useIsWide } from '../stores/layout.ts';
import { markSeen } from '../stores/seen-messages.ts';
import { useStore } from '../stores/store.ts';
import { Modal } from '../ui/modal.tsx';
import { FailureNotice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { CustomerTyping } from './customer-typing.tsx';
import { ReplyingLine } from './onlookers.tsx';
import { OpenTasks } from './open-tasks.tsx';
import { ThreadHeader } from './thread-header.tsx';
import { ThreadLog } from './thread-log.tsx';

const AssignDialog = lazy(async () => ({ default: (await import('./assign-dialog.tsx')).AssignDialog }));
const TransferDialog = lazy(async () => ({ default: (await import('./transfer-dialog.tsx')).TransferDialog }));
const SnoozeDialog = lazy(async () => ({ default: (await import('./snooze-dialog.tsx')).SnoozeDialog }));

type ThreadPaneProps = { readonly conversationId: string; readonly onLeave: () => void };

/** The open conversation with everything around it. */
export const ThreadPane = ({ conversationId, onLeave }: ThreadPaneProps) => {
  const { api } = useNeeds();
  const { data, error, refetch } = useQuery(detailQuery(api, conversationId));
  if (data) return <Thread detail={data} onLeave={onLeave} />;
  return (
    <main className="min-w-0 grow bg-surface">
      {error ? (
        <FailureNotice what="The conversation" error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton rows={5} label="Loading the conversation" />
      )}
    </main>
  );
};

type ThreadProps = { readonly detail: ConversationDetail; readonly onLeave: () => void };

const Thread = ({ detail, onLeave }: ThreadProps) => {
  const { conversation } = detail;
  const isWide = useIsWide();
  const panelOpen = useStore(preferences, (value) => value.panelOpen);
  useMarkSeen(conversation.id, conversation.lastMessage?.eventId);
  return (
    <>
      <main className="@container flex min-w-0 grow flex-col bg-surface lg:min-w-100">
        <ThreadHeader conversation={conversation} handle={handleIn(detail)} onLeave={onLeave} />
        <OpenTasks conversation={conversation} />
        <ReplyingLine conversationId={conversation.id} />
        <ThreadLog detail={detail} />
        <CustomerTyping conversationId={conversation.id} />
        <Composer detail={detail} />
      </main>
      {isWide && panelOpen ? (
        <aside
          aria-label="Customer"
          className="w-77 shrink-0 overflow-y-auto border-s border-border bg-canvas scroll-quiet"
        >
          <CustomerPanel detail={detail} />
        </aside>
      ) : null}
      <ThreadOverlays detail={detail} />
    </>
  );
};

/** The name that the customer goes by there, as last seen. */
const handleIn = ({ events }: ConversationDetail): string | undefined =>
  events.findLast((event) => event.type === 'MessageReceived')?.message.sender.handle;

const ThreadOverlays = ({ detail }: { readonly detail: ConversationDetail }) => {
  const shown = useStore(overlay, (value) => value);
  const isWide = useIsWide();
  const close = (): void => overlay.set(undefined);
  const { conversation } = detail;
  return (
    <Suspense>
      {shown === 'assign' ? <AssignDialog conversation={conversation} onClose={close} /> : null}
      {shown === 'transfer' ? <TransferDialog conversation={conversation} onClose={close} /> : null}
      {shown === 'snooze-custom' ? <SnoozeDialog conversation={conversation} onClose={close} /> : null}
      {shown === 'customer' && !isWide ? (
        <Modal title="Customer" shape="end" onClose={close}>
          <div className="overflow-y-auto">
            <CustomerPanel detail={detail} />
          </div>
        </Modal>
      ) : null}
    </Suspense>
  );
};

/** What stands on a visible screen counts as read. */
const useMarkSeen = (conversationId: string, eventId: string | undefined): void => {
  useEffect(() => {
    const mark = (): void => {
      if (eventId && document.visibilityState === 'visible') markSeen(conversationId, eventId);
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [conversationId, eventId]);
};
