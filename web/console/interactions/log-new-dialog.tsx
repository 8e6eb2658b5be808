import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { compactNumber } from '#domain/customers/sought.ts';
import { useBootstrap } from '../api/context.ts';
import { Modal } from '../ui/modal.tsx';
import { confirmDone } from '../ui/toast.ts';
import { ChoiceField, TextField } from './fields.tsx';
import { FormEnd } from './form-end.tsx';
import { emptyInteraction, interactionOf } from './interaction-draft.ts';
import { InteractionFields } from './interaction-fields.tsx';
import { useConversationChange } from './use-conversation-change.ts';
import { useSubmit } from './use-submit.ts';

/** Enters what happened with somebody there is no conversation with, and opens one for it. */
export const LogNewDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { queues } = useBootstrap();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(emptyInteraction);
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const [subject, setSubject] = useState('');
  const [queueId, setQueueId] = useState(queues.at(0)?.id ?? '');
  const change = useConversationChange();
  const interaction = interactionOf(draft);
  const { onSubmit, isBusy, error } = useSubmit(async () => {
    const at = compactAddress(address);
    const customer = { name: name.trim(), ...(at === '' ? {} : { address: at }) };
    const body = { customer, queueId, subject: subject.trim(), interaction };
    const { conversation } = await change({ path: '/v1/interactions', body });
    onClose();
    confirmDone('A conversation was opened for it');
    void navigate({
      to: '/inbox/$view/{-$conversationId}',
      params: { view: 'open', conversationId: conversation.id },
    });
  });
  const isReady = interaction !== undefined && name.trim() !== '' && subject.trim() !== '';
  return (
    <Modal title="Log an interaction with a new customer" onClose={onClose}>
      <form onSubmit={onSubmit} className="grid gap-3 overflow-y-auto p-4">
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField label="Customer's name" maxLength={200} value={name} onChange={setName} />
          <TextField
            label="Phone or mail, if known"
            placeholder="+41446681800"
            hint="Finds a customer who has it already"
            value={address}
            onChange={setAddress}
          />
          <TextField label="Subject" maxLength={200} value={subject} onChange={setSubject} />
          <ChoiceField label="Queue" value={queueId} onChange={setQueueId} choices={queues} />
        </div>
        <InteractionFields draft={draft} onChange={setDraft} />
        <FormEnd label="Log it" error={error} isBusy={isBusy} isReady={isReady} onCancel={onClose} />
      </form>
    </Modal>
  );
};

/** Phone numbers are typed with spaces, dashes and brackets; the API wants E.164. */
const compactAddress = (text: string): string => (text.includes('@') ? text.trim() : compactNumber(text));
