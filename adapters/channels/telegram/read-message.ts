import type { Connection } from '#domain/channels/channel.ts';
import type { InboundEnvelope, InboundItem } from '#domain/channels/inbound-envelope.ts';
import type { InboundMessage } from '#domain/channels/inbound-message.ts';
import { keywordOf } from '../shared/keyword.ts';
import { copyFiles, type FileNeeds } from './copy-files.ts';
import type { TelegramCallback, TelegramMessage } from './payload.ts';
import { messageIdOf, telegramSender, threadOf, timeOf } from './place.ts';
import { isService, ownPhone, partsOf, quotedOf, textOf } from './read-content.ts';

export type Arrival = { readonly envelope: InboundEnvelope; readonly connection: Connection };

const dropped = (what: string): InboundItem => ({ kind: 'dropped', rule: `telegram-${what}` });

/** Why a message is none of a customer's; undefined when it is one. */
export function ruleAgainst(message: TelegramMessage, { accountId }: Connection): string | undefined {
  const { from, sender_chat, sender_business_bot, chat } = message;
  if ([from?.id, sender_business_bot?.id].some((id) => id !== undefined && String(id) === accountId)) return 'echo';
  if (chat.type === 'channel' || message.is_automatic_forward) return 'channel-post';
  if (isService(message)) return 'service-message';
  // Who writes in the name of a group or channel is shown as a bot of Telegram's own.
  return from?.is_bot && !sender_chat ? 'bot' : undefined;
}

/** A message to the bot, in a group of the bot, or to or from a business account that the bot is connected to. */
export async function readMessage(
  needs: FileNeeds,
  message: TelegramMessage,
  { envelope, connection }: Arrival,
): Promise<InboundItem> {
  const rule = ruleAgainst(message, connection);
  if (rule !== undefined) return dropped(rule);
  const providerId = messageIdOf(message, message.message_id);
  const writer = message.sender_chat ?? message.from;
  if (!writer) return { kind: 'unreadable', reason: 'a message without a sender', body: envelope.body };
  const attachments = await copyFiles(needs, message, { connectionId: connection.id, messageId: providerId });
  const common = {
    channel: connection.channel,
    connectionId: connection.id,
    providerId,
    sentAt: timeOf(message.date),
    text: textOf(message),
    attachments,
  };
  if (isByBusiness(message)) {
    const { address, scope } = telegramSender(message.chat, connection.accountId);
    const to = { address, ...(scope === undefined ? {} : { scope }) };
    const thread = threadOf(message);
    return { kind: 'sent-elsewhere', sent: { ...common, to, ...(thread ? { thread } : {}), tool: 'Telegram' } };
  }
  const aliases = ownPhone(message);
  const sender = { ...telegramSender(writer, connection.accountId), ...(aliases.length === 0 ? {} : { aliases }) };
  return { kind: 'message', message: { ...common, sender, ...extrasOf(message) } };
}

/** In a connected business account's chats, whoever is not the chat's customer is the business. */
export const isByBusiness = ({ business_connection_id, from, chat }: TelegramMessage): boolean =>
  business_connection_id !== undefined && from?.id !== chat.id;

const commands = { stop: ['/STOP'], start: ['/START'], help: ['/HELP'] };

function extrasOf(message: TelegramMessage): Partial<InboundMessage> {
  const parts = partsOf(message);
  const quoted = quotedOf(message);
  const thread = threadOf(message);
  const keyword = keywordOf((message.text ?? '').split(/[\s@]/)[0] ?? '', commands);
  return {
    ...(parts.length === 0 ? {} : { parts }),
    ...(quoted === undefined ? {} : { quotes: messageIdOf(message, quoted) }),
    ...(thread === undefined ? {} : { thread }),
    ...(keyword === undefined ? {} : { keyword }),
  };
}

/** A button of ours that was pressed. Telegram tells no time for it. */
export function readCallback(callback: TelegramCallback, { envelope, connection }: Arrival): InboundItem {
  const { message, from } = callback;
  const choice = callback.data ?? callback.game_short_name;
  const thread = message && threadOf(message);
  return {
    kind: 'message',
    message: {
      channel: connection.channel,
      connectionId: connection.id,
      providerId: `callback:${callback.id}`,
      sender: telegramSender(from, connection.accountId),
      sentAt: envelope.receivedAt,
      text: '',
      attachments: [],
      parts: [
        { kind: 'choice', title: titleOf(callback) ?? choice ?? '', ...(choice === undefined ? {} : { id: choice }) },
      ],
      ...(message ? { quotes: messageIdOf(message, message.message_id) } : {}),
      ...(thread === undefined ? {} : { thread }),
    },
  };
}

const titleOf = ({ message, data }: TelegramCallback): string | undefined =>
  message?.reply_markup?.inline_keyboard.flat().find(({ callback_data }) => callback_data === data)?.text;
