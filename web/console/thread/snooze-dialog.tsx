import { type FormEvent, useState } from 'react';
import { useConversationActions } from '../actions/conversation-actions.ts';
import type { Conversation } from '../api/types.ts';
import { nowMs } from '../stores/clock.ts';
import { Button } from '../ui/button.tsx';
import { Modal } from '../ui/modal.tsx';

type SnoozeDialogProps = { readonly conversation: Conversation; readonly onClose: () => void };

const twoDigits = (number: number): string => String(number).padStart(2, '0');
/** The form `datetime-local` wants: the agent's own time zone, no offset. */
const localInput = (at: Date): string =>
  `${at.getFullYear()}-${twoDigits(at.getMonth() + 1)}-${twoDigits(at.getDate())}T${twoDigits(at.getHours())}:${twoDigits(at.getMinutes())}`;

const hourMs = 3_600_000;

export const SnoozeDialog = ({ conversation, onClose }: SnoozeDialogProps) => {
  const actions = useConversationActions();
  const [value, setValue] = useState(() => localInput(new Date(nowMs() + 24 * hourMs)));
  const until = new Date(value);
  const isFuture = until.getTime() > nowMs();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isFuture) return;
    onClose();
    void actions.snooze(conversation, until);
  };
  return (
    <Modal title="Snooze until" onClose={onClose}>
      <form onSubmit={submit} className="grid gap-4 p-4">
        <label className="grid gap-1 text-13 text-text-2">
          Date and time, in your time zone
          <input
            type="datetime-local"
            value={value}
            min={localInput(new Date(nowMs()))}
            onChange={(event) => setValue(event.target.value)}
            className="h-9 rounded-m border border-border-strong bg-surface px-2 text-14 text-text"
          />
        </label>
        {isFuture ? null : <p className="text-13 text-bad">Choose a time that is still to come.</p>}
        <div className="flex justify-end gap-2">
          <Button onPress={onClose}>Cancel</Button>
          <Button look="primary" type="submit" isDisabled={!isFuture}>
            Snooze
          </Button>
        </div>
      </form>
    </Modal>
  );
};
