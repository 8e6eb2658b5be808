import type { Conversation } from '../conversations/conversation.ts';
import { conversationNow } from '../conversations/find-conversation.ts';
import type { ConversationStore, CustomerStore } from '../conversations/ports.ts';
import { identityKeyOf } from '../customers/customer.ts';
import { customerNow } from '../customers/identify-customer.ts';
import type { VisitorKey } from './session.ts';
import type { ChatConnection } from './settings.ts';
import { type VisibleMessage, visibleMessages } from './visible-messages.ts';

export type HistoryNeeds = {
  readonly conversations: Pick<ConversationStore, 'get' | 'history' | 'ofCustomer'>;
  readonly customers: CustomerStore;
};

/**
 * Facts are stamped before they are saved, by machines whose clocks differ: one may appear after another that is stamped
 * later. What was saved within so long before the last one seen is told again; messages have ids.
 */
export const toldAgainMs = 2 * 60_000;
/** Older conversations and messages are not shown. */
const conversationsShown = 10;
const messagesShown = 200;

const identityOf = (needs: HistoryNeeds, connection: ChatConnection, { connectionId, address }: VisitorKey) =>
  needs.customers.identity(
    identityKeyOf({ channel: connection.channel, address, scope: connectionId, verified: true }),
  );

/** The conversation that the visitor's next message belongs to; none before the first one was placed. */
export async function conversationOfVisitor(
  needs: HistoryNeeds,
  connection: ChatConnection,
  key: VisitorKey,
): Promise<Conversation | undefined> {
  const identity = await identityOf(needs, connection, key);
  return identity?.conversationId === undefined
    ? undefined
    : conversationNow(needs.conversations, identity.conversationId);
}

/** The index of a customer's conversations may be behind: the one that the address names is looked up itself. */
async function conversationsOf(
  needs: HistoryNeeds,
  connection: ChatConnection,
  key: VisitorKey,
): Promise<readonly Conversation[]> {
  const identity = await identityOf(needs, connection, key);
  if (!identity) return [];
  const customer = await customerNow(needs.customers, identity.customerId);
  const customerIds = [customer?.id ?? identity.customerId, ...(customer?.mergedFrom ?? [])];
  const [latest, ...lists] = await Promise.all([
    identity.conversationId === undefined ? undefined : needs.conversations.get(identity.conversationId),
    ...customerIds.map((id) => needs.conversations.ofCustomer(id, conversationsShown)),
  ]);
  const all = [...lists.flat(), ...(latest ? [latest] : [])];
  return [...new Map(all.map((conversation) => [conversation.id, conversation])).values()];
}

export type Since = {
  readonly connection: ChatConnection;
  readonly key: VisitorKey;
  readonly after?: number | undefined;
};

/** What a visitor may see of all conversations here, in order; with `after`, what was saved since and shortly before. */
export async function visitorMessages(needs: HistoryNeeds, since: Since): Promise<readonly VisibleMessage[]> {
  const { connection, key, after } = since;
  const from = after === undefined ? 0 : after - toldAgainMs;
  const conversations = await conversationsOf(needs, connection, key);
  const moved = conversations.filter(({ lastActivityAt }) => Date.parse(lastActivityAt) > from);
  const histories = await Promise.all(moved.map(({ id }) => needs.conversations.history(id)));
  const messages = histories
    .flatMap((history) => (history ? visibleMessages(history.conversation.id, history.events, key) : []))
    .filter(({ seq }) => seq > from)
    .toSorted((one, other) => one.seq - other.seq);
  return [...new Map(messages.map((message) => [message.id, message])).values()].slice(-messagesShown);
}
