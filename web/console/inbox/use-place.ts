import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { View } from '#functions/agent-api/contract.ts';
import type { ListFilter } from '../api/types.ts';

export type Place = {
  readonly filter: ListFilter;
  readonly conversationId: string | undefined;
  /** Opens a conversation of the same list, or closes the open one. */
  readonly open: (conversationId: string | undefined) => void;
};

/** Which list and which conversation the address names. */
export const usePlace = (): Place => {
  const { view, conversationId } = useParams({ strict: false }) as { view?: View; conversationId?: string };
  const { queue } = useSearch({ strict: false });
  const navigate = useNavigate();
  return useMemo(() => {
    const filter: ListFilter = { view: view ?? 'mine', queueId: view === 'queue' ? queue : undefined };
    return {
      filter,
      conversationId,
      open: (id) =>
        void navigate({
          to: '/inbox/$view/{-$conversationId}',
          params: { view: filter.view, conversationId: id },
          search: filter.queueId ? { queue: filter.queueId } : {},
          replace: id !== undefined && conversationId !== undefined,
        }),
    };
  }, [view, conversationId, queue, navigate]);
};
