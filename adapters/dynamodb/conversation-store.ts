import type { Conversation } from '#domain/conversations/conversation.ts';
import { type ConversationStore, positionOf } from '#domain/conversations/ports.ts';
import { accessPatterns, shelvesOf } from './access-patterns.ts';
import { claimKeyOf, eventsOf, fromClaim, fromHead, headAttributes, headKey, idOf } from './conversation-items.ts';
import { saveChange } from './save-change.ts';
import { getItem, type Item, query, type Table } from './table.ts';

const idIn = (item: Item): string => idOf(String(item.pk));

const newestFirst = (one: Conversation, other: Conversation): number =>
  positionOf(other).localeCompare(positionOf(one));

async function heads(table: Table, ids: readonly string[]): Promise<readonly Conversation[]> {
  const items = await Promise.all(ids.map((id) => getItem(table, headKey(id))));
  return items.filter((item) => item !== undefined).map(fromHead);
}

/** Conversations on DynamoDB; every question is a row of `accessPatterns`. */
export const createConversationStore = (table: Table): ConversationStore => ({
  async get(id) {
    const item = await getItem(table, headKey(id));
    return item && fromHead(item);
  },
  async history(id) {
    const { index, partition } = accessPatterns.conversation;
    const items = await query(table, { index, partition: partition(id) });
    const head = items.find((item) => item.sk === 'HEAD');
    if (!head) return undefined;
    return { conversation: fromHead(head), events: eventsOf(items.filter((item) => item !== head)) };
  },
  save: (change) => saveChange(table, change),
  async claimed(key) {
    const item = await getItem(table, claimKeyOf(key));
    return item && fromClaim(item);
  },
  async line(queueId, limit) {
    const { index, partition } = accessPatterns.conversationsWaiting;
    const items = await query(table, { index, partition: partition(queueId), limit });
    return items.map((item) => ({ conversationId: idIn(item), order: String(item.lineSk) }));
  },
  async ofCustomer(customerId, limit) {
    const { index, partition } = accessPatterns.conversationsOfCustomer;
    const items = await query(table, { index, partition: partition(customerId), newestFirst: true, limit });
    return heads(table, items.map(idIn));
  },
  async list(list, page) {
    const { index } = accessPatterns.conversationsOfShelf;
    const shelves = await Promise.all(
      shelvesOf(list).map((partition) =>
        query(table, {
          index,
          partition,
          newestFirst: true,
          before: page.before,
          limit: page.limit,
          only: headAttributes,
        }),
      ),
    );
    return shelves.flat().map(fromHead).toSorted(newestFirst).slice(0, page.limit);
  },
});
