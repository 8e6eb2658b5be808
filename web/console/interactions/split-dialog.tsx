import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ConversationDetail } from '#functions/agent-api/contract.ts';
import { useBootstrap } from '../api/context.ts';
import type { EventOf } from '../api/types.ts';
import { wholeTime } from '../format/time.ts';
import { plural } from '../format/words.ts';
import { Modal } from '../ui/modal.tsx';
import { confirmDone } from '../ui/toast.ts';
import { ChoiceField, TextField } from './fields.tsx';
import { FormEnd } from './form-end.tsx';
import { conversationPath, useConversationChange } from './use-conversation-change.ts';
import { useSubmit } from './use-submit.ts';

type SplitDialogProps = { readonly detail: ConversationDetail; readonly onClose: () => void };

/** Takes messages that are about something else out into a conversation of their own. */
export const SplitDialog = ({ detail, onClose }: SplitDialogProps) => {
  const { conversation, events } = detail;
  const { queues } = useBootstrap();
  const navigate = useNavigate();
  const messages = events.filter((event) => event.type === 'MessageReceived');
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  const [subject, setSubject] = useState('');
  const [queueId, setQueueId] = useState(conversation.queueId);
  const change = useConversationChange();
  const { onSubmit, isBusy, error } = useSubmit(async () => {
    const eventIds = messages.map(({ id }) => id).filter((id) => taken.has(id));
    const changed = await change({
      path: conversationPath(conversation.id, 'split'),
      body: { eventIds, queueId, ...(subject.trim() === '' ? {} : { subject: subject.trim() }) },
      affects: [conversation.id],
    });
    onClose();
    const moved = changed.events.find((event) => event.type === 'MessagesMoved');
    const open = (): void =>
      void navigate({
        to: '/inbox/$view/{-$conversationId}',
        params: { view: 'open', conversationId: moved?.toConversationId },
      });
    confirmDone(
      `${plural(eventIds.length, 'message')} taken out`,
      moved ? { action: { label: 'Open', onClick: open } } : {},
    );
  });
  const isAll = taken.size === messages.length;
  return (
    <Modal title="Split messages off" onClose={onClose}>
      <form onSubmit={onSubmit} className="grid gap-3 overflow-y-auto p-4">
        <fieldset className="grid gap-1.5">
          <legend className="mb-1.5 text-13 text-text-2">
            Messages that get a conversation of their own; at least one stays behind
          </legend>
          {messages.map((event) => (
            <MessageChoice
              key={event.id}
              event={event}
              isTaken={taken.has(event.id)}
              onChange={() => setTaken(toggled(taken, event.id))}
            />
          ))}
        </fieldset>
        {messages.length < 2 ? (
          <p className="text-13 text-text-2">There is only one message of the customer here: nothing to split.</p>
        ) : null}
        {messages.length > 1 && isAll ? <p className="text-13 text-bad">Leave at least one behind.</p> : null}
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField label="Subject, if another one" maxLength={200} value={subject} onChange={setSubject} />
          <ChoiceField label="Queue" value={queueId} onChange={setQueueId} choices={queues} />
        </div>
        <FormEnd label="Split" error={error} isBusy={isBusy} isReady={taken.size > 0 && !isAll} onCancel={onClose} />
      </form>
    </Modal>
  );
};

const toggled = (taken: ReadonlySet<string>, id: string): ReadonlySet<string> =>
  taken.has(id) ? new Set([...taken].filter((other) => other !== id)) : new Set([...taken, id]);

type MessageChoiceProps = {
  readonly event: EventOf<'MessageReceived'>;
  readonly isTaken: boolean;
  readonly onChange: () => void;
};

const MessageChoice = ({ event, isTaken, onChange }: MessageChoiceProps) => (
  <label
    className={`flex min-h-11 items-start gap-3 rounded-m border px-3 py-2 text-13 hover-tint has-focus-visible:outline-2 has-focus-visible:outline-focus ${isTaken ? 'border-accent bg-accent-soft' : 'border-border'}`}
  >
    <input type="checkbox" checked={isTaken} onChange={onChange} className="mt-0.5 accent-accent" />
    <span className="min-w-0 grow">
      <span dir="auto" className="line-clamp-2 text-start breakable">
        {textOf(event)}
      </span>
      <span className="block text-12 text-text-2">{wholeTime(event.at)}</span>
    </span>
  </label>
);

const textOf = ({ message }: EventOf<'MessageReceived'>): string =>
  message.text.trim() || `(no text, ${plural(message.attachments.length, 'file')})`;
