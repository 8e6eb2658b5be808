import type { Agent, AgentStore } from '#domain/agents/agent.ts';
import { dayOf, type LedgerLine, type LedgerStore } from '#domain/channels/ledger.ts';
import type { QuarantineEntry, QuarantineStore } from '#domain/channels/quarantine.ts';
import { type Conversation, capacityHolder } from '#domain/conversations/conversation.ts';
import type { ConversationEvent } from '#domain/conversations/events.ts';
import {
  type Change,
  type Claimed,
  type ConversationList,
  type ConversationStore,
  type CustomerChange,
  type CustomerStore,
  type LedgerEntry,
  positionOf,
  type SaveOutcome,
} from '#domain/conversations/ports.ts';
import { rankOf } from '#domain/conversations/priority.ts';
import type { Customer, Identity, IdentityKey } from '#domain/customers/customer.ts';
import { mergedCustomer } from '#domain/customers/merge-customers.ts';
import type { RecordStore } from '#domain/routing/ports.ts';

/** All stores in memory, with the same promises as those on DynamoDB: one contract suite holds both to them. */
export type Memory = {
  readonly conversations: Map<string, Conversation>;
  readonly events: Map<string, ConversationEvent[]>;
  readonly commits: Set<string>;
  readonly claims: Map<string, Claimed & { readonly ledger?: LedgerEntry }>;
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

const identityKey = ({ kind, scope, value }: IdentityKey): string => `${kind}#${scope}#${value}`;

const commitKey = (change: Change): string => `${change.after.id}#${change.events[0]?.at}#${change.commitId}`;

function isOverwritten(memory: Memory, { value, before }: CustomerChange): boolean {
  const stored = memory.customers.get(value.id);
  return before ? stored?.revision !== before.revision : stored !== undefined;
}

function isOutdated(memory: Memory, { before, after, customer, identities = [] }: Change): boolean {
  const version = memory.conversations.get(after.id)?.version;
  if (version !== before?.version) return true;
  if (customer && isOverwritten(memory, customer)) return true;
  return identities.some((one) => !one.before && memory.identities.has(identityKey(one.after)));
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

function saveCustomer(memory: Memory, { value, before }: CustomerChange): void {
  const { optedOut, noMarketing, identities, id } = value;
  const stored = memory.customers.get(id);
  if (!before || !stored) return void memory.customers.set(id, value);
  const revision = (before.revision ?? 0) + 1;
  memory.customers.set(id, { ...stored, optedOut, noMarketing, identities, revision });
}

/** Facts whose content is deleted keep their place. */
function rewrite(memory: Memory, { after, rewritten = [] }: Change): void {
  const fresh = new Map(rewritten.flatMap(({ events }) => events.map((event) => [event.id, event])));
  if (fresh.size === 0) return;
  const stored = memory.events.get(after.id) ?? [];
  memory.events.set(
    after.id,
    stored.map((event) => fresh.get(event.id) ?? event),
  );
}

const placed = (ledger: LedgerEntry | undefined) => (ledger ? { via: ledger.envelopeId, ledger } : {});

function save(memory: Memory, change: Change): SaveOutcome {
  const refused = refusal(memory, change);
  if (refused) return refused;
  const { after, commitId } = change;
  for (const { isAlias, ledger, ...claim } of change.claims)
    memory.claims.set(claim.key, { ...claim, ...placed(ledger), conversationId: after.id, commitId });
  memory.commits.add(commitKey(change));
  memory.conversations.set(after.id, after);
  memory.events.set(after.id, [...(memory.events.get(after.id) ?? []), ...change.events]);
  moveLoad(memory, change);
  if (change.customer) saveCustomer(memory, change.customer);
  for (const { after: identity } of change.identities ?? []) memory.identities.set(identityKey(identity), identity);
  rewrite(memory, change);
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
  async claimed(key) {
    const { ledger: _, ...claimed } = memory.claims.get(key) ?? {};
    return 'key' in claimed ? claimed : undefined;
  },
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
  async merge(from, into) {
    memory.customers.set(into.id, mergedCustomer(from, into));
    memory.customers.set(from.id, { ...from, mergedInto: into.id });
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

export function memoryLedger(memory: Memory): LedgerStore {
  const lines = new Map<string, LedgerLine>();
  const keyOf = ({ connectionId, receivedAt, itemId }: Pick<LedgerLine, 'connectionId' | 'receivedAt' | 'itemId'>) =>
    `${connectionId}#${receivedAt}#${itemId}`;
  const placedLines = (): readonly LedgerLine[] =>
    [...memory.claims.values()].flatMap(({ ledger, key, conversationId }) =>
      ledger ? [{ ...ledger, itemId: key, outcome: 'placed' as const, conversationId }] : [],
    );
  return {
    note: async (line) => void lines.set(keyOf(line), line),
    settle: async (line) => void lines.delete(keyOf(line)),
    ofDay: async (connectionId, day) =>
      [...placedLines(), ...lines.values()]
        .filter((line) => line.connectionId === connectionId && dayOf(line.receivedAt) === day)
        .toSorted((one, other) => one.receivedAt.localeCompare(other.receivedAt)),
  };
}
