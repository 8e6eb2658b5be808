import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConversationDetail, ConversationRow } from '#functions/agent-api/contract.ts';
import { useNeeds } from '../api/context.ts';
import { customerQuery } from '../api/queries.ts';
import { wholeTime } from '../format/time.ts';
import { ChannelIcon } from '../ui/chips.tsx';
import { Modal } from '../ui/modal.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { confirmDone } from '../ui/toast.ts';
import { FormEnd } from './form-end.tsx';
import { conversationPath, useConversationChange } from './use-conversation-change.ts';
import { useSubmit } from './use-submit.ts';

type JoinDialogProps = { readonly detail: ConversationDetail; readonly onClose: () => void };

/** Takes another conversation of the same customer into this one. */
export const JoinDialog = ({ detail, onClose }: JoinDialogProps) => {
  const { conversation, customer } = detail;
  const { api } = useNeeds();
  const { data, isError } = useQuery(customerQuery(api, customer.id));
  const others = data?.conversations.filter(({ id }) => id !== conversation.id);
  const [chosenId, setChosenId] = useState('');
  const change = useConversationChange();
  const { onSubmit, isBusy, error } = useSubmit(async () => {
    await change({
      path: conversationPath(conversation.id, 'join'),
      body: { conversationId: chosenId },
      affects: [conversation.id, chosenId],
    });
    onClose();
    confirmDone('Joined: both histories are here');
  });
  return (
    <Modal title="Join another conversation into this one" onClose={onClose}>
      <form onSubmit={onSubmit} className="grid gap-3 overflow-y-auto p-4">
        <p className="text-13 text-text-2">
          The one you choose ends; its history is shown here, and what <bdi>{customer.name}</bdi> writes there comes
          here from now on.
        </p>
        {others ? null : isError ? (
          <p className="text-13 text-bad">The other conversations could not be loaded.</p>
        ) : (
          <Skeleton rows={2} label="Loading the other conversations" />
        )}
        {others?.length === 0 ? (
          <p className="text-13 text-text-2">
            There is no other conversation with <bdi>{customer.name}</bdi>.
          </p>
        ) : null}
        <fieldset className="grid gap-1.5">
          <legend className="sr-only">Conversation that ends</legend>
          {others?.map((row) => (
            <OtherChoice key={row.id} row={row} isChosen={row.id === chosenId} onChoose={() => setChosenId(row.id)} />
          ))}
        </fieldset>
        <FormEnd label="Join" error={error} isBusy={isBusy} isReady={chosenId !== ''} onCancel={onClose} />
      </form>
    </Modal>
  );
};

type OtherChoiceProps = {
  readonly row: ConversationRow;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
};

const OtherChoice = ({ row, isChosen, onChoose }: OtherChoiceProps) => (
  <label
    className={`flex min-h-11 items-center gap-3 rounded-m border px-3 py-1.5 text-13 hover-tint has-focus-visible:outline-2 has-focus-visible:outline-focus ${isChosen ? 'border-accent bg-accent-soft' : 'border-border'}`}
  >
    <input type="radio" name="other" checked={isChosen} onChange={onChoose} className="accent-accent" />
    <ChannelIcon channel={row.channel} />
    <span className="min-w-0 grow">
      <span dir="auto" className="block truncate text-start font-medium">
        {row.subject}
      </span>
      <span className="block text-12 text-text-2">
        {row.stage.status} · {wholeTime(row.lastActivityAt)}
      </span>
    </span>
  </label>
);
