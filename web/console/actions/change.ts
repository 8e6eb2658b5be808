import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Changed, ConversationDetail, ConversationRow } from '#functions/agent-api/contract.ts';
import { type Api, ApiError } from '../api/client.ts';
import { useNeeds } from '../api/context.ts';
import { keys } from '../api/keys.ts';
import { applyNews, patchLists } from '../live/apply-news.ts';
import { confirmDone, reportFailure } from '../ui/toast.ts';

export type ChangeRequest = {
  readonly row: ConversationRow;
  /** Last part of the route: `assign`, `resolve`, ... */
  readonly verb: 'assign' | 'transfer' | 'priority' | 'snooze' | 'resolve' | 'reopen';
  readonly body: unknown;
  /** How the row looks at once, before the server has answered. */
  readonly looks: Partial<ConversationRow>;
  readonly done: string;
  /** The way back, where there is one. */
  readonly undo?: (() => void) | undefined;
};

type Needs = { readonly api: Api; readonly client: QueryClient };

/** Changes a conversation: visible at once, taken back with a reason when refused, undone from the toast. */
export const changeConversation = async ({ api, client }: Needs, request: ChangeRequest): Promise<void> => {
  const { row, verb, body, looks, done, undo } = request;
  show(client, { ...row, ...looks });
  try {
    const changed = await api.change<Changed>({
      method: 'POST',
      path: `/v1/conversations/${encodeURIComponent(row.id)}/${verb}`,
      body,
      idempotencyKey: crypto.randomUUID(),
    });
    applyNews(client, changed);
    confirmDone(done, undo ? { action: { label: 'Undo', onClick: undo } } : {});
  } catch (error) {
    show(client, row);
    void client.invalidateQueries({ queryKey: keys.detail(row.id) });
    void client.invalidateQueries({ queryKey: keys.lists });
    toastError(error, `“${row.subject}” is as it was before.`);
  }
};

const show = (client: QueryClient, row: ConversationRow): void => {
  client.setQueryData<ConversationDetail>(
    keys.detail(row.id),
    (detail) => detail && { ...detail, conversation: { ...detail.conversation, ...row } },
  );
  patchLists(client, row);
};

/** What failed, what was kept, and the request id for the support desk. */
export const toastError = (error: unknown, kept: string): void => {
  const problem = error instanceof ApiError ? error.problem : undefined;
  const instance = problem?.instance;
  reportFailure(problem?.detail ?? 'That did not work.', {
    description: instance ? `${kept} Request ${instance}` : kept,
    duration: 10_000,
  });
};

export const useChangeNeeds = (): Needs => {
  const { api } = useNeeds();
  const client = useQueryClient();
  return useMemo(() => ({ api, client }), [api, client]);
};
