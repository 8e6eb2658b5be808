import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { type Commit, fromCommit, fromHead } from '#adapters/dynamodb/conversation-items.ts';
import { fromItem, type Item } from '#adapters/dynamodb/table.ts';
import { $Agent, type Agent } from '#domain/agents/agent.ts';
import type { Conversation } from '#domain/conversations/conversation.ts';

/** What the table's stream tells that others have to know. */
export type Saved = {
  readonly commits: readonly Commit[];
  /** The newest heads in this batch, by conversation. */
  readonly heads: ReadonlyMap<string, Conversation>;
  readonly agents: readonly { readonly before: Agent | undefined; readonly after: Agent }[];
};

type Image = Record<string, AttributeValue>;

// The event's type names the same wire format in another package's words.
const itemOf = (image: unknown): Item | undefined => (image ? fromItem(image as Image) : undefined);

const partitionOf = (record: DynamoDBRecord): string => record.dynamodb?.Keys?.pk?.S ?? '';
const sortOf = (record: DynamoDBRecord): string => record.dynamodb?.Keys?.sk?.S ?? '';

function newItem(record: DynamoDBRecord): Item | undefined {
  return record.eventName === 'REMOVE' ? undefined : itemOf(record.dynamodb?.NewImage);
}

const commitsIn = (records: readonly DynamoDBRecord[]): readonly Commit[] =>
  records
    .filter((record) => record.eventName === 'INSERT' && sortOf(record).startsWith('EVENT#'))
    .map(newItem)
    .filter((item) => item !== undefined)
    .map(fromCommit);

const headsIn = (records: readonly DynamoDBRecord[]): ReadonlyMap<string, Conversation> =>
  new Map(
    records
      .filter((record) => sortOf(record) === 'HEAD')
      .map(newItem)
      .filter((item) => item !== undefined)
      .map(fromHead)
      .map((conversation) => [conversation.id, conversation]),
  );

const agentsIn = (records: readonly DynamoDBRecord[]): Saved['agents'] =>
  records
    .filter((record) => partitionOf(record).startsWith('AGENT#') && record.eventName !== 'REMOVE')
    .map((record) => {
      const before = itemOf(record.dynamodb?.OldImage);
      return { before: before && $Agent.parse(before), after: $Agent.parse(newItem(record)) };
    });

/** Sorts a batch of stream records into what was saved. */
export const readStream = (records: readonly DynamoDBRecord[]): Saved => ({
  commits: commitsIn(records),
  heads: headsIn(records),
  agents: agentsIn(records),
});
