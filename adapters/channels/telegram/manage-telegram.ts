import * as z from 'zod';
import type { Check, Manager } from '#adapters/channels/manager.ts';
import type { ManagingNeeds } from '#adapters/channels/needs.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { credentialsOf } from '../shared/credentials.ts';
import { askTelegram } from './api.ts';
import { $TelegramCredentials, type TelegramCredentials } from './credentials.ts';

/** What Parley reads. Reactions and memberships come only when they are named. */
const allowedUpdates = [
  'message',
  'edited_message',
  'callback_query',
  'message_reaction',
  'my_chat_member',
  'business_connection',
  'business_message',
  'edited_business_message',
  'deleted_business_messages',
];

/** Requests that Telegram sends at once; its own default. */
const maxConnections = 40;

const $Failed = z.object({ error_code: z.number(), description: z.string() });
const $Me = z.object({
  result: z.object({ id: z.number(), username: z.string(), can_read_all_group_messages: z.boolean().optional() }),
});
const $WebhookInfo = z.object({
  result: z.object({
    url: z.string(),
    pending_update_count: z.number(),
    last_error_date: z.number().optional(),
    last_error_message: z.string().optional(),
    allowed_updates: z.array(z.string()).default([]),
  }),
});

/** What an administrator can do with a bot: check its token and its webhook, and have Telegram send its webhooks here. */
export const createTelegramManager = (needs: ManagingNeeds): Manager => ({
  credentials: $TelegramCredentials,
  check: async (connection) => {
    const { botToken } = await credentialsFor(needs, connection);
    const me = await ask(needs, botToken, { method: 'getMe', body: {} });
    const webhook = await ask(needs, botToken, { method: 'getWebhookInfo', body: {} });
    return [botCheck(connection, me), ...webhookChecks(webhookUrl(needs, connection), webhook, needs.now())];
  },
  register: async (connection, url) => {
    const { botToken, secretTokens } = await credentialsFor(needs, connection);
    const body = {
      url,
      secret_token: secretTokens[0],
      allowed_updates: allowedUpdates,
      max_connections: maxConnections,
    };
    const answer = await ask(needs, botToken, { method: 'setWebhook', body });
    const detail = whyNot(answer);
    return {
      name: 'Webhook',
      ok: detail === undefined,
      detail: detail ?? 'Telegram sends its webhooks here from now on.',
    };
  },
});

const webhookUrl = ({ publicUrl }: ManagingNeeds, { id }: Connection): string => `${publicUrl}/webhooks/telegram/${id}`;

const credentialsFor = (needs: ManagingNeeds, { id }: Connection): Promise<TelegramCredentials> =>
  credentialsOf(needs.secret, id, $TelegramCredentials);

type Question = Parameters<typeof askTelegram>[2];

const unreachable = { error_code: 0, description: 'Telegram could not be reached' };

const ask = ({ fetch }: ManagingNeeds, botToken: string, question: Question): Promise<unknown> =>
  askTelegram(fetch, botToken, question).catch(() => unreachable);

function whyNot(answer: unknown): string | undefined {
  const { success, data } = $Failed.safeParse(answer);
  if (!success) return undefined;
  return data.error_code === 401 || data.error_code === 404
    ? 'Telegram does not accept the bot token. Copy it again from @BotFather.'
    : `${data.description} (${data.error_code})`;
}

function botCheck({ accountId }: Connection, answer: unknown): Check {
  const name = 'Bot';
  const { success, data } = $Me.safeParse(answer);
  if (!success) return { name, ok: false, detail: whyNot(answer) ?? 'Telegram gave an answer that is not understood.' };
  const { id, username, can_read_all_group_messages: seesAll } = data.result;
  if (String(id) !== accountId)
    return { name, ok: false, detail: `The token is of bot ${id}; the connection's account id is another one.` };
  const groups = seesAll ? 'all messages' : 'only commands and answers to it';
  return { name, ok: true, detail: `The token works for @${username}. In groups it sees ${groups}.` };
}

/** Seconds for which an error of Telegram's counts as news. */
const recentSeconds = 3600;

function webhookChecks(expected: string, answer: unknown, now: Date): Check[] {
  const name = 'Webhook';
  const { success, data } = $WebhookInfo.safeParse(answer);
  if (!success)
    return [{ name, ok: false, detail: whyNot(answer) ?? 'Telegram gave an answer that is not understood.' }];
  const { url, pending_update_count: pending, allowed_updates, last_error_date = 0, last_error_message } = data.result;
  if (url !== expected)
    return [
      {
        name,
        ok: false,
        detail: `Telegram sends to ${url === '' ? 'no address' : 'another address'}; register the webhook.`,
      },
    ];
  const missing = allowedUpdates.filter((kind) => !allowed_updates.includes(kind));
  const isFailing = now.getTime() / 1000 - last_error_date < recentSeconds;
  return [
    missing.length === 0
      ? { name, ok: true, detail: 'Telegram sends its webhooks here.' }
      : { name, ok: false, detail: `Telegram does not send ${missing.join(', ')}; register the webhook again.` },
    isFailing
      ? {
          name: 'Deliveries',
          ok: false,
          detail: `${last_error_message ?? 'A webhook failed'}; ${pending} updates wait.`,
        }
      : { name: 'Deliveries', ok: true, detail: `No error within the last hour; ${pending} updates wait.` },
  ];
}
