import type { AgentStore } from '../agents/agent.ts';
import { assignTo } from '../conversations/change-conversation.ts';
import type { Conversation } from '../conversations/conversation.ts';
import { decideAndSave, existing } from '../conversations/decide-and-save.ts';
import type { ConversationEvent } from '../conversations/events.ts';
import { facts, type Origin } from '../conversations/facts.ts';
import type { ConversationStore } from '../conversations/ports.ts';
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

const wantsAgent = (state: Conversation): boolean => state.stage.status === 'open' && state.holder.kind !== 'agent';

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

/** Gives a conversation to an agent, or puts it into the waiting line. One that has an agent is left alone. */
export async function routeConversation(
  needs: RoutingNeeds,
  conversationId: string,
): Promise<'assigned' | 'waiting' | 'settled'> {
  const before = existing(await needs.conversations.get(conversationId), conversationId);
  const origin: Origin = {
    commitId: needs.idFrom('route', conversationId, String(before.version)),
    at: instant(needs.now()),
    by: { kind: 'parley', rule: 'routing' },
  };
  const decided = await decideAndSave(needs, { id: conversationId, commitId: origin.commitId }, async (found) => {
    const state = existing(found, conversationId);
    const queue = await needs.settings.queues.get(state.queueId);
    if (!queue || !wantsAgent(state)) return { events: [] };
    return { events: await decideRoute(needs, state, { queue, origin }) };
  });
  if (decided.conversation.holder.kind === 'agent') return decided.outcome === 'saved' ? 'assigned' : 'settled';
  return decided.conversation.holder.kind === 'line' ? 'waiting' : 'settled';
}

/** Somebody has room again: serves the waiting lines of that agent's queues, by priority, then age. */
export async function serveLine(needs: RoutingNeeds, agentId: string): Promise<number> {
  const agent = await needs.agents.get(agentId);
  if (agent?.presence !== 'available' || agent.load >= agent.capacity) return 0;
  const lines = await Promise.all(agent.queueIds.map((queueId) => needs.conversations.line(queueId, lookedAt)));
  const waiting = lines
    .flat()
    .toSorted((one, other) => one.order.localeCompare(other.order))
    .slice(0, lookedAt);
  let served = 0;
  for (const { conversationId } of waiting) {
    if (served >= agent.capacity - agent.load) break;
    if ((await routeConversation(needs, conversationId)) === 'assigned') served += 1;
  }
  return served;
}
