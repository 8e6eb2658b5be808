import { describe, expect, it } from 'vitest';
import { createTelegramManager } from '#adapters/channels/telegram/manage-telegram.ts';
import { botToken, connection, json, needsWith } from './telegram-examples.ts';

const url = 'https://parley.example/webhooks/telegram/tg-main';
const kinds =
  `message edited_message callback_query message_reaction my_chat_member business_connection business_message
  edited_business_message deleted_business_messages`.split(/\s+/);
const me =
  (id = 718_254) =>
  () =>
    json({
      ok: true,
      result: { id, is_bot: true, first_name: 'Shop', username: 'shop_help_bot', can_read_all_group_messages: false },
    });
const webhook =
  (result = {}) =>
  () =>
    json({
      ok: true,
      result: { url, has_custom_certificate: false, pending_update_count: 3, allowed_updates: kinds, ...result },
    });
const unauthorized = () => json({ ok: false, error_code: 401, description: 'Unauthorized' }, 401);

const check = async (answers: Parameters<typeof needsWith>[0]) =>
  (await createTelegramManager(needsWith(answers).needs).check(connection)).map(
    ({ name, ok, detail }) => `${name} ${ok}: ${detail}`,
  );

describe('checking a bot', () => {
  it('tells that all is well', async () => {
    expect(await check({ '/getMe': me(), '/getWebhookInfo': webhook() })).toEqual([
      'Bot true: The token works for @shop_help_bot. In groups it sees only commands and answers to it.',
      'Webhook true: Telegram sends its webhooks here.',
      'Deliveries true: No error within the last hour; 3 updates wait.',
    ]);
  });

  it.each([
    [
      'a wrong token',
      { '/getMe': unauthorized, '/getWebhookInfo': unauthorized },
      /Bot false: .*does not accept the bot token/,
    ],
    ['another bot', { '/getMe': me(42), '/getWebhookInfo': webhook() }, /Bot false: The token is of bot 42/],
    ['no webhook', { '/getMe': me(), '/getWebhookInfo': webhook({ url: '' }) }, /Webhook false: .*no address/],
    [
      'another webhook',
      { '/getMe': me(), '/getWebhookInfo': webhook({ url: 'https://x.example' }) },
      /Webhook false: .*another address/,
    ],
    [
      'kinds that do not come',
      { '/getMe': me(), '/getWebhookInfo': webhook({ allowed_updates: ['message'] }) },
      /does not send edited_message/,
    ],
    [
      'webhooks that fail',
      {
        '/getMe': me(),
        '/getWebhookInfo': webhook({
          last_error_date: Date.parse('2026-11-22T12:00:00Z') / 1000,
          last_error_message: 'Wrong response from the webhook: 401 Unauthorized',
        }),
      },
      /Deliveries false: Wrong response from the webhook: 401 Unauthorized; 3 updates wait/,
    ],
    ['nobody there', {}, /Bot false: Telegram could not be reached/],
  ])('tells of %s', async (_, answers, sentence) => {
    const checks = (await check(answers)).join('\n');
    expect(checks).toMatch(sentence);
    expect(checks).not.toContain(botToken);
  });
});

describe('registering the webhook', () => {
  it('gives Telegram the address, the first secret token and the kinds that are read', async () => {
    const { needs, asked } = needsWith({
      '/setWebhook': () => json({ ok: true, result: true, description: 'Webhook was set' }),
    });
    expect(await createTelegramManager(needs).register?.(connection, url)).toMatchObject({ ok: true });
    expect(JSON.parse(String(asked[0]?.init.body))).toEqual({
      url,
      secret_token: 'current',
      allowed_updates: kinds,
      max_connections: 40,
    });
  });

  it('tells why Telegram does not take it', async () => {
    const bad = {
      ok: false,
      error_code: 400,
      description: 'Bad Request: bad webhook: An HTTPS URL must be provided for webhook',
    };
    const { needs } = needsWith({ '/setWebhook': () => json(bad, 400) });
    expect(await createTelegramManager(needs).register?.(connection, url)).toEqual({
      name: 'Webhook',
      ok: false,
      detail: 'Bad Request: bad webhook: An HTTPS URL must be provided for webhook (400)',
    });
  });
});
