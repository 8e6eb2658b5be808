import { useQueryClient } from '@tanstack/react-query';
import { toastError } from '../actions/change.ts';
import { useBootstrap, useNeeds } from '../api/context.ts';
import type { Agent, Presence } from '../api/types.ts';
import { applyAgent } from '../live/apply-news.ts';

/** Changes whether one takes new conversations; shown at once, taken back when refused. */
export const usePresence = (): ((presence: Presence) => void) => {
  const { api } = useNeeds();
  const { me } = useBootstrap();
  const client = useQueryClient();
  const change = async (presence: Presence): Promise<void> => {
    applyAgent(client, { ...me, presence });
    try {
      const agent = await api.change<Agent>({
        method: 'PUT',
        path: `/v1/agents/${encodeURIComponent(me.id)}/presence`,
        body: { presence },
        idempotencyKey: crypto.randomUUID(),
      });
      applyAgent(client, agent);
    } catch (error) {
      applyAgent(client, me);
      toastError(error, 'Your presence is as it was before.');
    }
  };
  return (presence) => void change(presence);
};
