import { type Agent, type AgentStore, freePlaces } from '../agents/agent.ts';
import { assignTo } from '../conversations/change-conversation.ts';
import { type Conversation, wantsAgent } from '../conversations/conversation.ts';
import { type Decided, decideAndSave, existing } from '../conversations/decide-and-save.ts';
import type { ConversationEvent } from '../conversations/events.ts';
import { facts, type Origin } from '../conversations/facts.ts';
import type { ConversationStore, WaitingEntry } from '../conversations/ports.ts';
import { type Clock, instant } from '../kernel/clock.ts';
import type { IdFrom } from '../kernel/ids.ts';
import { chooseAgent } from './choose-agent.ts';
import type { Settings } from './ports.ts';
import type { Queue } from './queue.ts';

export type RoutingNeeds = {
  readonly conversations: ConversationStore;
  readonly agents: AgentStore;
  readonly settings: Settings;
  readonly idFrom: IdFrom;
  readonly now: Clock;
};

/** Waiting conversations looked at for one agent; those beyond wait for the next one who becomes free. */
const lookedAt = 25;

async function decideRoute(
  needs: RoutingNeeds,
  state: Conversation,
  route: { readonly queue: Queue; readonly origin: Origin },
): Promise<readonly ConversationEvent[]> {
  const choice = chooseAgent(state, route.queue, await needs.agents.list());
  if (choice.kind === 'agent')
    return assignTo(state, { origin: route.origin, agent: choice.agent, reason: choice.reason });
  if (state.holder.kind === 'line') return [];
  return facts(route.origin, [{ type: 'WaitingStarted', queueId: route.queue.id, reason: choice.reason }]);
}

async function route(needs: RoutingNeeds, conversationId: string): Promise<Decided> {
  const before = existing(await needs.conversations.get(conversationId), conversationId);
  const origin: Origin = {
    commitId: needs.idFrom('route', conversationId, String(before.version)),
    at: instant(needs.now()),
    by: { kind: 'parley', rule: 'routing' },
  };
  return decideAndSave(needs, { id: conversationId, commitId: origin.commitId }, async (found) => {
    const state = existing(found, conversationId);
    const queue = await needs.settings.queues.get(state.queueId);
    if (!queue || !wantsAgent(state)) return { events: [] };
    return { events: await decideRoute(needs, state, { queue, origin }) };
  });
}

/** Who was given it by this very decision. */
const takerOf = ({ outcome, conversation }: Decided): string | undefined =>
  outcome === 'saved' && conversation.holder.kind === 'agent' ? conversation.holder.agentId : undefined;

/** Gives a conversation to an agent, or puts it into the waiting line. One that has an agent is left alone. */
export async function routeConversation(
  needs: RoutingNeeds,
  conversationId: string,
): Promise<'assigned' | 'waiting' | 'settled'> {
  const first = await route(needs, conversationId);
  const hasJoinedLine = first.outcome === 'saved' && first.conversation.holder.kind === 'line';
  // Who became free just before it joined the line has looked at the line without it.
  const decided = hasJoinedLine ? await route(needs, conversationId) : first;
  if (takerOf(decided) !== undefined) return 'assigned';
  return decided.conversation.holder.kind === 'line' ? 'waiting' : 'settled';
}

/** The waiting of those queues whose skills the agent has, by priority, then age. */
async function waitingFor(needs: RoutingNeeds, agent: Agent): Promise<readonly WaitingEntry[]> {
  const queues = await Promise.all(agent.queueIds.map((id) => needs.settings.queues.get(id)));
  const lines = await Promise.all(
    queues
      .filter((queue) => queue !== undefined)
      .filter((queue) => queue.skills.every((skill) => agent.skills.includes(skill)))
      .map((queue) => needs.conversations.line(queue.id, lookedAt)),
  );
  return lines
    .flat()
    .toSorted((one, other) => one.order.localeCompare(other.order))
    .slice(0, lookedAt);
}

/** Somebody has room again: serves the waiting lines of that agent's queues, also to colleagues who are free. */
export async function serveLine(needs: RoutingNeeds, agentId: string): Promise<number> {
  const agent = await needs.agents.get(agentId);
  if (agent?.presence !== 'available' || freePlaces(agent) === 0) return 0;
  const takers: string[] = [];
  for (const { conversationId } of await waitingFor(needs, agent)) {
    if (takers.filter((taker) => taker === agentId).length >= freePlaces(agent)) break;
    const taker = takerOf(await route(needs, conversationId));
    if (taker !== undefined) takers.push(taker);
  }
  return takers.length;
}
