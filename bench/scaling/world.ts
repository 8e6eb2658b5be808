import { DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { recordItem, recordKey } from '#adapters/dynamodb/record-store.ts';
import { saveChange } from '#adapters/dynamodb/save-change.ts';
import { idFrom } from '#adapters/ids.ts';
import {
  emptyMemory,
  memoryAgents,
  memoryConversations,
  memoryCustomers,
  memoryRecords,
} from '#adapters/memory/stores.ts';
import type { Agent } from '#domain/agents/agent.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { Template } from '#domain/channels/template.ts';
import type { ContinuityRules } from '#domain/conversations/continuity.ts';
import { capacityHolder } from '#domain/conversations/conversation.ts';
import type { PlacingNeeds } from '#domain/conversations/place-message.ts';
import type { Change, ConversationStore } from '#domain/conversations/ports.ts';
import { alwaysOpen } from '#domain/escalation/business-hours.ts';
import type { Queue } from '#domain/routing/queue.ts';
import { anAnalysis, aPolicy } from '#test/support/builders.ts';
import { type Heat, heatOf } from './heat.ts';

export type World = PlacingNeeds & {
  readonly heat: Heat;
  /** Times the list of agents was asked for. */
  readonly lists: () => number;
  /** Deadlines that were set. */
  readonly deadlines: () => number;
  readonly agentsNow: () => readonly Agent[];
  readonly conversations: ConversationStore;
};

export type Setup = {
  readonly agents: readonly Agent[];
  readonly queues: readonly Queue[];
  readonly connections: readonly Connection[];
  readonly now: () => Date;
};

/** The rules on stores in memory; every save is written down as the transaction that DynamoDB would get. */
export function scalingWorld(setup: Setup): World {
  const memory = emptyMemory();
  for (const agent of setup.agents) memory.agents.set(agent.id, agent);
  const heat = heatOf();
  const recorder = { client: recordingClient(heat), name: 'parley' };
  const conversations = memoryConversations(memory);
  const agents = memoryAgents(memory);
  let lists = 0;
  let deadlines = 0;
  const save = async (change: Change) => {
    const before = new Map(memory.agents);
    const outcome = await conversations.save(change);
    if (outcome !== 'saved') return outcome;
    await saveChange(recorder, change);
    deadlines += change.events.filter(({ type }) => type === 'DeadlineSet').length;
    for (const id of movedBy(change)) noteLoad(heat, before.get(id), memory.agents.get(id));
    return outcome;
  };
  return {
    conversations: { ...conversations, save },
    customers: memoryCustomers(memory),
    agents: {
      list: async () => {
        lists += 1;
        return agents.list();
      },
    },
    connections: memoryRecords([...setup.connections]),
    settings: {
      queues: memoryRecords([...setup.queues]),
      policies: memoryRecords([aPolicy()]),
      calendars: memoryRecords([alwaysOpen]),
      continuity: memoryRecords<ContinuityRules>(),
      templates: memoryRecords<Template>(),
    },
    analyse: async () => anAnalysis(),
    idFrom,
    now: setup.now,
    heat,
    lists: () => lists,
    deadlines: () => deadlines,
    agentsNow: () => [...memory.agents.values()],
  };
}

/** Agents whose load a decision moves. */
const movedBy = ({ before, after }: Change): readonly string[] => {
  const [had, has] = [capacityHolder(before), capacityHolder(after)];
  return had === has ? [] : [had, has].filter((id) => id !== undefined);
};

function noteLoad(heat: Heat, before: Agent | undefined, after: Agent | undefined): void {
  if (!after) return;
  const item = (agent: Agent) => recordItem('agent', agent.id, agent);
  heat.update(recordKey('agent', after.id), before && item(before), item(after));
}

/** Takes every transaction and sends none. */
function recordingClient(heat: Heat): DynamoDBClient {
  const client = new DynamoDBClient({ region: 'eu-central-1' });
  client.send = async (command: unknown) => {
    if (!(command instanceof TransactWriteItemsCommand)) throw new Error('only transactions are simulated');
    for (const item of command.input.TransactItems ?? []) heat.put(item);
    return { $metadata: {} };
  };
  return client;
}
