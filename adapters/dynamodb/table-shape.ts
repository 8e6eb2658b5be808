/** Names of the one table's keys and indexes: the deployed table, the local one and the queries are made from it. */
export const tableShape = {
  partitionKey: 'pk',
  sortKey: 'sk',
  timeToLive: 'expiresAt',
  indexes: {
    /** What a list shows: conversations by view, newest first. */
    inbox: { partitionKey: 'inboxPk', sortKey: 'inboxSk', projection: 'ALL' },
    /** Who waits in a queue: priority, then age; sparse. */
    line: { partitionKey: 'linePk', sortKey: 'lineSk', projection: 'KEYS_ONLY' },
    /** Conversations of a customer. */
    customer: { partitionKey: 'customerPk', sortKey: 'customerSk', projection: 'KEYS_ONLY' },
    /** Configuration items by kind; sparse. */
    kind: { partitionKey: 'kindPk', sortKey: 'kindSk', projection: 'ALL' },
  },
} as const;
