import type { ReadingNeeds } from '#adapters/channels/needs.ts';
import type { InboundItem, ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { connectionOf } from '../shared/connection.ts';
import { credentialsOf } from '../shared/credentials.ts';
import { jsonBodyOf } from '../shared/json-body.ts';
import { askTelegram } from './api.ts';
import { $TelegramCredentials } from './credentials.ts';
import { $Update, type TelegramUpdate } from './payload.ts';
import { readBusinessConnection, readDeleted, readEdit, readMembership, readReaction } from './read-changes.ts';
import { type Arrival, readCallback, readMessage } from './read-message.ts';

/**
 * Reads Telegram's webhooks: one update each. An update does not name its bot; the secret token, which belongs to one
 * connection, has said whose it is.
 */
export const createTelegramReader =
  (needs: ReadingNeeds): ReadEnvelope =>
  async (envelope) => {
    const connection = await connectionOf(needs.connections, envelope, 'telegram');
    if (connection.accountId === undefined)
      throw new Refusal(
        'invalid',
        `connection ${connection.id} has no account id; it is the number before the colon in the bot token`,
      );
    const update = jsonBodyOf(envelope, $Update);
    const arrival = { envelope, connection };
    return (await readWritten(needs, update, arrival)) ?? readNews(update, arrival);
  };

async function readWritten(
  needs: ReadingNeeds,
  { message: direct, business_message, callback_query: callback }: TelegramUpdate,
  arrival: Arrival,
): Promise<InboundItem[] | undefined> {
  const message = direct ?? business_message;
  if (!message && !callback) return undefined;
  const { botToken } = await credentialsOf(needs.secret, arrival.connection.id, $TelegramCredentials);
  if (message) return [await readMessage({ ...needs, botToken }, message, arrival)];
  if (!callback) return undefined;
  await acknowledge(needs, botToken, callback.id);
  return [readCallback(callback, arrival)];
}

/** Ends the waiting sign on the button. It is no loss when that fails: the sign ends by itself after a while. */
async function acknowledge({ fetch }: ReadingNeeds, botToken: string, callbackId: string): Promise<void> {
  const answer = { method: 'answerCallbackQuery', body: { callback_query_id: callbackId } };
  await askTelegram(fetch, botToken, answer).catch(() => undefined);
}

function readNews(update: TelegramUpdate, arrival: Arrival): InboundItem[] {
  const change = { ...arrival, updateId: String(update.update_id) };
  const { edited_message, edited_business_message } = update;
  const edited = edited_message ?? edited_business_message;
  if (edited) return [readEdit(edited, change)];
  if (update.message_reaction) return [readReaction(update.message_reaction, change)];
  if (update.deleted_business_messages) return readDeleted(update.deleted_business_messages, change);
  if (update.my_chat_member) {
    mustBeAboutBot(update.my_chat_member.new_chat_member.user.id, arrival);
    return [readMembership(update.my_chat_member, change)];
  }
  if (update.business_connection) return [readBusinessConnection(update.business_connection, change)];
  return [readOther(update, arrival)];
}

/** The one kind of update that names the bot it is for. */
function mustBeAboutBot(botId: number, { connection }: Arrival): void {
  if (String(botId) === connection.accountId) return;
  throw new Refusal('invalid', `the bot is not the account of connection ${connection.id}`);
}

/** Kinds that no customer's message comes in; https://core.telegram.org/bots/api#update, read 2026-11-22. */
const droppedKinds =
  `channel_post edited_channel_post message_reaction_count inline_query chosen_inline_result shipping_query
  pre_checkout_query purchased_paid_media poll poll_answer chat_member chat_join_request chat_boost removed_chat_boost`.split(
    /\s+/,
  );

function readOther(update: TelegramUpdate, { envelope }: Arrival): InboundItem {
  const kind = Object.keys(update).find((key) => key !== 'update_id') ?? 'none';
  if (droppedKinds.includes(kind)) return { kind: 'dropped', rule: `telegram-${kind.replaceAll('_', '-')}` };
  return { kind: 'unreadable', reason: `unknown event kind ${kind.slice(0, 40)}`, body: envelope.body };
}
