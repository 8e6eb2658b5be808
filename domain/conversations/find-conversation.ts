import type { InboundMessage } from '../channels/inbound-message.ts';
import type { Identified } from '../customers/identify-customer.ts';
import type { Conversation } from './conversation.ts';
import type { ConversationStore, CustomerStore } from './ports.ts';

/** Hours after which a resolved conversation is over, and the next message opens another. Text messages have no thread, so sooner. */
const reopensForHours = { sms: 72, email: 24 * 30 } as const;

/** A mail can name thousands; those that matter are at the end. */
const referencesFollowed = 20;

/** Conversations of a customer among which that of another number is looked for. */
const lookedAt = 25;

export type Place =
  | {
      readonly kind: 'continue';
      readonly conversation: Conversation;
      readonly reason: string;
    }
  | { readonly kind: 'open'; readonly reason: string };

type Needs = { readonly conversations: ConversationStore; readonly customers: CustomerStore };

export const claimKey = (message: { channel: string; connectionId: string }, providerId: string): string =>
  `${message.channel}#${message.connectionId}#${providerId}`;

const isOver = (conversation: Conversation, message: InboundMessage): boolean =>
  conversation.stage.status === 'resolved' &&
  Date.parse(message.sentAt) - Date.parse(conversation.stage.at) > reopensForHours[message.channel] * 3_600_000;

/**
 * Only somebody who takes part may write into a conversation: ids can be guessed and forwarded. A sender nobody vouches
 * for takes part in what that same unproven address opened; elsewhere only with our secret token.
 */
async function takesPart(needs: Needs, conversation: Conversation, message: InboundMessage): Promise<boolean> {
  const { address, verified } = message.sender;
  const trusted = verified || message.replyToken === conversation.id;
  if (trusted && [conversation.replyTo?.address, ...(conversation.replyTo?.cc ?? [])].includes(address)) return true;
  const customer = await needs.customers.get(conversation.customerId);
  return (
    customer?.identities.some((identity) => identity.value === address && (trusted || !identity.verified)) ?? false
  );
}

async function continuing(
  needs: Needs,
  message: InboundMessage,
  found: { readonly conversationId: string; readonly reason: string },
): Promise<Place | undefined> {
  const conversation = await needs.conversations.get(found.conversationId);
  if (!conversation || !(await takesPart(needs, conversation, message))) return undefined;
  if (isOver(conversation, message)) return { kind: 'open', reason: 'its thread was resolved long ago' };
  return { kind: 'continue', conversation, reason: found.reason };
}

/** In order of trust: our own token in the address, In-Reply-To, then References from last to first (RFC 5322 §3.6.4). Never the subject. */
async function ofThread(needs: Needs, message: InboundMessage): Promise<Place | undefined> {
  if (message.replyToken) {
    const place = await continuing(needs, message, {
      conversationId: message.replyToken,
      reason: 'answers our address for this conversation',
    });
    if (place) return place;
  }
  const named = [message.email?.inReplyTo, ...(message.email?.references ?? []).toReversed()];
  const ids = new Set(named.filter((one) => one !== undefined));
  for (const id of [...ids].slice(0, referencesFollowed)) {
    const claimed = await needs.conversations.claimed(claimKey(message, id));
    const found = claimed && {
      conversationId: claimed.conversationId,
      reason: 'answers a message of this conversation',
    };
    const place = found && (await continuing(needs, message, found));
    if (place) return place;
  }
  return undefined;
}

const isOfNumber = (conversation: Conversation, message: InboundMessage): boolean =>
  conversation.channel === message.channel && conversation.connectionId === message.connectionId;

/** Somebody may text two numbers of ours in turn; an answer must come from the number that was written to. */
const ofOtherNumber = async (needs: Needs, message: InboundMessage, who: Identified) =>
  (await needs.conversations.ofCustomer(who.customer.id, lookedAt)).find((one) => isOfNumber(one, message));

async function ofSender(needs: Needs, message: InboundMessage, who: Identified): Promise<Place | undefined> {
  if (message.channel === 'email' || !who.stored?.conversationId) return undefined;
  const latest = await needs.conversations.get(who.stored.conversationId);
  const conversation = latest && isOfNumber(latest, message) ? latest : await ofOtherNumber(needs, message, who);
  if (!conversation || isOver(conversation, message)) return undefined;
  return { kind: 'continue', conversation, reason: 'same number, conversation not over' };
}

/** The conversation that a message belongs to, or why it opens a new one. */
export async function findConversation(needs: Needs, message: InboundMessage, who: Identified): Promise<Place> {
  return (
    (await ofThread(needs, message)) ??
    (await ofSender(needs, message, who)) ?? {
      kind: 'open',
      reason: who.isNew ? 'first contact of a new customer' : 'no running conversation it belongs to',
    }
  );
}
