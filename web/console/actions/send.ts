import type { QueryClient } from '@tanstack/react-query';
import type { Changed, ConversationDetail } from '#functions/agent-api/contract.ts';
import { type Api, ApiError } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import type { ConversationEvent } from '../api/types.ts';
import { applyNews } from '../live/apply-news.ts';
import { mergeEvents } from '../live/patch-detail.ts';
import { type OutboxItem, type OutboxState, outbox, putOutboxItem, removeOutboxItem } from '../stores/outbox.ts';

export type SendNeeds = { readonly api: Api; readonly client: QueryClient };

/** Sends (again) what is in the outbox; it leaves the outbox only once the server has it. */
export const sendItem = async ({ api, client }: SendNeeds, item: OutboxItem): Promise<'sent' | 'kept'> => {
  putOutboxItem({ ...item, state: { status: 'sending' } });
  try {
    const changed = await api.change<Changed>({ ...requestFor(item), idempotencyKey: item.id });
    applyNews(client, changed);
    removeOutboxItem(item.id);
    return 'sent';
  } catch (error) {
    const state = stateAfter(error);
    if (state.status === 'held') showUnseen(client, item.conversationId, state.unseen);
    putOutboxItem({ ...item, state });
    return 'kept';
  }
};

const requestFor = (item: OutboxItem) => {
  const path = `/v1/conversations/${encodeURIComponent(item.conversationId)}`;
  if (item.mode === 'note') return { method: 'POST' as const, path: `${path}/notes`, body: { text: item.text } };
  return { method: 'POST' as const, path: `${path}/replies`, body: replyBody(item) };
};

const replyBody = ({ text, cc, lastSeenEventId, andResolve, via, template, files = [] }: OutboxItem) => ({
  // The server fills the template in itself.
  text: template ? '' : text,
  lastSeenEventId,
  cc,
  ...(via ? { via } : {}),
  ...(template ? { template } : {}),
  ...(files.length > 0 ? { attachments: files.map(({ uploadId, fileName }) => ({ uploadId, fileName })) } : {}),
  ...(andResolve ? { andResolve } : {}),
});

const stateAfter = (error: unknown): OutboxState => {
  if (!(error instanceof ApiError)) return { status: 'failed', why: 'Something went wrong here.', mayPass: true };
  const { status, detail, instance, unseen } = error.problem;
  if (status === 409 && unseen && unseen.length > 0) return { status: 'held', unseen };
  const mayPass = status === 0 || status >= 500;
  return { status: 'failed', why: detail, requestId: instance, mayPass };
};

const showUnseen = (client: QueryClient, id: string, unseen: readonly ConversationEvent[]): void => {
  client.setQueryData<ConversationDetail>(
    keys.detail(id),
    (detail) => detail && { ...detail, events: mergeEvents(detail.events, unseen) },
  );
};

/** The network is back: what failed for want of it goes out, in the order it was written. */
export const sendWaiting = async (needs: SendNeeds): Promise<void> => {
  for (const item of outbox.get()) {
    if (item.state.status === 'failed' && item.state.mayPass) await sendItem(needs, item);
  }
};

/** The author has read what was unseen: a new request, since it now says so. */
export const sendAnyway = (needs: SendNeeds, item: OutboxItem): Promise<'sent' | 'kept'> => {
  const newest = item.state.status === 'held' ? item.state.unseen.at(-1)?.id : undefined;
  removeOutboxItem(item.id);
  return sendItem(needs, { ...item, id: crypto.randomUUID(), lastSeenEventId: newest ?? item.lastSeenEventId });
};
