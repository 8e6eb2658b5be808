import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import type { MessageChange } from '#domain/channels/message-update.ts';
import type {
  TelegramBusinessConnection,
  TelegramDeleted,
  TelegramMembership,
  TelegramMessage,
  TelegramReaction,
} from './payload.ts';
import { messageIdOf, telegramSender, timeOf } from './place.ts';
import { textOf } from './read-content.ts';
import { type Arrival, isByBusiness, ruleAgainst } from './read-message.ts';

/** `updateId`: Telegram repeats an update under the same number. */
export type Change = Arrival & { readonly updateId: string };

type Update = {
  readonly providerId: string;
  readonly at: string;
  readonly by: 'customer' | 'business';
  readonly change: MessageChange;
};

const updated = ({ connection, updateId }: Change, update: Update): InboundItem => ({
  kind: 'update',
  update: { connectionId: connection.id, updateId, ...update },
});

/** A message that was written anew. Somebody who shares where they are "edits" with every step. */
export function readEdit(message: TelegramMessage, change: Change): InboundItem {
  const rule = ruleAgainst(message, change.connection) ?? (message.location ? 'live-location' : undefined);
  if (rule !== undefined) return { kind: 'dropped', rule: `telegram-${rule}` };
  return updated(change, {
    providerId: messageIdOf(message, message.message_id),
    at: timeOf(message.edit_date ?? message.date),
    by: isByBusiness(message) ? 'business' : 'customer',
    change: { what: 'edited', text: textOf(message) },
  });
}

/** Shown for a custom emoji, of which Telegram sends a number only. */
const customEmoji = '✨';
/** A reaction that was paid for is shown as a star there, too. */
const paidEmoji = '⭐';

/** All reactions of one person to one message, as they are now; the last one counts. */
export function readReaction(reaction: TelegramReaction, change: Change): InboundItem {
  if (reaction.user?.is_bot) return { kind: 'dropped', rule: 'telegram-bot' };
  const latest = reaction.new_reaction.at(-1);
  const emoji = latest?.type === 'paid' ? paidEmoji : (latest?.emoji ?? customEmoji);
  return updated(change, {
    providerId: messageIdOf(reaction, reaction.message_id),
    at: timeOf(reaction.date),
    by: 'customer',
    change: { what: 'reacted', emoji: latest ? emoji : '' },
  });
}

/** Telegram says neither when nor by whom, and only for chats of connected business accounts. */
export const readDeleted = (deleted: TelegramDeleted, change: Change): InboundItem[] =>
  deleted.message_ids.map((messageId) =>
    updated(
      { ...change, updateId: `${change.updateId}:${messageId}` },
      {
        providerId: messageIdOf(deleted, messageId),
        at: change.envelope.receivedAt,
        by: 'customer',
        change: { what: 'deleted' },
      },
    ),
  );

const gone = ['kicked', 'left'];

/** The bot was blocked, unblocked, put into a group or out of it. */
export function readMembership(membership: TelegramMembership, { connection, updateId }: Change): InboundItem {
  const isGone = gone.includes(membership.new_chat_member.status);
  const at = timeOf(membership.date);
  if (membership.chat.type !== 'private') {
    const detail = isGone
      ? 'The bot was removed from a group or channel: nothing written there arrives, and nothing can be sent there.'
      : 'The bot was added to a group or channel, or its rights there changed.';
    return {
      kind: 'notice',
      notice: { connectionId: connection.id, what: 'group', detail, at, severity: isGone ? 'warning' : 'info' },
    };
  }
  const { address, scope, name } = telegramSender(membership.from, connection.accountId);
  return {
    kind: 'consent',
    consent: {
      channel: connection.channel,
      connectionId: connection.id,
      sender: { address, ...(scope === undefined ? {} : { scope }), ...(name === undefined ? {} : { name }) },
      to: isGone ? 'stop' : 'start',
      extent: 'everything',
      reason: isGone ? 'blocked the bot on Telegram' : 'started or unblocked the bot on Telegram',
      at,
      id: updateId,
    },
  };
}

/** Somebody connected their business account to the bot, or ended it. */
export const readBusinessConnection = (business: TelegramBusinessConnection, { connection }: Change): InboundItem => ({
  kind: 'notice',
  notice: {
    connectionId: connection.id,
    what: 'business-account',
    detail: business.is_enabled
      ? 'A Telegram Business account is connected to the bot: its chats arrive here.'
      : 'A Telegram Business account is no longer connected to the bot: its chats do not arrive and cannot be answered.',
    at: timeOf(business.date),
    severity: business.is_enabled ? 'info' : 'warning',
  },
});
