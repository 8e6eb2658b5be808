import { queryOptions, useQuery } from '@tanstack/react-query';
import { soughtIn } from '#domain/customers/sought.ts';
import type { ConversationRow, Found } from '#functions/agent-api/contract.ts';
import type { Api } from '../api/client.ts';
import { useNeeds } from '../api/context.ts';
import { keys } from '../api/keys.ts';

/** As long as people hold on between two letters; who types on asks nothing. */
const pauseMs = 250;

const pause = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, pauseMs);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

const searchQuery = (api: Api, text: string) =>
  queryOptions({
    queryKey: keys.search(text),
    queryFn: async ({ signal }) => {
      await pause(signal);
      return api.ask<Found>({ path: '/v1/search', body: { text }, signal });
    },
    staleTime: 0,
    gcTime: 0,
  });

/** What the whole help desk has for the address or id that was typed, and what to say where there is nothing. */
export const useFound = (typed: string): { readonly rows: readonly ConversationRow[]; readonly otherwise: string } => {
  const { api } = useNeeds();
  const text = typed.trim();
  const isSought = soughtIn(text) !== undefined;
  const { data, error, isFetching } = useQuery({ ...searchQuery(api, text), enabled: isSought });
  if (!isSought) return { rows: [], otherwise: notHere };
  if (isFetching) return { rows: [], otherwise: 'Searching…' };
  if (error) return { rows: [], otherwise: `The search failed: ${error.message}` };
  return { rows: data?.conversations ?? [], otherwise: 'Nobody has written from there, and nothing has this id.' };
};

const notHere =
  'Nothing among the conversations at hand. All are searched for a mail address, a phone number with its country, or an id.';
