import { type FormEvent, useState } from 'react';
import { useConversationActions } from '../actions/conversation-actions.ts';
import { useBootstrap } from '../api/context.ts';
import type { Agent, Conversation, Queue } from '../api/types.ts';
import { plural } from '../format/words.ts';
import { useFollowing } from '../live/live-context.ts';
import { Button } from '../ui/button.tsx';
import { Modal } from '../ui/modal.tsx';

type TransferDialogProps = { readonly conversation: Conversation; readonly onClose: () => void };

/** To which queue, and why: whoever takes it next reads the reason first. */
export const TransferDialog = ({ conversation, onClose }: TransferDialogProps) => {
  const { queues } = useBootstrap();
  useFollowing(['agents']);
  const others = queues.filter(({ id }) => id !== conversation.queueId);
  const [queueId, setQueueId] = useState(others.at(0)?.id);
  const [reason, setReason] = useState('');
  const actions = useConversationActions();
  const queue = others.find(({ id }) => id === queueId);
  const isReady = queue !== undefined && reason.trim() !== '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!queue || !isReady) return;
    onClose();
    void actions.transfer(conversation, { queue, reason: reason.trim() });
  };
  return (
    <Modal title="Transfer to another queue" onClose={onClose}>
      <form onSubmit={submit} className="grid gap-4 overflow-y-auto p-4">
        <fieldset className="grid gap-1.5">
          <legend className="mb-1 text-13 text-text-2">Queue</legend>
          {others.map((each) => (
            <QueueChoice
              key={each.id}
              queue={each}
              isChosen={each.id === queueId}
              onChoose={() => setQueueId(each.id)}
            />
          ))}
          {others.length === 0 ? <p className="text-13 text-text-2">There is no other queue.</p> : null}
        </fieldset>
        <label className="grid gap-1 text-13 text-text-2">
          Reason, for whoever takes it next
          <textarea
            value={reason}
            maxLength={500}
            rows={3}
            onChange={(event) => setReason(event.target.value)}
            placeholder="What the customer needs and what was already done"
            className="rounded-m border border-border-strong bg-surface p-2 text-14 text-text"
          />
        </label>
        <div className="flex justify-end gap-2">
          <Button onPress={onClose}>Cancel</Button>
          <Button look="primary" type="submit" isDisabled={!isReady}>
            Transfer
          </Button>
        </div>
      </form>
    </Modal>
  );
};

const hasRoom = (agent: Agent): boolean => agent.presence === 'available' && agent.load < agent.capacity;

type QueueChoiceProps = { readonly queue: Queue; readonly isChosen: boolean; readonly onChoose: () => void };

const QueueChoice = ({ queue, isChosen, onChoose }: QueueChoiceProps) => {
  const { agents } = useBootstrap();
  const members = agents.filter(({ queueIds }) => queueIds.includes(queue.id));
  const free = members.filter(hasRoom).length;
  return (
    <label
      className={`flex min-h-11 items-center gap-3 rounded-m border px-3 text-13 hover-tint has-focus-visible:outline-2 has-focus-visible:outline-focus ${isChosen ? 'border-accent bg-accent-soft' : 'border-border'}`}
    >
      <input type="radio" name="queue" checked={isChosen} onChange={onChoose} className="accent-accent" />
      <bdi className="grow font-medium">{queue.name}</bdi>
      <span className={`text-12 ${free > 0 ? 'text-text-2' : 'text-warn'}`}>
        {free > 0 ? `${plural(free, 'person').replace('persons', 'people')} with room` : 'nobody has room now'} ·{' '}
        {members.length} in all
      </span>
    </label>
  );
};
