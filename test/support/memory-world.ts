import { idFrom } from '#adapters/ids.ts';
import {
  emptyMemory,
  memoryAgents,
  memoryConversations,
  memoryCustomers,
  memoryRecords,
} from '#adapters/memory/stores.ts';
import type { Agent } from '#domain/agents/agent.ts';
import type { Analysis } from '#domain/analysis/analyser.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { Template } from '#domain/channels/template.ts';
import type { ContinuityRules } from '#domain/conversations/continuity.ts';
import type { Conversation } from '#domain/conversations/conversation.ts';
import { decideAndSave } from '#domain/conversations/decide-and-save.ts';
import type { ConversationEvent } from '#domain/conversations/events.ts';
import { type Draft, facts } from '#domain/conversations/facts.ts';
import type { PlacingNeeds } from '#domain/conversations/place-message.ts';
import { alwaysOpen, type BusinessCalendar } from '#domain/escalation/business-hours.ts';
import type { SlaPolicy } from '#domain/escalation/policy.ts';
import type { Queue } from '#domain/routing/queue.ts';
import { aConnection, anAgent, anAnalysis, anOrigin, aPolicy, aQueue, noon } from './builders.ts';

type Setup = {
  readonly agents?: readonly Agent[];
  readonly queues?: readonly Queue[];
  readonly policies?: readonly SlaPolicy[];
  readonly calendars?: readonly BusinessCalendar[];
  readonly connections?: readonly Connection[];
  readonly continuity?: ContinuityRules;
  readonly templates?: readonly Template[];
  readonly analysis?: Analysis;
};

/** Everything that the rules need, in memory, with a clock that a test can move. */
export function aWorld(setup: Setup = {}) {
  const memory = emptyMemory();
  for (const agent of setup.agents ?? [anAgent()]) memory.agents.set(agent.id, agent);
  let time = Date.parse(noon);
  const conversations = memoryConversations(memory);
  const needs = {
    conversations,
    customers: memoryCustomers(memory),
    agents: memoryAgents(memory),
    connections: memoryRecords(
      setup.connections ?? [
        aConnection(),
        aConnection({ id: 'support-mail', provider: 'ses-email', channel: 'email', address: 'help@shop.example' }),
      ],
    ),
    settings: {
      queues: memoryRecords(setup.queues ?? [aQueue()]),
      policies: memoryRecords(setup.policies ?? [aPolicy()]),
      calendars: memoryRecords(setup.calendars ?? [alwaysOpen]),
      continuity: memoryRecords<ContinuityRules>(setup.continuity ? [setup.continuity] : []),
      templates: memoryRecords(setup.templates ?? []),
    },
    analyse: async () => setup.analysis ?? anAnalysis(),
    idFrom,
    now: () => new Date(time),
  } satisfies PlacingNeeds & Record<string, unknown>;
  const events = async (id: string): Promise<readonly ConversationEvent[]> =>
    (await conversations.history(id))?.events ?? [];
  let happenings = 0;
  return {
    ...needs,
    needs,
    memory,
    events,
    moveClockTo: (at: string) => {
      time = Date.parse(at);
    },
    /** The conversation, which must be there. */
    async conversation(id: string): Promise<Conversation> {
      const found = await conversations.get(id);
      if (!found) throw new Error(`there is no conversation ${id}`);
      return found;
    },
    /** Saves these facts as one decision, made now. */
    async happens(id: string, ...drafts: readonly Draft[]): Promise<Conversation> {
      happenings += 1;
      const origin = anOrigin({ commitId: `happening${happenings}`, at: new Date(time).toISOString() });
      const commit = { id, commitId: origin.commitId };
      return (await decideAndSave(needs, commit, () => ({ events: facts(origin, drafts) }))).conversation;
    },
    kinds: async (id: string) => (await events(id)).map((event) => event.type),
  };
}
export type World = ReturnType<typeof aWorld>;
