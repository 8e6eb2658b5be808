import { useQueryClient } from '@tanstack/react-query';
import type { Changed } from '#functions/agent-api/contract.ts';
import { useNeeds } from '../api/context.ts';
import { keys } from '../api/keys.ts';
import { applyNews } from '../live/apply-news.ts';
import { useIntent } from './use-submit.ts';

export type ConversationChange = {
  readonly path: string;
  readonly body: unknown;
  /** Conversations whose histories are other ones now. */
  readonly affects?: readonly string[];
};

/** Sends a change and brings what is cached up to date with it. */
export const useConversationChange = (): ((change: ConversationChange) => Promise<Changed>) => {
  const { api } = useNeeds();
  const client = useQueryClient();
  const keyFor = useIntent();
  return async ({ path, body, affects = [] }) => {
    const changed = await api.change<Changed>({
      method: 'POST',
      path,
      body,
      idempotencyKey: keyFor({ path, body }),
    });
    applyNews(client, changed);
    for (const id of affects) void client.invalidateQueries({ queryKey: keys.detail(id) });
    if (affects.length > 0) void client.invalidateQueries({ queryKey: keys.lists });
    void client.invalidateQueries({ queryKey: keys.customer(changed.conversation.customerId) });
    return changed;
  };
};

export const conversationPath = (id: string, verb: string): string =>
  `/v1/conversations/${encodeURIComponent(id)}/${verb}`;
