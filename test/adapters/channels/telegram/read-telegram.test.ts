import { describe, expect, it } from 'vitest';
import { createTelegramReader } from '#adapters/channels/telegram/read-telegram.ts';
import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import { $InboundMessage } from '#domain/channels/inbound-message.ts';
import { $Consent, $MessageUpdate, $SentElsewhere } from '#domain/channels/message-update.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { anEnvelope, botToken, connection, jpeg, json, needsWith, payload } from './telegram-examples.ts';

const gives = (body: Buffer | string) => ({
  '/getFile': () => json({ ok: true, result: { file_id: 'x', file_unique_id: 'y', file_path: 'photos/file_0.jpg' } }),
  'photos/file_0.jpg': () => new Response(typeof body === 'string' ? body : Uint8Array.from(body)),
});

async function itemsOf(body: string, { needs } = needsWith(gives(jpeg))): Promise<readonly InboundItem[]> {
  return createTelegramReader(needs)(anEnvelope(body));
}

async function messageOf(name: string, world = needsWith(gives(jpeg))) {
  const [item] = await itemsOf(payload(name), world);
  if (item?.kind !== 'message') throw new Error(`read a ${item?.kind}`);
  return $InboundMessage.parse(item.message);
}

const changed = (name: string, change: (update: ReturnType<typeof JSON.parse>) => void): string => {
  const update = JSON.parse(payload(name));
  change(update);
  return JSON.stringify(update);
};

describe('reading a message to the bot', () => {
  it('knows it by chat and number, and its sender by the chat', async () => {
    expect(await messageOf('text')).toEqual({
      channel: 'telegram',
      connectionId: 'tg-main',
      providerId: '352706501:41',
      sender: { address: '352706501', scope: '718254', name: 'Nora Pohl', handle: '@norapohl', verified: true },
      sentAt: '2025-11-20T12:00:00.000Z',
      text: 'Hello World',
      attachments: [],
    });
  });

  it('shows the address behind a word, counting as Telegram does', async () => {
    expect((await messageOf('text-link')).text).toBe(
      'My order is here: shop (https://shop.example/orders/4711), not 🙂 there',
    );
  });

  it('keeps what the link to the bot carried', async () => {
    expect(await messageOf('start')).toMatchObject({
      text: '',
      parts: [{ kind: 'choice', title: '/start', id: 'c7_order-4711' }],
      keyword: 'start',
    });
  });

  it.each([
    ['/stop', 'stop'],
    ['/help@shop_help_bot', 'help'],
    ['/stopping', undefined],
    ['stop', undefined],
  ])('takes %s for %s', async (text, keyword) => {
    const [item] = await itemsOf(changed('text', (update) => Object.assign(update.message, { text })));
    expect(item).toMatchObject({ kind: 'message', message: { text } });
    expect(item?.kind === 'message' && item.message.keyword).toBe(keyword);
  });

  it.each([
    ['sticker', { kind: 'sticker', emoji: '👍', name: 'a834556273_by_HopSins_1_anim' }],
    ['location', { kind: 'location', latitude: -2.890_287, longitude: -79.004_333 }],
    [
      'venue',
      {
        kind: 'location',
        latitude: -2.898_944,
        longitude: -79.006_835,
        name: 'Cuenca',
        address: 'Provincia del Azuay',
      },
    ],
    ['contact', { kind: 'contact', name: 'Adolf Taxi', phones: ['0788531373'], emails: [] }],
    ['web-app-data', { kind: 'choice', title: 'Register', id: '{"first_name": "Bob", "age": "32"}' }],
    ['dice', { kind: 'unsupported', type: 'dice' }],
  ])('reads a %s as a part', async (name, part) => {
    const message = await messageOf(name);
    expect(message.parts).toEqual([part]);
    expect(message.sender.aliases).toBeUndefined();
  });

  it('takes a poll for what it asks', async () => {
    expect((await messageOf('poll')).text).toBe('Which colour?\n- Red\n- Blue');
  });

  it('trusts a phone number that is the sender’s own, and sees what it answers', async () => {
    expect(await messageOf('own-contact')).toMatchObject({
      quotes: '352706501:97',
      sender: { aliases: [{ channel: 'sms', address: '+4915112345678' }] },
    });
  });
});

describe('copying files', () => {
  it.each([
    ['photo', 'AgADAQADtKcxG4LRUUQSQVUjfJIiiF8G6C8ABA9NJzFdXskaincBAAEC', 'file-1.jpg'],
    ['voice', 'AwACAgUAAxkBAANjYVwnWF_w8LYTchqVdK9dY7mbwYEAAskDAALCoeBWFvS2u4zS6HAhBA', 'file-1.jpg'],
    ['audio', 'AwADBAADbXXXXXXXXXXXGBdhD2l6_XX', 'file-1.jpg'],
    ['video', 'BAADAQADBgADgtFRRPFTAAHxLVw76wI', 'IMG_2170.MOV'],
    ['video-note', 'DQACAgIAAxkBAAIBYmA', 'file-1.jpg'],
    ['document', 'BQADAQADCgADgtFRRPrv9GQ95f8eAg', 'TabFig2015prel.xls'],
    ['animation', 'CgACAgQAAxkBAAIB', 'wave.mp4'],
  ])(
    'asks once for a %s, of a picture for the largest, and keeps it under the type it has',
    async (name, fileId, fileName) => {
      const world = needsWith(gives(jpeg));
      const { attachments } = await messageOf(name, world);
      expect(attachments).toEqual([
        expect.objectContaining({ fileName, contentType: 'image/jpeg', bytes: jpeg.byteLength }),
      ]);
      expect(world.asked.map(({ url }) => url.replace(botToken, '<token>'))).toEqual([
        'https://api.telegram.org/bot<token>/getFile',
        'https://api.telegram.org/file/bot<token>/photos/file_0.jpg',
      ]);
      expect(JSON.parse(String(world.asked[0]?.init.body))).toEqual({ file_id: fileId });
      expect([...world.kept.keys()]).toEqual([attachments[0]?.key]);
    },
  );

  it('keeps the caption as the text', async () => {
    expect((await messageOf('photo')).text).toBe('Photo Caption');
  });

  it.each([
    [
      'is too big for bots',
      { '/getFile': () => json({ ok: false, error_code: 400, description: 'Bad Request: file is too big' }) },
    ],
    ['is gone', { ...gives(jpeg), 'photos/file_0.jpg': () => new Response('', { status: 404 }) }],
    ['is elsewhere', { ...gives(jpeg), 'photos/file_0.jpg': () => Response.redirect('https://evil.example/x') }],
  ])('puts a note in the place of a file that %s', async (_, answers) => {
    const world = needsWith(answers);
    const { attachments, text } = await messageOf('photo', world);
    expect(text).toBe('Photo Caption');
    expect(attachments[0]?.fileName).toBe('file-1.not-copied.txt');
    expect(Buffer.from([...world.kept.values()][0]?.body ?? []).toString()).not.toContain(botToken);
  });

  it('does not ask for a file that Telegram would not hand out', async () => {
    const world = needsWith(gives(jpeg));
    const body = changed('document', (update) => Object.assign(update.message.document, { file_size: 20_000_001 }));
    const [item] = await itemsOf(body, world);
    expect(item?.kind === 'message' && item.message.attachments[0]?.fileName).toBe('file-1.not-copied.txt');
    expect(world.asked).toEqual([]);
  });

  it.each([
    ['cannot be reached', {}],
    ['is busy', { '/getFile': () => json({ ok: false, error_code: 429, description: 'Too Many Requests' }, 429) }],
    ['answers with a page', { '/getFile': () => new Response('<html>', { status: 502 }) }],
    ['breaks down', { ...gives(jpeg), 'photos/file_0.jpg': () => new Response('', { status: 500 }) }],
  ])('is tried again when Telegram %s, and the error does not hold the token', async (_, answers) => {
    const problem: unknown = await messageOf('photo', needsWith(answers)).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(Error);
    expect(problem).not.toBeInstanceOf(Refusal);
    expect(String(problem instanceof Error && `${problem.stack}${problem.cause}`)).not.toContain(botToken);
  });
});

describe('reading a group', () => {
  it('is one conversation of the group, with a person as its sender', async () => {
    expect(await messageOf('group')).toMatchObject({
      providerId: '-1001914618483:3117',
      thread: '-1001914618483',
      sender: { address: '352706501' },
    });
  });

  it('keeps topics apart, and does not take a topic’s first message for quoted', async () => {
    const message = await messageOf('group-topic');
    expect(message.thread).toBe('-1001914618483/12');
    expect(message.quotes).toBeUndefined();
  });

  it('takes who writes in the name of the group for the group', async () => {
    expect((await messageOf('group-anonymous')).sender).toMatchObject({
      address: '-1001914618483',
      name: 'Shop users',
    });
  });
});

describe('reading a connected business account', () => {
  it('keeps its chats apart from the bot’s own', async () => {
    expect(await messageOf('business-message')).toMatchObject({
      providerId: 'aHR0cDovL2V4YW1wbGU:352706501:600001',
      thread: 'business:aHR0cDovL2V4YW1wbGU:352706501',
      sender: { address: '352706501' },
    });
  });

  it('shows what the owner answered in Telegram', async () => {
    const [item] = await itemsOf(payload('business-message-by-owner'));
    expect(item?.kind === 'sent-elsewhere' && $SentElsewhere.parse(item.sent)).toMatchObject({
      providerId: 'aHR0cDovL2V4YW1wbGU:352706501:600002',
      to: { address: '352706501', scope: '718254' },
      text: 'Until six.',
    });
  });

  it('tells of each message that was deleted', async () => {
    const items = await itemsOf(payload('business-deleted'));
    const updates = items.map((item) => (item.kind === 'update' ? $MessageUpdate.parse(item.update) : item.kind));
    expect(updates).toMatchObject([
      { providerId: 'aHR0cDovL2V4YW1wbGU:352706501:600001', change: { what: 'deleted' } },
      { providerId: 'aHR0cDovL2V4YW1wbGU:352706501:600002', change: { what: 'deleted' } },
    ]);
    expect(new Set(items.map((item) => item.kind === 'update' && item.update.updateId)).size).toBe(2);
  });
});

describe('reading what became of a message', () => {
  const updateOf = async (body: string) => {
    const [item] = await itemsOf(body);
    return item?.kind === 'update' ? $MessageUpdate.parse(item.update) : item;
  };

  it('tells of an edit', async () => {
    expect(await updateOf(payload('edited'))).toMatchObject({
      providerId: '352706501:41',
      at: '2025-11-20T12:01:00.000Z',
      by: 'customer',
      change: { what: 'edited', text: 'Hello, World!' },
    });
  });

  it.each([
    [[{ type: 'emoji', emoji: '👍' }], '👍'],
    [
      [
        { type: 'emoji', emoji: '👍' },
        { type: 'emoji', emoji: '🔥' },
      ],
      '🔥',
    ],
    [[{ type: 'custom_emoji', custom_emoji_id: '5445284980978621387' }], '✨'],
    [[{ type: 'paid' }], '⭐'],
    [[], ''],
  ])('shows the reaction %j as "%s"', async (new_reaction, emoji) => {
    const body = changed('reaction', (update) => Object.assign(update.message_reaction, { new_reaction }));
    expect(await updateOf(body)).toMatchObject({ providerId: '352706501:97', change: { what: 'reacted', emoji } });
  });

  it('is the same update when Telegram repeats it', async () => {
    expect(await updateOf(payload('edited'))).toEqual(await updateOf(payload('edited')));
  });
});

describe('reading a pressed button', () => {
  it('names it as the customer saw it, and ends the waiting sign', async () => {
    const world = needsWith({ '/answerCallbackQuery': () => json({ ok: true, result: true }) });
    expect(await messageOf('callback', world)).toMatchObject({
      providerId: 'callback:1514862304957389113',
      quotes: '352706501:97',
      parts: [{ kind: 'choice', title: 'Yes, thanks', id: 'helped:yes' }],
    });
    expect(JSON.parse(String(world.asked[0]?.init.body))).toEqual({ callback_query_id: '1514862304957389113' });
  });

  it('reads it as well when the sign cannot be ended', async () => {
    expect((await messageOf('callback', needsWith())).parts).toHaveLength(1);
  });
});

describe('reading what is no message', () => {
  it.each([
    ['blocked', 'stop'],
    ['unblocked', 'start'],
  ])('takes a bot that was %s for %s', async (name, to) => {
    const [item] = await itemsOf(payload(name));
    expect(item?.kind === 'consent' && $Consent.parse(item.consent)).toMatchObject({
      to,
      extent: 'everything',
      sender: { address: '352706501', scope: '718254' },
    });
  });

  it('refuses a membership of another bot', async () => {
    const body = changed('blocked', (update) => Object.assign(update.my_chat_member.new_chat_member.user, { id: 42 }));
    await expect(itemsOf(body)).rejects.toThrow(/not the account of connection tg-main/);
  });

  it.each([
    ['removed-from-group', 'warning'],
    ['business-connection', 'info'],
  ])('tells the account of %s', async (name, severity) => {
    expect(await itemsOf(payload(name))).toMatchObject([
      { kind: 'notice', notice: { connectionId: 'tg-main', severity } },
    ]);
  });

  it.each([
    ['channel-post', 'telegram-channel-post'],
    ['poll-state', 'telegram-poll'],
    ['group-member-joined', 'telegram-service-message'],
    ['business-message-by-bot', 'telegram-echo'],
  ])('drops %s by the rule %s', async (name, rule) => {
    expect(await itemsOf(payload(name))).toEqual([{ kind: 'dropped', rule }]);
  });

  it.each([
    ['another bot', { from: { id: 99, is_bot: true, first_name: 'Spam' } }, 'telegram-bot'],
    ['itself', { from: { id: 718_254, is_bot: true, first_name: 'Shop help' } }, 'telegram-echo'],
  ])('drops what %s wrote', async (_, fields, rule) => {
    expect(await itemsOf(changed('group', (update) => Object.assign(update.message, fields)))).toEqual([
      { kind: 'dropped', rule },
    ]);
  });

  it('drops the steps of somebody who shares where they are', async () => {
    const body = changed('edited', ({ edited_message }) => {
      delete edited_message.text;
      edited_message.location = { latitude: 1, longitude: 2, live_period: 900, heading: 3 };
    });
    expect(await itemsOf(body)).toEqual([{ kind: 'dropped', rule: 'telegram-live-location' }]);
  });

  it('keeps the body of a kind that is not known', async () => {
    const body = payload('unknown');
    expect(await itemsOf(body)).toEqual([{ kind: 'unreadable', reason: 'unknown event kind guest_message', body }]);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['no JSON', '{"update_id":', /not JSON/],
    ['no update', '{"hello":"+4915112345678"}', /update_id/],
    ['a message without a number', changed('text', (update) => delete update.message.message_id), /message.message_id/],
  ])('refuses %s, without telling what it says', async (_, body, sentence) => {
    const problem: unknown = await itemsOf(body).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(Refusal);
    expect(String(problem)).toMatch(sentence);
    expect(String(problem)).not.toMatch(/Hello|\+49/);
  });

  it('refuses everything while the bot is not known', async () => {
    const { needs } = needsWith();
    const { accountId: _, ...without } = connection;
    const read = createTelegramReader({ ...needs, connections: { ...needs.connections, get: async () => without } });
    await expect(read(anEnvelope(payload('text')))).rejects.toThrow(/has no account id/);
    await expect(createTelegramReader(needs)(anEnvelope(payload('text'), { connectionId: 'gone' }))).rejects.toThrow(
      Refusal,
    );
  });
});
