import { useState } from 'react';
import type { ConversationDetail } from '#functions/agent-api/contract.ts';
import { Modal } from '../ui/modal.tsx';
import { confirmDone } from '../ui/toast.ts';
import { FormEnd } from './form-end.tsx';
import { emptyInteraction, interactionOf } from './interaction-draft.ts';
import { InteractionFields } from './interaction-fields.tsx';
import { conversationPath, useConversationChange } from './use-conversation-change.ts';
import { useSubmit } from './use-submit.ts';

type LogDialogProps = { readonly detail: ConversationDetail; readonly onClose: () => void };

/** Enters a visit, a call or a letter into the open conversation. */
export const LogDialog = ({ detail, onClose }: LogDialogProps) => {
  const [draft, setDraft] = useState(emptyInteraction);
  const change = useConversationChange();
  const interaction = interactionOf(draft);
  const { onSubmit, isBusy, error } = useSubmit(async () => {
    if (!interaction) return;
    await change({ path: conversationPath(detail.conversation.id, 'interactions'), body: { interaction } });
    onClose();
    confirmDone('It stands in the conversation');
  });
  return (
    <Modal title="Log an interaction" onClose={onClose}>
      <form onSubmit={onSubmit} className="grid gap-3 overflow-y-auto p-4">
        <p className="text-13 text-text-2">
          With <bdi className="font-medium text-text">{detail.customer.name}</bdi>; the customer does not see it.
        </p>
        <InteractionFields draft={draft} onChange={setDraft} />
        <FormEnd label="Log it" error={error} isBusy={isBusy} isReady={interaction !== undefined} onCancel={onClose} />
      </form>
    </Modal>
  );
};
