import type { Conversation } from '#domain/conversations/conversation.ts';
import { type ConversationList, positionOf } from '#domain/conversations/ports.ts';
import { rankOf } from '#domain/conversations/priority.ts';

/** A partition takes 1,000 writes a second; shelves that everybody writes to are spread over this many. */
export const queueShards = 4;
/** Open sockets are read with every batch of changes, one query for each; docs/scaling.md says when one is not enough. */
export const socketShards = 1;
/** What came in through a connection on one day. */
export const ledgerShards = 4;

const shardOf = (id: string, shards: number): number => id.charCodeAt(id.length - 1) % shards;

// biome-ignore format: a table
/** Every question the table answers, with its keys. A query that is not a row here does not exist. */
export const accessPatterns = {
  conversation:            { index: 'table',    partition: (id: string) => `CONVERSATION#${id}`,                sort: () => 'HEAD' },
  factsOfConversation:     { index: 'table',    partition: (id: string) => `CONVERSATION#${id}`,                sort: (at: string, commitId: string) => `EVENT#${at}#${commitId}` },
  claim:                   { index: 'table',    partition: (key: string) => `RECEIPT#${key}`,                   sort: () => 'RECEIPT' },
  customer:                { index: 'table',    partition: (id: string) => `CUSTOMER#${id}`,                    sort: () => 'PROFILE' },
  identity:                { index: 'table',    partition: (kind: string, scope: string, value: string) => `IDENTITY#${kind}#${scope}#${value}`, sort: () => 'IDENTITY' },
  record:                  { index: 'table',    partition: (kind: string, id: string) => `${kind.toUpperCase()}#${id}`, sort: (kind: string) => kind.toUpperCase() },
  ledgerOfDay:             { index: 'table',    partition: (connectionId: string, day: string) => `LEDGER#${connectionId}#${day}`, sort: (receivedAt: string, itemId: string) => `${receivedAt}#${itemId}` },
  paceOfSecond:            { index: 'table',    partition: (connectionId: string) => `PACE#${connectionId}`,    sort: (second: string) => second },
  ticket:                  { index: 'table',    partition: (hash: string) => `TICKET#${hash}`,                  sort: () => 'TICKET' },
  pollCursor:              { index: 'table',    partition: (connectionId: string) => `CURSOR#${connectionId}`,  sort: () => 'CURSOR' },
  countInWindow:           { index: 'table',    partition: (key: string) => `COUNT#${key}`,                     sort: (window: string) => window },
  sockets:                 { index: 'table',    partition: (shard: number) => `SOCKETS#${shard}`,               sort: (socketId: string) => socketId },
  chatSession:             { index: 'table',    partition: (id: string) => `CHATSESSION#${id}`,                 sort: () => 'SESSION' },
  chatVisitor:             { index: 'table',    partition: (connectionId: string, address: string) => `CHATVISITOR#${connectionId}#${address}`, sort: () => 'VISITOR' },
  chatSocketsOfVisitor:    { index: 'table',    partition: (connectionId: string, address: string) => `CHATVISITOR#${connectionId}#${address}`, sort: (socketId: string) => `SOCKET#${socketId}` },
  chatSocket:              { index: 'table',    partition: (id: string) => `CHATSOCKET#${id}`,                  sort: () => 'SOCKET' },
  chatSalt:                { index: 'table',    partition: (day: string) => `CHATSALT#${day}`,                  sort: () => 'SALT' },
  conversationsOfShelf:    { index: 'inbox',    partition: (shelf: string) => shelf,                            sort: (position: string) => position },
  conversationsWaiting:    { index: 'line',     partition: (queueId: string) => `LINE#${queueId}`,              sort: (order: string) => order },
  conversationsOfCustomer: { index: 'customer', partition: (customerId: string) => `CUSTOMER#${customerId}`,    sort: (openedAt: string) => openedAt },
  placedOfDay:             { index: 'kind',     partition: (connectionId: string, day: string, shard: number) => `LEDGER#${connectionId}#${day}#${shard}`, sort: (receivedAt: string, itemId: string) => `${receivedAt}#${itemId}` },
  recordsOfKind:           { index: 'kind',     partition: (kind: string) => kind.toUpperCase(),                sort: (id: string) => id },
} as const;

/** The partitions in which a list lies: one for an agent, several for a queue. */
export const shelvesOf = (list: ConversationList): readonly string[] =>
  list.of === 'agent'
    ? [`AGENT#${list.id}#${list.status}`]
    : Array.from({ length: queueShards }, (_, shard) => `QUEUE#${list.id}#${list.status}#${shard}`);

/** Where a conversation stands in the views: with its agent, else with its queue. */
export function shelfOf(conversation: Conversation): string {
  const { status } = conversation.stage;
  return conversation.holder.kind === 'agent'
    ? `AGENT#${conversation.holder.agentId}#${status}`
    : `QUEUE#${conversation.queueId}#${status}#${shardOf(conversation.id, queueShards)}`;
}

/** Keys of the indexes that a conversation appears in. `line*` is there only while it waits. */
export function indexKeys(conversation: Conversation): Record<string, string> {
  const { holder, stage } = conversation;
  const waits = holder.kind === 'line' && stage.status === 'open';
  const order = waits ? `${rankOf(conversation.priority)}#${holder.since}#${conversation.id}` : '';
  return {
    inboxPk: shelfOf(conversation),
    inboxSk: positionOf(conversation),
    customerPk: accessPatterns.conversationsOfCustomer.partition(conversation.customerId),
    customerSk: conversation.openedAt,
    ...(waits ? { linePk: accessPatterns.conversationsWaiting.partition(conversation.queueId), lineSk: order } : {}),
  };
}

/** The partition of a ledger's day in which what an id names is counted. */
export const ledgerShardOf = (key: string): number => shardOf(key, ledgerShards);

/** The partition in which a socket lies. */
export const socketShardOf = (socketId: string): number => shardOf(socketId, socketShards);
