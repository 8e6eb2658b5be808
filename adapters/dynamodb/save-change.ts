import {
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { capacityHolder } from '#domain/conversations/conversation.ts';
import type { Change, CustomerChange, IdentityChange, SaveOutcome } from '#domain/conversations/ports.ts';
import { commitKey, toClaims, toCommit, toHead } from './conversation-items.ts';
import { customerItem, customerKey, identityItem } from './customer-store.ts';
import { pack } from './packed.ts';
import { recordKey } from './record-store.ts';
import { type Table, toItem } from './table.ts';

/** One write of the transaction, and what it means when its condition fails. */
type Write = { readonly write: TransactWriteItem; readonly ifRefused: SaveOutcome };

const absent = 'attribute_not_exists(pk)';

function head(table: Table, change: Change): Write {
  const item = { TableName: table.name, Item: toItem(toHead(change.after)) };
  const write: TransactWriteItem = change.before
    ? {
        Put: {
          ...item,
          ConditionExpression: 'version = :version',
          ExpressionAttributeValues: toItem({ ':version': change.before.version }),
        },
      }
    : { Put: { ...item, ConditionExpression: absent } };
  return { write, ifRefused: 'outdated' };
}

/** Capacity moves in the same transaction as the assignment, under a condition: it can never be exceeded. */
function loads(table: Table, change: Change): readonly Write[] {
  const had = capacityHolder(change.before);
  const has = capacityHolder(change.after);
  if (had === has) return [];
  const update = (agentId: string, values: Record<string, unknown>) => ({
    TableName: table.name,
    Key: toItem(recordKey('agent', agentId)),
    ExpressionAttributeNames: { '#load': 'load' },
    ExpressionAttributeValues: toItem({ ':one': 1, ...values }),
  });
  const less: Write[] = had
    ? [
        {
          write: {
            Update: {
              ...update(had, {}),
              UpdateExpression: 'SET #load = #load - :one',
              ConditionExpression: 'attribute_exists(pk)',
            },
          },
          ifRefused: 'outdated',
        },
      ]
    : [];
  const more: Write[] = has
    ? [
        {
          write: {
            Update: {
              ...update(has, { ':since': change.events[0]?.at ?? change.after.lastActivityAt }),
              ExpressionAttributeNames: { '#load': 'load', '#capacity': 'capacity' },
              UpdateExpression: 'SET #load = #load + :one, idleSince = :since',
              ConditionExpression: '#load < #capacity',
            },
          },
          ifRefused: 'full',
        },
      ]
    : [];
  return [...less, ...more];
}

/** Fields that a message can change; the others stay as somebody may be changing them at the same time. */
const changeable = ['optedOut', 'noMarketing', 'identities'] as const;

/** Writes what differs, unless somebody else did meanwhile. */
function customerWrite(table: Table, { value, before }: CustomerChange): readonly TransactWriteItem[] {
  if (!before) return [put(table, customerItem(value))];
  const changed = changeable.filter((field) => JSON.stringify(value[field]) !== JSON.stringify(before[field]));
  if (changed.length === 0) return [];
  const { revision = 0 } = before;
  const values = { ':next': revision + 1, ...Object.fromEntries(changed.map((field) => [`:${field}`, value[field]])) };
  const unchanged = revision === 0 ? 'attribute_not_exists(revision)' : 'revision = :revision';
  const update = {
    TableName: table.name,
    Key: toItem(customerKey(value.id)),
    UpdateExpression: `SET revision = :next, ${changed.map((field) => `${field} = :${field}`).join(', ')}`,
    ConditionExpression: `attribute_exists(pk) AND ${unchanged}`,
    ExpressionAttributeValues: toItem(revision === 0 ? values : { ...values, ':revision': revision }),
  };
  return [{ Update: update }];
}

const identityWrite = (table: Table, { before, after }: IdentityChange): TransactWriteItem =>
  before ? { Put: { TableName: table.name, Item: toItem(identityItem(after)) } } : put(table, identityItem(after));

const people = (table: Table, { customer, identities = [] }: Change): readonly Write[] =>
  [
    ...(customer ? customerWrite(table, customer) : []),
    ...identities.map((identity) => identityWrite(table, identity)),
  ].map((write) => ({ write, ifRefused: 'outdated' }));

/** Facts whose content is deleted keep their place and their version. */
const rewrites = (table: Table, { after, rewritten = [] }: Change): readonly Write[] =>
  rewritten.map((one) => ({
    write: {
      Update: {
        TableName: table.name,
        Key: toItem(commitKey(after.id, one)),
        UpdateExpression: 'SET #events = :events',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#events': 'events' },
        ExpressionAttributeValues: toItem({ ':events': pack(one.events) }),
      },
    },
    ifRefused: 'outdated',
  }));

const put = (table: Table, item: Record<string, unknown>): TransactWriteItem => ({
  Put: { TableName: table.name, Item: toItem(item), ConditionExpression: absent },
});

/** The outcome that a cancelled transaction stands for; undefined when it is an outage and not an answer. */
function outcomeOf(error: unknown, writes: readonly Write[]): SaveOutcome | undefined {
  if (!(error instanceof TransactionCanceledException)) return undefined;
  const codes = (error.CancellationReasons ?? []).map((reason) => reason.Code);
  const outcomes = writes
    .filter((_, position) => codes[position] === 'ConditionalCheckFailed')
    .map((write) => write.ifRefused);
  const found = (['duplicate', 'full', 'outdated'] as const).find((outcome) => outcomes.includes(outcome));
  return found ?? (codes.includes('TransactionConflict') ? 'outdated' : undefined);
}

/** Saves one decision whole or not at all: claims, facts, new head, capacity, and the customer if touched. */
export async function saveChange(table: Table, change: Change): Promise<SaveOutcome> {
  const writes: readonly Write[] = [
    ...toClaims(change).map((claim, position): Write => {
      const ifRefused = change.claims[position]?.isAlias ? 'outdated' : 'duplicate';
      return { write: put(table, claim), ifRefused };
    }),
    { write: put(table, toCommit(change)), ifRefused: 'duplicate' },
    head(table, change),
    ...loads(table, change),
    ...people(table, change),
    ...rewrites(table, change),
  ];
  try {
    await table.client.send(new TransactWriteItemsCommand({ TransactItems: writes.map(({ write }) => write) }));
    return 'saved';
  } catch (error) {
    const outcome = outcomeOf(error, writes);
    if (!outcome) throw error;
    return outcome;
  }
}
