import { useQueryClient } from '@tanstack/react-query';
import type { ConversationDetail } from '#functions/agent-api/contract.ts';
import { sendItem } from '../actions/send.ts';
import { useNeeds } from '../api/context.ts';
import { useLive } from '../live/live-context.ts';
import { drafts, type Mode } from '../stores/drafts.ts';
import { lastMessageEvent } from '../thread/timeline.ts';
import { confirmDone } from '../ui/toast.ts';

export type Written = { readonly mode: Mode; readonly text: string; readonly cc: readonly string[] };
export type SendWay = 'only' | 'and-resolve';

/** Sends what was written: it shows in the thread at once, the draft is gone only then. */
export const useSend = ({ conversation, events }: ConversationDetail, written: Written): ((way: SendWay) => void) => {
  const { api } = useNeeds();
  const client = useQueryClient();
  const live = useLive();
  return (way) => {
    const { mode, text, cc } = written;
    if (text.trim() === '' || (mode === 'reply' && conversation.optedOut)) return;
    const lastSeen = lastMessageEvent(events)?.id ?? conversation.lastMessage?.eventId ?? events.at(-1)?.id ?? '';
    const sending = sendItem(
      { api, client },
      {
        id: crypto.randomUUID(),
        conversationId: conversation.id,
        mode,
        text: text.trim(),
        cc: conversation.channel === 'email' ? cc : [],
        andResolve: way === 'and-resolve',
        lastSeenEventId: lastSeen,
        writtenAfter: events.at(-1)?.id,
        at: new Date().toISOString(),
        state: { status: 'sending' },
      },
    );
    drafts.write(conversation.id, mode, '');
    live?.doing('viewing');
    void sending.then((result) => result === 'sent' && way === 'and-resolve' && confirmDone('Sent and resolved'));
  };
};
