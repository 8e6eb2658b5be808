import { infiniteQueryOptions, QueryClient, queryOptions } from '@tanstack/react-query';
import type {
  Bootstrap,
  ConversationDetail,
  ConversationPage,
  CustomerDetail,
  QuarantineEntry,
} from '#functions/agent-api/contract.ts';
import { nowMs } from '../stores/clock.ts';
import { type Api, ApiError } from './client.ts';
import { keys } from './keys.ts';
import type { Conversation, ListFilter, ReplyOption } from './types.ts';

const pageSize = 50;
const minuteMs = 60_000;

/** Live frames keep what is cached fresh; reads repeat only what may pass (no answer, 5xx), never a refusal. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5 * minuteMs,
        gcTime: 30 * minuteMs,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < 2 && mayPass(error),
        retryDelay: (failures) => 400 * 2 ** failures,
      },
    },
  });

const mayPass = (error: Error): boolean =>
  !(error instanceof ApiError) || error.problem.status === 0 || error.problem.status >= 500;

export const bootstrapQuery = (api: Api) =>
  queryOptions({
    queryKey: keys.bootstrap,
    queryFn: ({ signal }) => api.get<Bootstrap>('/v1/bootstrap', signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const listQuery = (api: Api, filter: ListFilter) =>
  infiniteQueryOptions({
    queryKey: keys.list(filter),
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ view: filter.view, limit: String(pageSize) });
      if (filter.queueId) query.set('queueId', filter.queueId);
      if (pageParam) query.set('cursor', pageParam);
      return api.get<ConversationPage>(`/v1/conversations?${query}`, signal);
    },
    initialPageParam: '',
    getNextPageParam: (page: ConversationPage) => page.nextCursor,
  });

export const detailQuery = (api: Api, id: string) =>
  queryOptions({
    queryKey: keys.detail(id),
    queryFn: ({ signal }) => api.get<ConversationDetail>(`/v1/conversations/${encodeURIComponent(id)}`, signal),
  });

type ReplyOptions = { readonly items: readonly ReplyOption[] };

/** How the customer can be answered now. Every change of the conversation, and every window that closes, asks anew. */
export const replyOptionsQuery = (api: Api, { id, version }: Pick<Conversation, 'id' | 'version'>) =>
  queryOptions({
    queryKey: keys.replyOptions(id, version),
    queryFn: ({ signal }) => api.get<ReplyOptions>(`/v1/conversations/${encodeURIComponent(id)}/reply-options`, signal),
    placeholderData: (before, query) => (query?.queryKey[1] === id ? before : undefined),
    refetchInterval: ({ state }) => untilNextWindow(state.data, nowMs()),
    gcTime: minuteMs,
  });

/** Milliseconds until the next window closes, at most an hour: timers cannot wait for weeks. */
const untilNextWindow = (options: ReplyOptions | undefined, now: number): number | false => {
  const waits = (options?.items ?? [])
    .map(({ until }) => (until ? Date.parse(until) - now : -1))
    .filter((wait) => wait >= 0);
  return waits.length > 0 && Math.min(...waits) + 1000 < 60 * minuteMs ? Math.min(...waits) + 1000 : false;
};

export const customerQuery = (api: Api, id: string) =>
  queryOptions({
    queryKey: keys.customer(id),
    queryFn: ({ signal }) => api.get<CustomerDetail>(`/v1/customers/${encodeURIComponent(id)}`, signal),
    staleTime: minuteMs,
  });

export const htmlQuery = (api: Api, message: { conversationId: string; eventId: string }) =>
  queryOptions({
    queryKey: keys.html(message.conversationId, message.eventId),
    queryFn: ({ signal }) =>
      api.get<{ html: string }>(
        `/v1/conversations/${encodeURIComponent(message.conversationId)}/messages/${encodeURIComponent(message.eventId)}/html`,
        signal,
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const quarantineQuery = (api: Api) =>
  queryOptions({
    queryKey: keys.quarantine,
    queryFn: ({ signal }) => api.get<{ items: QuarantineEntry[] }>('/v1/quarantine', signal),
    staleTime: 0,
  });
