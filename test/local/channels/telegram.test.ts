import { describe, expect, it } from 'vitest';
import { $TelegramCredentials } from '#adapters/channels/telegram/credentials.ts';
import { createTelegramManager } from '#adapters/channels/telegram/manage-telegram.ts';
import { createTelegramReader } from '#adapters/channels/telegram/read-telegram.ts';
import { createTelegramSender } from '#adapters/channels/telegram/send-telegram.ts';
import { isFromTelegram } from '#adapters/channels/telegram/signature.ts';
import { telegramLocal } from '#local/channels/telegram.ts';
import { anOutbound } from '#test/adapters/channels/telegram/telegram-examples.ts';
import { envelopeOf, playing, webhookOf } from './play.ts';

const { connection } = telegramLocal;
const outbound = (overrides = {}) => anOutbound({ connectionId: connection.id, ...overrides });

describe('the local Telegram', () => {
  it.each([
    ['message', 'message'],
    ['picture', 'message'],
    ['reply', 'message'],
    ['location', 'message'],
    ['phone', 'message'],
    ['sticker', 'message'],
    ['start', 'message'],
    ['button', 'message'],
    ['edit', 'update'],
    ['reaction', 'update'],
    ['block', 'consent'],
    ['unblock', 'consent'],
  ])('sends a genuine webhook for %s, which is read as a %s', async (id, kind) => {
    const request = await webhookOf(telegramLocal, id, { number: '41', answered: '41' });
    const { secretTokens } = $TelegramCredentials.parse(telegramLocal.credentials);
    expect(isFromTelegram(secretTokens, request.headers['x-telegram-bot-api-secret-token'])).toBe(true);
    const items = await createTelegramReader(playing(telegramLocal).needs)(envelopeOf(telegramLocal, request));
    expect(items.map((item) => item.kind)).toEqual([kind]);
  });

  it('hands out a picture', async () => {
    const request = await webhookOf(telegramLocal, 'picture');
    const [item] = await createTelegramReader(playing(telegramLocal).needs)(envelopeOf(telegramLocal, request));
    expect(item).toMatchObject({ message: { attachments: [{ contentType: 'image/png' }] } });
  });

  it('takes texts and files, and refuses as Telegram does', async () => {
    const { needs, sent } = playing(telegramLocal);
    const send = createTelegramSender(needs);
    await needs.files.put({ key: 'k', contentType: 'application/pdf', body: Buffer.from('%PDF-1.7') });
    const attachments = [{ id: 'a', fileName: 'bill.pdf', contentType: 'application/pdf', bytes: 8, key: 'k' }];
    expect(await send(outbound())).toMatchObject({ status: 'sent' });
    expect(await send(outbound({ text: '', attachments }))).toMatchObject({ status: 'sent' });
    expect(sent).toMatchObject([
      { to: '352706501', text: 'It is *on* its way' },
      { text: '', files: ['bill.pdf'] },
    ]);
    expect(await send(outbound({ to: '403' }))).toMatchObject({ failure: { class: 'BLOCKED_BY_USER' } });
    expect(await send(outbound({ to: '404' }))).toMatchObject({ failure: { class: 'INVALID_RECIPIENT' } });
    expect(await send(outbound({ to: '429' }))).toMatchObject({ status: 'retry', afterSeconds: 5 });
    expect(await send(outbound({ text: 'x'.repeat(4097) }))).toMatchObject({ failure: { class: 'CONTENT_REJECTED' } });
    expect(sent).toHaveLength(2);
  });

  it('knows its bot, and its webhook once it is registered', async () => {
    const { needs } = playing(telegramLocal);
    const manager = createTelegramManager(needs);
    const states = async () => (await manager.check(connection)).map(({ ok }) => ok);
    expect(await states()).toEqual([true, false]);
    await manager.register?.(connection, `https://parley.example/webhooks/telegram/${connection.id}`);
    expect(await states()).toEqual([true, true, true]);
  });
});
