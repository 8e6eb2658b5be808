import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Commit, eventsOf, fromCommit, fromHead } from '#adapters/dynamodb/conversation-items.ts';
import { fromItem, type Item } from '#adapters/dynamodb/table.ts';
import type { Conversation } from '#domain/conversations/conversation.ts';
import type { ConversationEvent } from '#domain/conversations/events.ts';
import type { Dynamo } from './dynamodb.ts';

/** The table as it stands, item by item, read from everything that was ever written. */
export type TableImage = {
  readonly items: readonly Item[];
  readonly conversations: readonly Stored[];
};

export type Stored = {
  readonly head: Conversation;
  readonly item: Item;
  readonly commits: readonly Commit[];
  readonly events: readonly ConversationEvent[];
};

// The record's type names the same wire format in another package's words.
const attributesIn = (image: unknown): Record<string, AttributeValue> => image as Record<string, AttributeValue>;

function itemsNow({ records }: Dynamo): readonly Item[] {
  const newest = new Map<string, unknown>();
  for (const { dynamodb } of records) {
    const { pk, sk } = dynamodb.Keys ?? {};
    newest.set(`${pk?.S} ${sk?.S}`, dynamodb.NewImage);
  }
  return [...newest.values()].filter((image) => image !== undefined).map((image) => fromItem(attributesIn(image)));
}

export function tableImage(dynamo: Dynamo): TableImage {
  const items = itemsNow(dynamo);
  const commits = Map.groupBy(
    items.filter(({ sk }) => String(sk).startsWith('EVENT#')),
    ({ pk }) => String(pk),
  );
  const conversations = items
    .filter(({ sk }) => sk === 'HEAD')
    .map((item) => {
      const made = commits.get(String(item.pk)) ?? [];
      return { head: fromHead(item), item, commits: made.map(fromCommit), events: eventsOf(made) };
    })
    .toSorted(
      ({ head: one }, { head: other }) => one.openedAt.localeCompare(other.openedAt) || one.id.localeCompare(other.id),
    );
  return { items, conversations };
}
