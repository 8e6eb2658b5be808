import { queryOptions } from '@tanstack/react-query';
import type { Health, LedgerDay, ProviderInfo } from '#functions/connections-api/contract.ts';
import type { Api } from '../api/client.ts';
import type { Connection } from './words.ts';

const minuteMs = 60_000;

/** Names of what is cached about connections; all of it is under the first word. */
export const connectionKeys = {
  all: ['connections'] as const,
  list: ['connections', 'list'] as const,
  providers: ['connections', 'providers'] as const,
  health: (id: string) => ['connections', 'health', id] as const,
  ledger: (id: string, day: string) => ['connections', 'ledger', id, day] as const,
};

export const connectionPath = (id: string, part = ''): string => `/v1/connections/${encodeURIComponent(id)}${part}`;

export const connectionsQuery = (api: Api) =>
  queryOptions({
    queryKey: connectionKeys.list,
    queryFn: async ({ signal }) => (await api.get<{ items: Connection[] }>('/v1/connections', signal)).items,
    staleTime: minuteMs,
  });

export const healthQuery = (api: Api, id: string) =>
  queryOptions({
    queryKey: connectionKeys.health(id),
    queryFn: ({ signal }) => api.get<Health>(connectionPath(id, '/health'), signal),
    staleTime: minuteMs,
  });

export const ledgerQuery = (api: Api, { id, day }: { readonly id: string; readonly day: string }) =>
  queryOptions({
    queryKey: connectionKeys.ledger(id, day),
    queryFn: ({ signal }) => api.get<LedgerDay>(connectionPath(id, `/ledger?day=${day}`), signal),
    staleTime: minuteMs / 2,
  });

/** What a connection of each provider needs; administrators only. */
export const providersQuery = (api: Api) =>
  queryOptions({
    queryKey: connectionKeys.providers,
    queryFn: async ({ signal }) => (await api.get<{ items: ProviderInfo[] }>('/v1/providers', signal)).items,
    staleTime: Number.POSITIVE_INFINITY,
  });
