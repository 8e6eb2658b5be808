import { describe, expect, it } from 'vitest';
import { createTelegramSender } from '#adapters/channels/telegram/send-telegram.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import { anOutbound, botToken, jpeg, json, needsWith } from './telegram-examples.ts';

const sentTo =
  (chat: number, extra = {}) =>
  () =>
    json({
      ok: true,
      result: { message_id: 7001, date: 1_763_640_000, chat: { id: chat, type: 'private' }, text: 'x', ...extra },
    });
const refused = (error_code: number, description: string, parameters?: unknown) => () =>
  json({ ok: false, error_code, description, ...(parameters ? { parameters } : {}) }, error_code);

const bodyOf = (init: RequestInit | undefined) => JSON.parse(String(init?.body));

describe('sending a text', () => {
  it('is plain, without a preview, to the person', async () => {
    const { needs, asked } = needsWith({ '/sendMessage': sentTo(352_706_501) });
    expect(await createTelegramSender(needs)(anOutbound())).toEqual({ status: 'sent', providerId: '352706501:7001' });
    expect(asked[0]?.url).toBe(`https://api.telegram.org/bot${botToken}/sendMessage`);
    expect(bodyOf(asked[0]?.init)).toEqual({
      chat_id: '352706501',
      text: 'It is *on* its way',
      link_preview_options: { is_disabled: true },
    });
  });

  it.each([
    [
      { answers: '-100191:3117', thread: '-100191' },
      { chat_id: '-100191', reply_parameters: { message_id: 3117, allow_sending_without_reply: true } },
    ],
    [{ thread: '-100191/12' }, { chat_id: '-100191', message_thread_id: 12 }],
    [
      { answers: 'aHR0cA:352706501:6', thread: 'business:aHR0cA:352706501' },
      {
        chat_id: '352706501',
        business_connection_id: 'aHR0cA',
        reply_parameters: expect.objectContaining({ message_id: 6 }),
      },
    ],
  ])('goes where the customer wrote: %j', async (overrides, expected) => {
    const { needs, asked } = needsWith({ '/sendMessage': sentTo(1) });
    await createTelegramSender(needs)(anOutbound(overrides));
    expect(bodyOf(asked[0]?.init)).toMatchObject(expected);
  });

  it('quotes nothing when a button was pressed', async () => {
    const { needs, asked } = needsWith({ '/sendMessage': sentTo(1) });
    await createTelegramSender(needs)(anOutbound({ answers: 'callback:1514862304957389113' }));
    expect(bodyOf(asked[0]?.init)).not.toHaveProperty('reply_parameters');
  });

  it('is named as later reactions in a business account name it', async () => {
    const { needs } = needsWith({ '/sendMessage': sentTo(352_706_501, { business_connection_id: 'aHR0cA' }) });
    expect(await createTelegramSender(needs)(anOutbound())).toMatchObject({ providerId: 'aHR0cA:352706501:7001' });
  });

  it('follows a group that became another chat, once', async () => {
    const answers = [
      refused(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: -1009 }),
      sentTo(-1009),
    ];
    const { needs, asked } = needsWith({ '/sendMessage': () => (answers.shift() ?? Response.error)() });
    expect(await createTelegramSender(needs)(anOutbound({ thread: '-42' }))).toEqual({
      status: 'sent',
      providerId: '-1009:7001',
    });
    expect(asked.map(({ init }) => bodyOf(init).chat_id)).toEqual(['-42', '-1009']);
  });
});

describe('sending a file', () => {
  const attachment = (contentType: string, bytes = jpeg.byteLength): Attachment => ({
    id: 'a-1',
    fileName: 'your file.bin',
    contentType,
    bytes,
    key: 'k-1',
  });

  it.each([
    ['image/jpeg', 100, 'sendPhoto', 'photo'],
    ['image/jpeg', 10_000_001, 'sendDocument', 'document'],
    ['image/gif', 100, 'sendAnimation', 'animation'],
    ['video/mp4', 100, 'sendVideo', 'video'],
    ['audio/mpeg', 100, 'sendAudio', 'audio'],
    ['application/pdf', 100, 'sendDocument', 'document'],
  ])('sends %s of %i bytes with %s', async (contentType, bytes, ...[method, field]) => {
    const { needs, asked } = needsWith({ [`/${method}`]: sentTo(352_706_501) });
    await needs.files.put({ key: 'k-1', contentType, body: jpeg });
    const message = anOutbound({ text: '', attachments: [attachment(contentType, bytes)], answers: '352706501:5' });
    expect(await createTelegramSender(needs)(message)).toMatchObject({ status: 'sent' });
    const form = await new Response(asked[0]?.init.body as FormData).formData();
    const file = form.get(field);
    expect(file instanceof File && [file.name, file.type, file.size]).toEqual([
      'your file.bin',
      contentType,
      jpeg.byteLength,
    ]);
    expect(Object.fromEntries([...form].filter(([name]) => name !== field))).toEqual({
      chat_id: '352706501',
      reply_parameters: '{"message_id":5,"allow_sending_without_reply":true}',
    });
  });

  it('fails, asking nobody, when the file is not stored any more', async () => {
    const { needs, asked } = needsWith();
    const outcome = await createTelegramSender(needs)(anOutbound({ attachments: [attachment('image/jpeg')] }));
    expect(outcome).toMatchObject({ status: 'failed', failure: { class: 'MEDIA_INVALID' } });
    expect(asked).toEqual([]);
  });
});

describe('a message that was not sent', () => {
  it.each([
    [403, 'Forbidden: bot was blocked by the user', 'BLOCKED_BY_USER'],
    [403, 'Forbidden: user is deactivated', 'BLOCKED_BY_USER'],
    [403, 'Forbidden: bot was kicked from the supergroup chat', 'BLOCKED_BY_USER'],
    [403, "Forbidden: bot can't initiate conversation with a user", 'INVALID_RECIPIENT'],
    [403, 'Forbidden: something new', 'PERMISSION'],
    [400, 'Bad Request: chat not found', 'INVALID_RECIPIENT'],
    [400, 'Bad Request: not enough rights to send text messages to the chat', 'PERMISSION'],
    [400, 'Bad Request: CHAT_WRITE_FORBIDDEN', 'PERMISSION'],
    [400, 'Bad Request: TOPIC_CLOSED', 'PERMISSION'],
    [400, 'Bad Request: BUSINESS_PEER_USAGE_MISSING', 'OUTSIDE_WINDOW'],
    [400, 'Bad Request: BUSINESS_CONNECTION_INVALID', 'PERMISSION'],
    [400, 'Bad Request: message is too long', 'CONTENT_REJECTED'],
    [400, 'Bad Request: message text is empty', 'CONTENT_REJECTED'],
    [400, "Bad Request: can't parse entities: Can't find end of the entity", 'CONTENT_REJECTED'],
    [400, 'Bad Request: PHOTO_INVALID_DIMENSIONS', 'MEDIA_INVALID'],
    [413, 'Request Entity Too Large', 'MEDIA_INVALID'],
    [401, 'Unauthorized', 'AUTH'],
    [404, 'Not Found', 'AUTH'],
    [409, 'Conflict: terminated by other getUpdates request', 'PERMISSION'],
    [400, 'Bad Request: something new', 'CONTENT_REJECTED'],
  ])('is explained: %i %s is %s', async (code, description, failureClass) => {
    const { needs } = needsWith({ '/sendMessage': refused(code, description) });
    const outcome = await createTelegramSender(needs)(anOutbound());
    expect(outcome).toMatchObject({ status: 'failed', failure: { class: failureClass, code: String(code) } });
    expect(outcome.status === 'failed' && outcome.failure.reason).toMatch(/\. .*\.$/);
  });

  it('is tried again when Telegram says when', async () => {
    const { needs } = needsWith({
      '/sendMessage': refused(429, 'Too Many Requests: retry after 35', { retry_after: 35 }),
    });
    expect(await createTelegramSender(needs)(anOutbound())).toMatchObject({
      status: 'retry',
      afterSeconds: 35,
      failure: { class: 'RATE_LIMITED' },
    });
  });

  it.each([
    ['breaks down', { '/sendMessage': refused(500, 'Internal Server Error') }],
    ['answers with a page', { '/sendMessage': () => new Response('<html>', { status: 200 }) }],
    ['does not answer', {}],
  ])('may have been when Telegram %s', async (_, answers) => {
    const outcome = await createTelegramSender(needsWith(answers).needs)(anOutbound());
    expect(outcome).toMatchObject({ status: 'ambiguous' });
    expect(JSON.stringify(outcome)).not.toContain(botToken);
  });

  it('fails when the connection was removed', async () => {
    const outcome = await createTelegramSender(needsWith().needs)(anOutbound({ connectionId: 'gone' }));
    expect(outcome).toMatchObject({ status: 'failed', failure: { class: 'PERMISSION' } });
  });
});
