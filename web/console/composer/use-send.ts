import { useQueryClient } from '@tanstack/react-query';
import type { ConversationDetail } from '#functions/agent-api/contract.ts';
import { sendItem } from '../actions/send.ts';
import { useNeeds } from '../api/context.ts';
import { templateText } from '../format/template-text.ts';
import { useLive } from '../live/live-context.ts';
import type { OutboxItem } from '../stores/outbox.ts';
import { lastMessageEvent } from '../thread/timeline.ts';
import { confirmDone } from '../ui/toast.ts';
import type { AttachedFile } from './attached-files.ts';
import { checkWritten, copiesOf, type Written } from './check-written.ts';
import { isCurrentWay } from './use-reply-ways.ts';

export type SendWay = 'only' | 'and-resolve';

/** Sends what was written: it shows in the thread at once, the draft is gone only then. */
export const useSend = (
  { conversation, events }: ConversationDetail,
  written: Written,
  onSent: () => void,
): ((way: SendWay) => void) => {
  const { api } = useNeeds();
  const client = useQueryClient();
  const live = useLive();
  return (way) => {
    if (!checkWritten(written).isReady || (written.mode === 'reply' && isBarred(conversation, written))) return;
    const lastSeen = lastMessageEvent(events)?.id ?? conversation.lastMessage?.eventId ?? events.at(-1)?.id ?? '';
    const sending = sendItem(
      { api, client },
      {
        ...contentOf(written, conversation),
        id: crypto.randomUUID(),
        conversationId: conversation.id,
        andResolve: way === 'and-resolve',
        lastSeenEventId: lastSeen,
        writtenAfter: events.at(-1)?.id,
        at: new Date().toISOString(),
        state: { status: 'sending' },
      },
    );
    onSent();
    live?.doing('viewing');
    void sending.then((result) => result === 'sent' && way === 'and-resolve' && confirmDone('Sent and resolved'));
  };
};

/** What is known to be refused, before the ways to the customer are known. */
export const isBarred = (
  { optedOut, joinedInto }: ConversationDetail['conversation'],
  { way }: Pick<Written, 'way'>,
): boolean => joinedInto !== undefined || (way === undefined && optedOut);

type Content = Pick<OutboxItem, 'mode' | 'text' | 'cc' | 'via' | 'template' | 'files'>;

const contentOf = (written: Written, conversation: ConversationDetail['conversation']): Content => {
  const { mode, text, way } = written;
  if (mode === 'note') return { mode, text: text.trim(), cc: [] };
  const via = way && !isCurrentWay(way, conversation) ? { connectionId: way.connectionId, to: way.to } : undefined;
  const cc = copiesOf(written, conversation);
  const draft = way?.may === 'template' ? written.template : undefined;
  const template = way?.templates.find(({ id }) => id === draft?.id);
  if (draft && template)
    return { mode, text: templateText(template, draft.variables), cc: [], via, template: used(draft, template) };
  return { mode, text: text.trim(), cc, via, files: uploaded(written.files) };
};

type Template = NonNullable<Written['way']>['templates'][number];

/** The values of this template's own placeholders, and no others: the API refuses those. */
const used = ({ id, variables }: NonNullable<Written['template']>, { placeholders }: Template) => ({
  id,
  variables: Object.fromEntries(placeholders.map((name) => [name, variables[name]?.trim() ?? ''])),
});

const uploaded = (files: readonly AttachedFile[]): NonNullable<OutboxItem['files']> =>
  files.flatMap(({ fileName, contentType, bytes, state }) =>
    state.status === 'ready' ? [{ uploadId: state.uploadId, fileName, contentType, bytes }] : [],
  );
