import type { Channel } from '../channels/channel.ts';
import type { InboundMessage } from '../channels/inbound-message.ts';
import type { Identified } from '../customers/identify-customer.ts';
import type { RecordStore } from '../routing/ports.ts';
import { type ContinuityRules, continuedByTopic, continuityByDefault } from './continuity.ts';
import type { Conversation } from './conversation.ts';
import type { Claimed, ConversationStore, CustomerStore } from './ports.ts';

/** Hours after which a resolved conversation is over, and the next message opens another. Chats have no thread, so sooner. */
const reopensForHours: Partial<Record<Channel, number>> = { email: 24 * 30, review: 24 * 365 };
const reopensForHoursElsewhere = 72;

/** A mail can name thousands; those that matter are at the end. */
const referencesFollowed = 20;

/** Conversations of a customer among which that of another connection or topic is looked for. */
const lookedAt = 25;

/** Whoever opens as many conversations by mail within these minutes floods us; a form that is relayed by mail does not. */
const floodMinutes = 10;

/** Conversations that were joined into others; more would be a circle. */
const joinsFollowed = 5;

export type Place =
  | {
      readonly kind: 'continue';
      readonly conversation: Conversation;
      readonly reason: string;
    }
  | { readonly kind: 'open'; readonly reason: string };

type Needs = {
  readonly conversations: ConversationStore;
  readonly customers: CustomerStore;
  readonly settings: { readonly continuity: RecordStore<ContinuityRules> };
};

/** Provider ids are unique within a connection, or made so by its reader. */
export const claimKey = (connectionId: string, providerId: string): string => `${connectionId}#${providerId}`;

/** Names a provider's thread, as if it were a message. */
export const threadKey = (connectionId: string, thread: string): string => `${connectionId}#thread:${thread}`;

const isOver = (conversation: Conversation, message: InboundMessage): boolean =>
  conversation.stage.status === 'resolved' &&
  Date.parse(message.sentAt) - Date.parse(conversation.stage.at) >
    (reopensForHours[message.channel] ?? reopensForHoursElsewhere) * 3_600_000;

/** The conversation, or the one it was joined into. */
export async function conversationNow(
  conversations: Pick<ConversationStore, 'get'>,
  id: string,
): Promise<Conversation | undefined> {
  let conversation = await conversations.get(id);
  for (let followed = 0; conversation?.joinedInto && followed < joinsFollowed; followed += 1)
    conversation = await conversations.get(conversation.joinedInto);
  return conversation;
}

/**
 * Only somebody who takes part may write into a conversation: ids can be guessed and forwarded. A sender nobody vouches
 * for takes part in what that same unproven address opened; elsewhere only with our secret token.
 */
async function takesPart(needs: Needs, conversation: Conversation, message: InboundMessage): Promise<boolean> {
  const { address, verified } = message.sender;
  const trusted = verified || message.replyToken === conversation.id;
  if (trusted && [conversation.replyTo?.address, ...(conversation.replyTo?.cc ?? [])].includes(address)) return true;
  const customer = await needs.customers.get(conversation.customerId);
  const isKnown = customer?.identities.some(({ value, verified: proven }) => value === address && (trusted || !proven));
  return isKnown || (message.replyToken === conversation.id && (await wasLeftThere(needs, conversation.id, address)));
}

/** An address that the customer left in the conversation: our token reached it, so whoever brings the token back has it. */
async function wasLeftThere(needs: Needs, id: string, address: string): Promise<boolean> {
  const events = (await needs.conversations.history(id))?.events ?? [];
  const parts = events.flatMap((event) => (event.type === 'MessageReceived' ? (event.message.parts ?? []) : []));
  return parts.some((part) => part.kind === 'contact' && part.emails.includes(address));
}

type Named = {
  readonly conversationId: string;
  readonly reason: string;
  readonly likely: Conversation | undefined;
};

/** Does not read again what was read in advance. */
const knowing = (
  conversations: Pick<ConversationStore, 'get'>,
  likely: Conversation | undefined,
): Pick<ConversationStore, 'get'> => ({ get: async (id) => (likely?.id === id ? likely : conversations.get(id)) });

/** What a mail says that it answers, as far as we know it: In-Reply-To, then References from last to first (RFC 5322 §3.6.4). */
export async function answeredBy(
  needs: Pick<Needs, 'conversations'>,
  message: InboundMessage,
): Promise<readonly Claimed[]> {
  const named = [message.email?.inReplyTo, ...(message.email?.references ?? []).toReversed()];
  const ids = [...new Set(named.filter((one) => one !== undefined))].slice(0, referencesFollowed);
  const claimed = await Promise.all(ids.map((id) => needs.conversations.claimed(claimKey(message.connectionId, id))));
  return claimed.filter((one) => one !== undefined);
}

async function continuing(needs: Needs, message: InboundMessage, named: Named): Promise<Place | undefined> {
  const { likely } = named;
  const conversation = await conversationNow(knowing(needs.conversations, likely), named.conversationId);
  if (!conversation || !(await takesPart(needs, conversation, message))) return undefined;
  if (isOver(conversation, message)) return { kind: 'open', reason: 'its thread was resolved long ago' };
  return { kind: 'continue', conversation, reason: named.reason };
}

/** In order of trust: our own token in the address, then what it answers. Never the subject. */
async function ofMailThread(needs: Needs, { message, answered, likely }: Arrival): Promise<Place | undefined> {
  if (message.replyToken) {
    const reason = 'answers our address for this conversation';
    const place = await continuing(needs, message, { conversationId: message.replyToken, reason, likely });
    if (place) return place;
  }
  const reason = 'answers a message of this conversation';
  for (const { conversationId } of answered) {
    const place = await continuing(needs, message, { conversationId, reason, likely });
    if (place) return place;
  }
  return undefined;
}

/** The provider itself says which thread it is, so whoever writes there takes part. */
async function ofProviderThread(needs: Needs, message: InboundMessage, thread: string): Promise<Place | undefined> {
  const claimed = await needs.conversations.claimed(threadKey(message.connectionId, thread));
  const conversation = claimed && (await conversationNow(needs.conversations, claimed.conversationId));
  if (!conversation || isOver(conversation, message)) return undefined;
  return { kind: 'continue', conversation, reason: 'same thread at the provider' };
}

const isOfConnection = (conversation: Conversation, message: InboundMessage): boolean =>
  conversation.channel === message.channel && conversation.connectionId === message.connectionId;

/** What is known of a message before it is placed. */
export type Known = {
  readonly who: Identified;
  readonly answered: readonly Claimed[];
  /** The conversation that it most likely belongs to, read in advance. */
  readonly likely: Conversation | undefined;
};

type Arrival = Known & {
  readonly message: InboundMessage;
  /** What the customer has, newest first; asked for once. */
  readonly others: () => Promise<readonly Conversation[]>;
};

/** Somebody may text two numbers of ours in turn; an answer must come from the number that was written to. */
async function ofSender(needs: Needs, { message, who, likely, others }: Arrival): Promise<Place | undefined> {
  if (message.channel === 'email' || !who.stored?.conversationId) return undefined;
  const latest = await conversationNow(knowing(needs.conversations, likely), who.stored.conversationId);
  const conversation =
    latest && isOfConnection(latest, message) ? latest : (await others()).find((one) => isOfConnection(one, message));
  if (!conversation || conversation.joinedInto || isOver(conversation, message)) return undefined;
  return { kind: 'continue', conversation, reason: 'same sender, conversation not over' };
}

async function ofTopic(needs: Needs, { message, who, others }: Arrival): Promise<Place | undefined> {
  if (who.isNew || !message.sender.verified) return undefined;
  const candidates = (await others()).filter((one) => !isOfConnection(one, message));
  if (candidates.length === 0) return undefined;
  const rules = (await needs.settings.continuity.get('continuity')) ?? continuityByDefault;
  const continued = continuedByTopic(rules, message, candidates);
  return continued && { kind: 'continue', ...continued };
}

const isFlood = (newestFirst: readonly Conversation[], { sentAt }: InboundMessage): boolean => {
  const oldest = newestFirst[lookedAt - 1];
  return oldest !== undefined && Date.parse(sentAt) - Date.parse(oldest.openedAt) < floodMinutes * 60_000;
};

/** Mail of a flood is kept together, so that it does not bury everybody else's. */
async function ofFlood(needs: Needs, { message, who, others }: Arrival): Promise<Place | undefined> {
  if (message.channel !== 'email' || who.isNew || !isFlood(await others(), message)) return undefined;
  for (const conversation of (await others()).filter((one) => isOfConnection(one, message) && !one.joinedInto))
    if (await takesPart(needs, conversation, message))
      return { kind: 'continue', conversation, reason: `${lookedAt} new conversations in ${floodMinutes} minutes` };
  return undefined;
}

/** The conversation that a message belongs to, or why it opens a new one. */
export async function findConversation(needs: Needs, message: InboundMessage, known: Known): Promise<Place> {
  const { who } = known;
  let asked: Promise<readonly Conversation[]> | undefined;
  const others = () => {
    asked ??= needs.conversations.ofCustomer(who.customer.id, lookedAt);
    return asked;
  };
  const arrival: Arrival = { ...known, message, others };
  const { thread } = message;
  const found =
    (await ofMailThread(needs, arrival)) ??
    (thread === undefined ? await ofSender(needs, arrival) : await ofProviderThread(needs, message, thread)) ??
    (await ofTopic(needs, arrival)) ??
    (await ofFlood(needs, arrival));
  if (found) return found;
  const reason = who.isNew ? 'first contact of a new customer' : 'no running conversation it belongs to';
  return { kind: 'open', reason };
}
