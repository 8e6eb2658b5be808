import { $Agent, type Agent } from '#domain/agents/agent.ts';
import { type Conversation, capacityHolder } from '#domain/conversations/conversation.ts';
import type { Invariant } from './invariant.ts';

const couldTake = ({ declinedBy }: Conversation, agent: Agent): boolean =>
  agent.presence === 'available' && agent.load < agent.capacity && agent.id !== declinedBy;

function waiting(head: Conversation, agents: readonly Agent[]): readonly string[] {
  if (head.stage.status !== 'open' || head.holder.kind === 'agent') return [];
  if (head.holder.kind === 'nobody') return ['assignment: an open conversation is with nobody and in no line'];
  const free = agents.find((agent) => couldTake(head, agent));
  return free ? [`assignment: a conversation waits in line while ${free.id} is free`] : [];
}

/** Loads are the conversations held; whoever is open is held or waits in line; nobody waits while somebody is free. */
export const assignment: Invariant = (_, { items, conversations }) => {
  const agents = items
    .filter(({ pk, sk }) => sk === 'AGENT' && String(pk).startsWith('AGENT#'))
    .map((item) => $Agent.parse(item));
  const heads = conversations.map(({ head }) => head);
  const loads = agents.flatMap(({ id, load, capacity }) => {
    const held = heads.filter((head) => capacityHolder(head) === id).length;
    if (held !== load) return [`load: ${id} holds ${held} conversations and is counted with ${load}`];
    return load > capacity ? [`load: ${id} has ${load} of ${capacity}`] : [];
  });
  return [...loads, ...heads.flatMap((head) => waiting(head, agents))];
};
