import { useQueryClient } from '@tanstack/react-query';
import { Hand } from 'lucide-react';
import { sendAnyway } from '../actions/send.ts';
import { useNeeds } from '../api/context.ts';
import type { ConversationEvent } from '../api/types.ts';
import { clockTime } from '../format/time.ts';
import { plural } from '../format/words.ts';
import { drafts } from '../stores/drafts.ts';
import { type OutboxItem, removeOutboxItem } from '../stores/outbox.ts';
import { Button } from '../ui/button.tsx';
import { attachAgain } from './attached-files.ts';
import { focusComposer } from './composer-focus.ts';

/** Somebody wrote since the author looked: what they wrote, and the author's decision. */
export const HeldReply = ({ item }: { readonly item: OutboxItem }) => {
  const { api } = useNeeds();
  const client = useQueryClient();
  const unseen = item.state.status === 'held' ? item.state.unseen : [];
  const edit = (): void => {
    if (!item.template) drafts.write(item.conversationId, item.mode, item.text);
    attachAgain(item.conversationId, item.files ?? []);
    removeOutboxItem(item.id);
    focusComposer(item.mode);
  };
  return (
    <div
      role="alert"
      className="mb-2 grid gap-2 rounded-l border border-note-border bg-warn-soft px-3 py-2.5 text-13 text-warn"
    >
      <p className="flex items-center gap-2 font-semibold">
        <Hand size={16} aria-hidden />
        Not sent yet: {plural(unseen.length, 'message')} came in since you last looked.
      </p>
      <ul className="grid gap-1 text-text">
        {unseen.map((event) => (
          <li key={event.id} className="line-clamp-2">
            <bdi className="font-semibold">{authorOf(event)}</bdi>{' '}
            <span className="tabular text-12 text-text-2">{clockTime(event.at)}</span>{' '}
            <span dir="auto">{textOf(event)}</span>
          </li>
        ))}
      </ul>
      <div className="flex gap-2">
        <Button onPress={edit}>Edit</Button>
        <Button onPress={() => void sendAnyway({ api, client }, item)}>Send anyway</Button>
      </div>
    </div>
  );
};

const authorOf = (event: ConversationEvent): string => {
  if (event.type === 'MessageReceived') return event.message.sender.name ?? event.message.sender.address;
  if (event.type === 'SentElsewhere') return event.tool ?? 'Another tool';
  return 'authorName' in event ? event.authorName : 'Parley';
};

const textOf = (event: ConversationEvent): string => {
  if (event.type === 'MessageReceived') return event.message.text;
  return 'text' in event ? event.text : event.type;
};
