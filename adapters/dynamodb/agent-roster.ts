import type { Agent, AgentStore } from '#domain/agents/agent.ts';
import { capacityHolder } from '#domain/conversations/conversation.ts';
import type { Change, ConversationStore } from '#domain/conversations/ports.ts';

/**
 * Of a thousand messages a second, three hundred ask who is free: the list of all agents is too dear to be read each time
 * (docs/scaling.md). Somebody who has just left may be given one more; capacity is a condition of the transaction.
 */
const maxAgeMs = 1000;

type Roster = {
  readonly agents: Pick<AgentStore, 'list'>;
  readonly conversations: ConversationStore;
};

/** Stores for placing messages that remember who is there, and count along what they save themselves. */
export function withRoster(stores: { readonly agents: AgentStore; readonly conversations: ConversationStore }): Roster {
  let known: { readonly agents: Map<string, Agent>; readonly readAt: number } | undefined;

  const list = async (): Promise<readonly Agent[]> => {
    if (!known || performance.now() - known.readAt >= maxAgeMs) {
      const agents = await stores.agents.list();
      known = { agents: new Map(agents.map((agent) => [agent.id, agent])), readAt: performance.now() };
    }
    return [...known.agents.values()];
  };
  const count = (agentId: string | undefined, by: 1 | -1): void => {
    const agent = agentId === undefined ? undefined : known?.agents.get(agentId);
    if (agent) known?.agents.set(agent.id, { ...agent, load: agent.load + by });
  };
  const save = async (change: Change) => {
    const outcome = await stores.conversations.save(change);
    const [had, has] = [capacityHolder(change.before), capacityHolder(change.after)];
    if (had === has || outcome === 'duplicate') return outcome;
    if (outcome !== 'saved') known = undefined;
    count(had, -1);
    count(has, 1);
    return outcome;
  };
  return { agents: { list }, conversations: { ...stores.conversations, save } };
}
