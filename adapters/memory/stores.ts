import type { Agent, AgentStore } from '#domain/agents/agent.ts';
import type { QuarantineEntry, QuarantineStore } from '#domain/channels/quarantine.ts';
import { type Conversation, capacityHolder } from '#domain/conversations/conversation.ts';
import type { ConversationEvent } from '#domain/conversations/events.ts';
import {
  type Change,
  type Claimed,
  type ConversationList,
  type ConversationStore,
  type CustomerStore,
  positionOf,
  type SaveOutcome,
} from '#domain/conversations/ports.ts';
import { rankOf } from '#domain/conversations/priority.ts';
import type { Customer, Identity } from '#domain/customers/customer.ts';
import type { RecordStore } from '#domain/routing/ports.ts';

/** All stores in memory, with the same promises as those on DynamoDB: one contract suite holds both to them. */
export type Memory = {
  readonly conversations: Map<string, Conversation>;
  readonly events: Map<string, ConversationEvent[]>;
  readonly commits: Set<string>;
  readonly claims: Map<string, Claimed>;
  readonly customers: Map<string, Customer>;
  readonly identities: Map<string, Identity>;
  readonly agents: Map<string, Agent>;
};

export const emptyMemory = (): Memory => ({
  conversations: new Map(),
  events: new Map(),
  commits: new Set(),
  claims: new Map(),
  customers: new Map(),
  identities: new Map(),
  agents: new Map(),
});

type IdentityKey = Pick<Identity, 'channel' | 'scope' | 'value'>;
const identityKey = ({ channel, scope, value }: IdentityKey): string => `${channel}#${scope}#${value}`;

const commitKey = (change: Change): string => `${change.after.id}#${change.events[0]?.at}#${change.commitId}`;

function isOutdated(memory: Memory, { before, after, customer, identity }: Change): boolean {
  const version = memory.conversations.get(after.id)?.version;
  if (version !== before?.version) return true;
  if (customer?.isNew && memory.customers.has(customer.value.id)) return true;
  return identity !== undefined && !identity.before && memory.identities.has(identityKey(identity.after));
}

function refusal(memory: Memory, change: Change): Exclude<SaveOutcome, 'saved'> | undefined {
  const taken = change.claims.filter((claim) => memory.claims.has(claim.key));
  if (taken.some((claim) => !claim.isAlias) || memory.commits.has(commitKey(change))) return 'duplicate';
  if (taken.length > 0) return 'outdated';
  const has = capacityHolder(change.after);
  const taker = has !== capacityHolder(change.before) && has !== undefined ? memory.agents.get(has) : undefined;
  if (taker && taker.load >= taker.capacity) return 'full';
  return isOutdated(memory, change) ? 'outdated' : undefined;
}

function moveLoad(memory: Memory, change: Change): void {
  const [had, has] = [capacityHolder(change.before), capacityHolder(change.after)];
  if (had === has) return;
  const [from, to] = [memory.agents.get(had ?? ''), memory.agents.get(has ?? '')];
  if (from) memory.agents.set(from.id, { ...from, load: from.load - 1 });
  if (to) memory.agents.set(to.id, { ...to, load: to.load + 1, idleSince: change.events[0]?.at ?? to.idleSince });
}

function saveCustomer(memory: Memory, { value, isNew }: NonNullable<Change['customer']>): void {
  const before = memory.customers.get(value.id);
  memory.customers.set(value.id, isNew || !before ? value : { ...before, optedOut: value.optedOut });
}

function save(memory: Memory, change: Change): SaveOutcome {
  const refused = refusal(memory, change);
  if (refused) return refused;
  const { after, commitId } = change;
  for (const { isAlias, ...claim } of change.claims)
    memory.claims.set(claim.key, { ...claim, conversationId: after.id, commitId });
  memory.commits.add(commitKey(change));
  memory.conversations.set(after.id, after);
  memory.events.set(after.id, [...(memory.events.get(after.id) ?? []), ...change.events]);
  moveLoad(memory, change);
  if (change.customer) saveCustomer(memory, change.customer);
  if (change.identity) memory.identities.set(identityKey(change.identity.after), change.identity.after);
  return 'saved';
}

const liesOn = (list: ConversationList, conversation: Conversation): boolean => {
  if (conversation.stage.status !== list.status) return false;
  const { holder } = conversation;
  return list.of === 'agent'
    ? holder.kind === 'agent' && holder.agentId === list.id
    : holder.kind !== 'agent' && conversation.queueId === list.id;
};

const newestFirst = (one: Conversation, other: Conversation): number =>
  positionOf(other).localeCompare(positionOf(one));

const waitingIn = (memory: Memory, queueId: string) =>
  [...memory.conversations.values()].flatMap((one) =>
    one.queueId === queueId && one.holder.kind === 'line' && one.stage.status === 'open'
      ? [{ conversationId: one.id, order: `${rankOf(one.priority)}#${one.holder.since}#${one.id}` }]
      : [],
  );

export const memoryConversations = (memory: Memory): ConversationStore => ({
  get: async (id) => memory.conversations.get(id),
  async history(id) {
    const conversation = memory.conversations.get(id);
    return conversation && { conversation, events: memory.events.get(id) ?? [] };
  },
  save: async (change) => save(memory, change),
  claimed: async (key) => memory.claims.get(key),
  line: async (queueId, limit) =>
    waitingIn(memory, queueId)
      .toSorted((one, other) => one.order.localeCompare(other.order))
      .slice(0, limit),
  ofCustomer: async (customerId, limit) =>
    [...memory.conversations.values()]
      .filter((conversation) => conversation.customerId === customerId)
      .toSorted((one, other) => other.openedAt.localeCompare(one.openedAt))
      .slice(0, limit),
  list: async (list, { before, limit }) =>
    [...memory.conversations.values()]
      .filter((conversation) => liesOn(list, conversation) && (!before || positionOf(conversation) < before))
      .toSorted(newestFirst)
      .slice(0, limit),
});

export const memoryCustomers = (memory: Memory): CustomerStore => ({
  get: async (id) => memory.customers.get(id),
  identity: async (key) => memory.identities.get(identityKey(key)),
  async rename(id, name) {
    const customer = memory.customers.get(id);
    if (customer) memory.customers.set(id, { ...customer, name });
  },
});

export const memoryAgents = (memory: Memory): AgentStore => ({
  get: async (id) => memory.agents.get(id),
  list: async () => [...memory.agents.values()].toSorted((one, other) => one.id.localeCompare(other.id)),
  async put(agent) {
    const { load, idleSince } = memory.agents.get(agent.id) ?? agent;
    const stored = { ...agent, load, idleSince };
    memory.agents.set(agent.id, stored);
    return stored;
  },
});

export function memoryRecords<Entry extends { readonly id: string }>(
  entries: readonly Entry[] = [],
): RecordStore<Entry> {
  const records = new Map(entries.map((entry) => [entry.id, entry]));
  return {
    get: async (id) => records.get(id),
    list: async () => [...records.values()].toSorted((one, other) => one.id.localeCompare(other.id)),
    async put(entry) {
      records.set(entry.id, entry);
    },
  };
}

export function memoryQuarantine(): QuarantineStore {
  const entries = new Map<string, QuarantineEntry>();
  return {
    get: async (id) => entries.get(id),
    async put(entry) {
      entries.set(entry.id, entry);
    },
    list: async (limit) =>
      [...entries.values()]
        .toSorted((one, other) => other.quarantinedAt.localeCompare(one.quarantinedAt))
        .slice(0, limit),
  };
}
