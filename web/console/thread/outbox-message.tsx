import { useQueryClient } from '@tanstack/react-query';
import { Clock } from 'lucide-react';
import { sendItem } from '../actions/send.ts';
import { useBootstrap, useNeeds } from '../api/context.ts';
import { attachAgain } from '../composer/attached-files.ts';
import { focusComposer } from '../composer/composer-focus.ts';
import { drafts } from '../stores/drafts.ts';
import { type OutboxItem, removeOutboxItem } from '../stores/outbox.ts';
import { Bubble } from './bubble.tsx';
import { NoteLabel } from './reply-message.tsx';
import { RichText } from './rich-text.tsx';

/** Something written here that the server does not have yet, or refused. */
export const OutboxMessage = ({ item }: { readonly item: OutboxItem }) => {
  const { me } = useBootstrap();
  return (
    <Bubble
      look={item.mode}
      name={me.name}
      at={item.at}
      isPending={item.state.status !== 'failed'}
      meta={item.mode === 'note' ? <NoteLabel /> : null}
      state={<StateMark status={item.state.status} />}
      footer={
        item.state.status === 'failed' ? (
          <Failed item={item} why={item.state.why} requestId={item.state.requestId} />
        ) : null
      }
    >
      <RichText text={item.text} />
      <FileNames files={item.files} />
    </Bubble>
  );
};

const FileNames = ({ files = [] }: Pick<OutboxItem, 'files'>) =>
  files.length === 0 ? null : (
    <p className="mt-1.5 text-12 text-text-2">
      With <bdi>{files.map(({ fileName }) => fileName).join(', ')}</bdi>
    </p>
  );

const words = { sending: 'Sending', held: 'Not sent yet', failed: 'Not sent' } as const;

const StateMark = ({ status }: Pick<OutboxItem['state'], 'status'>) => (
  <span className={`inline-flex items-center gap-1 ${status === 'failed' ? 'text-bad' : ''}`}>
    <span aria-hidden>·</span>
    <Clock size={12} aria-hidden /> {words[status]}
  </span>
);

type FailedProps = { readonly item: OutboxItem; readonly why: string; readonly requestId: string | undefined };

const Failed = ({ item, why, requestId }: FailedProps) => {
  const { api } = useNeeds();
  const client = useQueryClient();
  const edit = (): void => {
    if (!item.template) drafts.write(item.conversationId, item.mode, item.text);
    attachAgain(item.conversationId, item.files ?? []);
    removeOutboxItem(item.id);
    focusComposer(item.mode);
  };
  return (
    <div role="alert" className="mt-1.5 border-s-2 border-bad ps-2.5 text-12 text-bad">
      {why}
      {requestId ? (
        <>
          {' '}
          Request <bdi>{requestId}</bdi>.
        </>
      ) : null}
      <span className="ms-2 inline-flex gap-3 font-semibold">
        <button type="button" className="min-h-6 underline" onClick={() => void sendItem({ api, client }, item)}>
          Retry
        </button>
        <button type="button" className="min-h-6 underline" onClick={edit}>
          Edit
        </button>
        <button type="button" className="min-h-6 underline" onClick={() => removeOutboxItem(item.id)}>
          Delete
        </button>
      </span>
    </div>
  );
};
