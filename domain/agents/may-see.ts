import type { Conversation } from '../conversations/conversation.ts';
import type { Agent, Role } from './agent.ts';

/** Somebody who looks: the role is the sign-in's, the rest is the agent's record. */
export type Viewer = { readonly agent: Agent; readonly role: Role };

/** Does this person read the whole help desk? */
export const seesAll = ({ agent, role }: Viewer): boolean => role === 'admin' || agent.sees !== 'own-queues';

/** What decides who sees a conversation. */
export type Placed = Pick<Conversation, 'queueId' | 'holder' | 'preferredAgentId'>;

/** Those of the queues one works in or leads, and those one has or had last. */
export function maySee(viewer: Viewer, { queueId, holder, preferredAgentId }: Placed): boolean {
  const { id, queueIds, leadsQueueIds } = viewer.agent;
  if (seesAll(viewer) || queueIds.includes(queueId) || leadsQueueIds.includes(queueId)) return true;
  return (holder.kind === 'agent' && holder.agentId === id) || preferredAgentId === id;
}
