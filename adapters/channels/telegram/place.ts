import type { Sender } from '#domain/channels/inbound-message.ts';
import type { TelegramChat, TelegramUser } from './payload.ts';

/** Where a message is: numbers of messages count within one chat, and within one chat of a connected business account. */
export type Place = {
  readonly chat: TelegramChat;
  readonly business_connection_id?: string | undefined;
  readonly message_thread_id?: number | undefined;
  readonly is_topic_message?: boolean | undefined;
};

/** Our provider id of a message, as later reactions, edits and replies name it again. */
export const messageIdOf = ({ chat, business_connection_id: business }: Place, messageId: number): string =>
  `${business === undefined ? '' : `${business}:`}${chat.id}:${messageId}`;

/**
 * The thread of a message: a group (and its topic), or one chat of a business account. A private chat with the bot is none.
 */
export function threadOf(place: Place): string | undefined {
  const { chat, business_connection_id: business } = place;
  if (business !== undefined) return `business:${business}:${chat.id}`;
  if (chat.type === 'private') return undefined;
  const topic = place.is_topic_message ? place.message_thread_id : undefined;
  return topic === undefined ? String(chat.id) : `${chat.id}/${topic}`;
}

/** What a sent message needs to get where the thread is. */
export type Destination = {
  readonly chat_id: string;
  readonly message_thread_id?: number;
  readonly business_connection_id?: string;
};

/** The way back from a thread and a person to a chat. */
export function destinationOf(to: string, thread: string | undefined): Destination {
  if (thread === undefined) return { chat_id: to };
  const [, business, customer = to] = /^business:([^:]+):(.+)$/.exec(thread) ?? [];
  if (business !== undefined) return { chat_id: customer, business_connection_id: business };
  const [chat = to, topic] = thread.split('/');
  return topic === undefined ? { chat_id: chat } : { chat_id: chat, message_thread_id: Number(topic) };
}

const nameOf = (who: TelegramUser | TelegramChat): string =>
  'title' in who && typeof who.title === 'string'
    ? who.title
    : [who.first_name, who.last_name].filter(Boolean).join(' ');

/** A person, or the group or channel in whose name an anonymous one writes. */
export function telegramSender(who: TelegramUser | TelegramChat, scope: string | undefined): Sender {
  const name = nameOf(who);
  return {
    address: String(who.id),
    ...(scope === undefined ? {} : { scope }),
    ...(name === '' ? {} : { name }),
    ...(who.username === undefined ? {} : { handle: `@${who.username}` }),
    verified: true,
  };
}

/** Telegram's seconds as an instant. */
export const timeOf = (seconds: number): string => new Date(seconds * 1000).toISOString();
