import { useMemo } from 'react';
import type { Changed } from '#functions/agent-api/contract.ts';
import { applyNews } from '../live/apply-news.ts';
import { confirmDone } from '../ui/toast.ts';
import { toastError, useChangeNeeds } from './change.ts';

export type SmallChanges = {
  /** Ticks a task off. */
  finishTask(conversationId: string, taskId: string): Promise<void>;
  /** Says whether a message that may have been sent was. */
  settle(message: { conversationId: string; messageId: string }, was: 'sent' | 'not-sent'): Promise<void>;
};

type Step = { readonly path: string; readonly body: unknown; readonly done: string; readonly kept: string };

/** What is decided about one thing in a conversation, with no way back. */
export const useSmallChanges = (): SmallChanges => {
  const { api, client } = useChangeNeeds();
  return useMemo(() => {
    const change = async ({ path, body, done, kept }: Step): Promise<void> => {
      try {
        const idempotencyKey = crypto.randomUUID();
        applyNews(client, await api.change<Changed>({ method: 'POST', path, body, idempotencyKey }));
        confirmDone(done);
      } catch (error) {
        toastError(error, kept);
      }
    };
    const of = (id: string): string => `/v1/conversations/${encodeURIComponent(id)}`;
    return {
      finishTask: (conversationId, taskId) =>
        change({
          path: `${of(conversationId)}/tasks/${encodeURIComponent(taskId)}/done`,
          body: {},
          done: 'Done',
          kept: 'The task is still open.',
        }),
      settle: ({ conversationId, messageId }, was) =>
        change({
          path: `${of(conversationId)}/messages/${encodeURIComponent(messageId)}/settle`,
          body: { was },
          done: was === 'sent' ? 'Marked as sent' : 'Marked as not sent',
          kept: 'The message is as it was.',
        }),
    };
  }, [api, client]);
};
