import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import type { ShownMessage } from '#domain/chat/protocol.ts';
import { at, noon } from '#test/support/builders.ts';
import { png } from '#test/support/channel-needs.ts';
import { aChatConnection } from '#test/support/chat.ts';
import { aChat } from '#test/support/chat-world.ts';
import { aSocket } from '#test/support/memory-realtime.ts';

const secret = 'a secret of the shop, long enough for HS256';
const credentials = { identifySecrets: [secret] };

type Claims = Readonly<Record<string, unknown>>;
const token = (claims: Claims, { key = secret, alg = 'HS256' } = {}): Promise<string> =>
  new SignJWT({ exp: Date.parse(noon) / 1000 + 3600, ...claims })
    .setProtectedHeader({ alg })
    .sign(new TextEncoder().encode(key));

const texts = (messages: readonly ShownMessage[]): readonly string[] => messages.map(({ text }) => text);

describe('beginning a chat', () => {
  it('is given a session, a token for it, and what the page needs', async () => {
    const { ask } = aChat({
      connection: aChatConnection({ settings: { greeting: 'Hello!', maxFileBytes: 5000, fileTypes: ['image/png'] } }),
    });
    const { status, body } = await ask('sessions', { body: { page: 'https://shop.example/' } });
    expect(status).toBe(200);
    expect(body).toStrictEqual({
      sessionId: expect.stringMatching(/^[a-z2-7]{26}$/),
      token: expect.stringMatching(/^[a-z2-7]{26}\.[\w-]+$/),
      expiresAt: '2026-11-20T12:00:00.000Z',
      socketUrl: 'wss://sockets.example/live',
      open: true,
      greeting: 'Hello!',
      files: { maxBytes: 5000, types: ['image/png'] },
      visitor: { signedIn: false },
      seq: 0,
    });
  });

  it('goes on with the same session while it lasts, and renews it', async () => {
    const chat = aChat();
    const first = await chat.begin();
    chat.moveClockTo('2026-11-20T11:59:00.000Z');
    const again = await chat.begin({}, { token: first.token });
    expect(again).toMatchObject({ sessionId: first.sessionId, token: first.token });
    expect(again.expiresAt).toBe('2026-11-21T11:59:00.000Z');
  });

  it.each([
    ['over', (good: string) => good, '2026-11-20T12:00:00.000Z'],
    ['not its secret', (good: string) => `${good.slice(0, -1)}x`, noon],
    ['no token at all', () => 'nonsense', noon],
  ])('begins another when the token is %s', async (_why, changed, time) => {
    const chat = aChat();
    const first = await chat.begin();
    chat.moveClockTo(time);
    const again = await chat.begin({}, { token: changed(first.token) });
    expect(again.sessionId).not.toBe(first.sessionId);
  });

  it('is refused to a network address that begins too many, of which nothing is kept', async () => {
    const chat = aChat();
    for (let times = 0; times < 60; times += 1) expect((await chat.ask('sessions', { body: {} })).status).toBe(200);
    const refused = await chat.ask('sessions', { body: {} });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await chat.ask('sessions', { body: {}, from: '203.0.113.8' })).status).toBe(200);
  });

  it.each([
    ['unknown', 'nobody', {}],
    ['of another provider', 'support-mail', {}],
    ['disabled', 'support-web-chat', { disabled: true }],
  ] as const)('is not found where the connection is %s', async (_what, connection, overrides) => {
    const { ask } = aChat({ connection: aChatConnection(overrides) });
    expect((await ask('sessions', { body: {}, connection })).status).toBe(404);
  });
});

describe('who says who somebody is', () => {
  const identified = async (identify: string) => aChat({ credentials }).ask('sessions', { body: { identify } });

  it('is the business, by a token it signed', async () => {
    const { status, body } = await identified(await token({ sub: 'k-1', name: 'Jo' }));
    expect(status).toBe(200);
    expect(body.visitor).toStrictEqual({ name: 'Jo', signedIn: true });
  });

  it.each([
    ['another secret', () => token({ sub: 'k-1' }, { key: 'a secret of somebody else, also long enough' })],
    ['no time of ending', () => token({ sub: 'k-1', exp: undefined })],
    ['a time that is past', () => token({ sub: 'k-1', exp: Date.parse(at('11:58')) / 1000 })],
    ['more than a day to live', () => token({ sub: 'k-1', exp: Date.parse(noon) / 1000 + 90_000 })],
    ['nobody in it', () => token({})],
    ['another chat to be for', () => token({ sub: 'k-1', aud: 'another-chat' })],
    ['another algorithm', () => token({ sub: 'k-1' }, { alg: 'HS384' })],
    ['no signature', async () => `${(await token({ sub: 'k-1' })).split('.').slice(0, 2).join('.')}.`],
    ['algorithm none', async () => `eyJhbGciOiJub25lIn0.${(await token({ sub: 'k-1' })).split('.')[1]}.`],
  ])('is not a token with %s', async (_what, made) => {
    expect((await identified(await made())).status).toBe(401);
  });

  it('may sign with the next secret while one is rotated', async () => {
    const chat = aChat({ credentials: { identifySecrets: ['the next secret, which is long enough too', secret] } });
    expect((await chat.ask('sessions', { body: { identify: await token({ sub: 'k-1' }) } })).status).toBe(200);
  });

  it('is nobody where the connection has no secrets', async () => {
    const { ask } = aChat();
    expect((await ask('sessions', { body: { identify: await token({ sub: 'k-1' }) } })).status).toBe(401);
  });

  it('makes one customer and one conversation of two devices', async () => {
    const chat = aChat({ credentials });
    const identify = await token({ sub: 'k-1', name: 'Jo', email: 'jo@Customer.Example', email_verified: true });
    const [phone, laptop] = [await chat.begin({ identify }), await chat.begin({ identify })];
    await chat.write(phone.token, 'from-phone', 'Hello');
    await chat.write(laptop.token, 'from-laptop', 'It is me again');
    expect(chat.opened()).toHaveLength(1);
    expect([...chat.memory.customers.values()]).toMatchObject([
      {
        name: 'Jo',
        identities: [
          { channel: 'chat', value: 'user:k-1', verified: true },
          { channel: 'email', value: 'jo@customer.example', verified: true },
        ],
      },
    ]);
    const { body } = await chat.ask('messages', { token: phone.token });
    expect(texts(body.messages)).toStrictEqual(['Hello', 'It is me again']);
  });

  it('does not prove a mail address by naming it', async () => {
    const chat = aChat({ credentials });
    const { token: session } = await chat.begin({ identify: await token({ sub: 'k-1', email: 'jo@x.example' }) });
    await chat.write(session, 'message-1', 'Hello');
    expect([...chat.memory.customers.values()][0]?.identities).toHaveLength(1);
  });

  it('begins another session when somebody signs in, which does not see what was before', async () => {
    const chat = aChat({ credentials });
    const anonymous = await chat.begin();
    await chat.write(anonymous.token, 'message-1', 'Said before signing in');
    const signedIn = await chat.begin({ identify: await token({ sub: 'k-1' }) }, { token: anonymous.token });
    expect(signedIn.sessionId).not.toBe(anonymous.sessionId);
    expect((await chat.ask('messages', { token: signedIn.token })).body.messages).toStrictEqual([]);
  });
});

describe('which pages may ask', () => {
  const chat = () => aChat({ connection: aChatConnection({ settings: { allowedOrigins: ['https://shop.example'] } }) });

  it.each(['https://shop.example', 'https://parley.example'])('are those of %s', async (origin) => {
    const { status, headers } = await chat().ask('sessions', { body: {}, origin });
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'access-control-allow-origin': origin, vary: 'origin' });
  });

  it.each(['https://evil.example', 'https://shop.example.evil.example', 'http://shop.example', 'null'])(
    'are not those of %s',
    async (origin) => {
      const { status, headers } = await chat().ask('sessions', { body: {}, origin });
      expect(status).toBe(403);
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    },
  );

  it('is told before they ask, and refusals can be read too', async () => {
    const origin = 'https://shop.example';
    const preflight = await chat().ask('messages', { method: 'OPTIONS', origin });
    expect(preflight.status).toBe(204);
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-headers': 'authorization, content-type',
    });
    expect((await chat().ask('messages', { method: 'OPTIONS', origin: 'https://evil.example' })).status).toBe(403);
    const refused = await chat().ask('messages', { origin });
    expect(refused.status).toBe(401);
    expect(refused.headers).toMatchObject({ 'access-control-allow-origin': origin });
  });
});

describe('writing', () => {
  it('opens a conversation of a customer with a name, and says from which page', async () => {
    const chat = aChat();
    const { token: session } = await chat.begin({ visitor: { name: 'Ines' } });
    const body = { id: 'message-1', text: 'Do you ship to Norway?', page: 'https://shop.example/shipping' };
    expect(await chat.ask('messages', { token: session, body })).toMatchObject({
      status: 202,
      body: { id: 'message-1' },
    });
    await chat.ask('messages', { token: session, body: { ...body, id: 'message-2', text: 'And when?' } });
    await chat.settle();
    const [conversation] = chat.opened();
    expect(conversation).toMatchObject({ channel: 'chat', connectionId: 'support-web-chat', customerName: 'Ines' });
    const events = await chat.events(conversation?.id ?? '');
    const parts = events.flatMap((event) => (event.type === 'MessageReceived' ? [event.message.parts] : []));
    expect(parts).toStrictEqual([
      [{ kind: 'reference', what: 'page', url: 'https://shop.example/shipping' }],
      undefined,
    ]);
  });

  it('is once, however often it is sent', async () => {
    const chat = aChat();
    const { token: session } = await chat.begin();
    for (let times = 0; times < 3; times += 1) await chat.write(session, 'message-1', 'Only once');
    const { body } = await chat.ask('messages', { token: session });
    expect(body.messages).toMatchObject([{ id: 'message-1', from: 'visitor', text: 'Only once' }]);
  });

  it('keeps visitors apart who choose the same id', async () => {
    const chat = aChat();
    for (const text of ['mine', 'yours']) await chat.write((await chat.begin()).token, 'message-1', text);
    expect(chat.opened().map(({ subject }) => subject)).toStrictEqual(['mine', 'yours']);
  });

  it('tells the agents a typed address once, which proves nothing', async () => {
    const chat = aChat();
    const { token: session } = await chat.begin({ visitor: { name: 'Ines', email: 'ines@x.example' } });
    await chat.write(session, 'message-1', 'Hello');
    await chat.write(session, 'message-2', 'Hello?');
    const events = await chat.events(chat.opened()[0]?.id ?? '');
    const parts = events.flatMap((event) => (event.type === 'MessageReceived' ? [event.message.parts] : []));
    expect(parts).toStrictEqual([
      [{ kind: 'contact', name: 'Ines', phones: [], emails: ['ines@x.example'] }],
      undefined,
    ]);
    expect([...chat.memory.customers.values()][0]?.identities).toMatchObject([{ channel: 'chat' }]);
  });

  it('is slowed down after twenty messages in a minute', async () => {
    const chat = aChat();
    const { token: session } = await chat.begin();
    const post = (n: number) => chat.ask('messages', { token: session, body: { id: `message-${n}`, text: 'x' } });
    for (let n = 0; n < 20; n += 1) expect((await post(n)).status).toBe(202);
    expect(await post(20)).toMatchObject({ status: 429, headers: { 'retry-after': '60' } });
  });

  it.each([
    ['no text and no file', { id: 'message-1', text: '  ' }, 400],
    ['an id that is none', { id: 'a b', text: 'x' }, 400],
    ['too long a text', { id: 'message-1', text: 'x'.repeat(10_001) }, 400],
    ['a page that is a script', { id: 'message-1', text: 'x', page: 'javascript:alert(1)' }, 400],
    ['a file of a made-up id', { id: 'message-1', files: [{ id: '../x', fileName: 'a', contentType: 'b' }] }, 400],
    ['no JSON', '{"id":', 400],
    ['a body of megabytes', 'x'.repeat(200_000), 413],
  ])('is refused with %s, and the answer repeats none of it', async (_what, body, status) => {
    const chat = aChat();
    const { token: session } = await chat.begin();
    const answer = await chat.ask('messages', { token: session, body });
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).not.toMatch(/alert|\.\.\/x|xxx/);
    expect(chat.handed).toHaveLength(0);
  });

  it('needs a session of this very chat', async () => {
    const chat = aChat();
    const { token: session } = await chat.begin();
    await chat.needs.store.putSession({
      ...((await chat.needs.store.session(session.slice(0, 26))) ?? never()),
      connectionId: 'another-chat',
    });
    const answer = await chat.ask('messages', { token: session, body: { id: 'message-1', text: 'x' } });
    expect(answer.status).toBe(401);
  });
});

const never = (): never => {
  throw new Error('there is no session');
};

describe('what a visitor sees', () => {
  it('is what was written and answered here, with first names and nothing else', async () => {
    const chat = aChat();
    const { token: session } = await chat.begin();
    await chat.write(session, 'message-1', 'Hello');
    const [conversation] = chat.opened();
    await chat.happens(conversation?.id ?? '', { type: 'NoteWritten', text: 'be careful', authorName: 'Maya Lindt' });
    chat.moveClockTo(at('12:01'));
    await chat.answerWith('m-1', 'Good day');
    const { body } = await chat.ask('messages', { token: session });
    expect(body.messages).toStrictEqual([
      { id: 'message-1', from: 'visitor', text: 'Hello', at: noon, seq: Date.parse(noon), files: [] },
      {
        id: 'm-1',
        from: 'agent',
        name: 'Maya',
        text: 'Good day',
        at: at('12:01'),
        seq: Date.parse(at('12:01')),
        files: [],
        delivery: 'sent',
      },
    ]);
    expect(body.seq).toBe(Date.parse(at('12:01')));
  });

  it('is never another visitor’s', async () => {
    const chat = aChat();
    await chat.write((await chat.begin()).token, 'message-1', 'a secret');
    const other = await chat.begin();
    expect((await chat.ask('messages', { token: other.token })).body.messages).toStrictEqual([]);
  });

  it('is not what was told to somebody else in the same conversation', async () => {
    const chat = aChat();
    const { token: session } = await chat.begin();
    await chat.write(session, 'message-1', 'Hello');
    const id = chat.opened()[0]?.id ?? '';
    const reply = {
      type: 'ReplyWritten',
      messageId: 'm-2',
      text: 'by mail',
      cc: [] as string[],
      references: [] as string[],
    } as const;
    await chat.happens(id, {
      ...reply,
      channel: 'email',
      connectionId: 'support-mail',
      to: 'boss@x.example',
      authorName: 'Maya Lindt',
    });
    expect(texts((await chat.ask('messages', { token: session })).body.messages)).toStrictEqual(['Hello']);
  });

  it('asks for what is new, and is told again what is hardly older', async () => {
    const chat = aChat();
    const { token: session } = await chat.begin();
    for (const [time, text] of [
      ['12:00', 'one'],
      ['12:10', 'two'],
      ['12:11', 'three'],
    ] as const) {
      chat.moveClockTo(at(time));
      await chat.write(session, `message-${text}`, text);
    }
    const since = async (time: string) =>
      texts((await chat.ask(`messages?after=${Date.parse(at(time))}`, { token: session })).body.messages);
    expect(await since('12:11')).toStrictEqual(['two', 'three']);
    expect(await since('12:30')).toStrictEqual([]);
    expect((await chat.ask('messages?after=soon', { token: session })).status).toBe(400);
  });

  it('is also what was said in a conversation that is over', async () => {
    const chat = aChat({ credentials });
    const identified = async (time: string) => ({
      identify: await token({ sub: 'k-1', exp: Date.parse(time) / 1000 + 60 }),
    });
    await chat.write((await chat.begin(await identified(noon))).token, 'message-1', 'in November');
    await chat.happens(chat.opened()[0]?.id ?? '', { type: 'ConversationResolved' });
    const december = '2026-12-19T12:00:00.000Z';
    chat.moveClockTo(december);
    const { token: session } = await chat.begin(await identified(december));
    await chat.write(session, 'message-2', 'in December');
    expect(chat.opened()).toHaveLength(2);
    expect(texts((await chat.ask('messages', { token: session })).body.messages)).toStrictEqual([
      'in November',
      'in December',
    ]);
  });
});

describe('an answer', () => {
  it('is delivered when it was fetched, and that is said once', async () => {
    const chat = aChat();
    const { token: session } = await chat.begin();
    await chat.write(session, 'message-1', 'Hello');
    await chat.answerWith('m-1', 'Good day');
    await chat.ask('messages', { token: session });
    expect(chat.bodies()).toStrictEqual([
      { kind: 'receipts', status: 'delivered', about: [{ conversationId: expect.any(String), messageId: 'm-1' }] },
    ]);
    await chat.settle();
    await chat.ask('messages', { token: session });
    expect(chat.handed).toHaveLength(0);
    expect(chat.opened()[0]?.deliveries).toStrictEqual({ 'm-1': 'delivered' });
  });

  it('is read when the visitor saw it', async () => {
    const chat = aChat();
    const { token: session } = await chat.begin();
    await chat.write(session, 'message-1', 'Hello');
    await chat.answerWith('m-1', 'Good day');
    await chat.answerWith('m-2', 'Are you there?');
    expect((await chat.ask('seen', { token: session, body: { upTo: 'm-1' } })).status).toBe(202);
    await chat.settle();
    expect(chat.opened()[0]?.deliveries).toStrictEqual({ 'm-1': 'read', 'm-2': 'sent' });
  });

  it('that failed elsewhere is seen, and nothing is said of it with every look', async () => {
    const chat = aChat();
    const { token: session } = await chat.begin();
    await chat.write(session, 'message-1', 'Hello');
    await chat.answerWith('m-1', 'Good day');
    await chat.happens(chat.opened()[0]?.id ?? '', { type: 'DeliveryChanged', messageId: 'm-1', status: 'failed' });
    const { body } = await chat.ask('messages', { token: session });
    expect(texts(body.messages)).toStrictEqual(['Hello', 'Good day']);
    expect(chat.handed).toHaveLength(0);
  });

  it('of somebody else cannot be said to be read', async () => {
    const chat = aChat();
    await chat.write((await chat.begin()).token, 'message-1', 'Hello');
    await chat.answerWith('m-1', 'Good day');
    const other = await chat.begin();
    await chat.ask('seen', { token: other.token, body: { upTo: 'm-1' } });
    expect(chat.handed).toHaveLength(0);
  });
});

describe('typing', () => {
  it('is shown to agents who look at the conversation, and to no others', async () => {
    const chat = aChat();
    const { token: session } = await chat.begin();
    await chat.ask('typing', { token: session, body: {} });
    await chat.write(session, 'message-1', 'Hello');
    const conversationId = chat.opened()[0]?.id;
    await chat.needs.sockets.put(aSocket({ id: 'looks', topics: [`conversation:${conversationId}`] }));
    await chat.needs.sockets.put(aSocket({ id: 'elsewhere', topics: ['account'] }));
    expect((await chat.ask('typing', { token: session, body: {} })).status).toBe(202);
    expect(chat.screens.shown).toStrictEqual([
      { socketId: 'looks', frame: { type: 'customer-typing', conversationId, at: noon } },
    ]);
  });
});

describe('files', () => {
  const settings = { maxFileBytes: 5000, fileTypes: ['image/png', 'text/plain'] };
  const begun = async () => {
    const chat = aChat({ connection: aChatConnection({ settings }) });
    const { token: session, sessionId } = await chat.begin();
    const upload = (body: object) => chat.ask('files', { token: session, body });
    return { chat, session, sessionId, upload };
  };
  const label = { fileName: 'label.png', contentType: 'image/png', bytes: 70 };

  it('are posted to a place of the session’s own', async () => {
    const { upload, sessionId } = await begun();
    const { status, body } = await upload(label);
    expect(status).toBe(201);
    expect(body.file).toMatchObject({ fileName: 'label.png', contentType: 'image/png' });
    expect(body.fields.key).toBe(`chat/support-web-chat/${sessionId}/${body.file.id}`);
  });

  it.each([
    ['too large', { bytes: 5001 }, 413],
    ['of a type not taken', { contentType: 'application/x-msdownload' }, 400],
    ['of no bytes', { bytes: 0 }, 400],
  ])('are refused when they are %s', async (_what, wrong, status) => {
    expect((await (await begun()).upload({ ...label, ...wrong })).status).toBe(status);
  });

  const arrives = async (contentType: string, bytes: Uint8Array | undefined) => {
    const { chat, session, upload } = await begun();
    const { body } = await upload({ ...label, contentType });
    if (bytes) chat.files.set(body.fields.key, bytes);
    await chat.ask('messages', { token: session, body: { id: 'message-1', files: [body.file] } });
    await chat.settle();
    const [shown] = (await chat.ask('messages', { token: session })).body.messages;
    const [file] = shown.files;
    const kept = [...chat.files].find(([key]) => key.startsWith('media/'))?.[1];
    return { file, text: Buffer.from(kept ?? []).toString() };
  };

  it('are kept as what their bytes show', async () => {
    const { file } = await arrives('image/png', png);
    expect(file).toMatchObject({ fileName: 'label.png', contentType: 'image/png', bytes: png.length });
    expect(file.url).toMatch(/^https:\/\/files\.parley\.example\/media\//);
  });

  it('may be plain text, which has no mark', async () => {
    expect((await arrives('text/plain', Buffer.from('order 12'))).file).toMatchObject({ fileName: 'label.png' });
  });

  it.each([
    {
      what: 'a program that calls itself a picture',
      bytes: Buffer.from('MZ\u0090\u0000program'),
      why: /not of the type/,
    },
    { what: 'a PDF that calls itself a picture', bytes: Buffer.from('%PDF-1.7\n1 0 obj'), why: /not of the type/ },
    { what: 'a picture that calls itself text', type: 'text/plain', bytes: png, why: /not of the type/ },
    {
      what: 'bytes that call themselves text',
      type: 'text/plain',
      bytes: Buffer.from([0xc3, 0x28]),
      why: /do not show/,
    },
    { what: 'larger than was said', bytes: Buffer.concat([png, Buffer.alloc(6000)]), why: /larger/ },
    { what: 'never uploaded', bytes: undefined, why: /not uploaded/ },
  ])('leave a note in their place when they are $what', async ({ type = 'image/png', bytes, why }) => {
    const { file, text } = await arrives(type, bytes);
    expect(file.fileName).toBe('file-1.not-taken.txt');
    expect(text).toMatch(why);
  });
});

describe('outside the hours', () => {
  const weekday = [{ from: '09:00', to: '11:00' }];
  const calendar = {
    id: 'office',
    name: 'Office',
    timeZone: 'UTC',
    weekly: { thursday: weekday, friday: weekday },
    holidays: [],
  };
  const offlineForm = { note: 'We answer within a day.', fields: [{ name: 'order', label: 'Order number' }] };
  const settings = { calendarId: 'office', emailConnectionId: 'support-mail', offlineForm };
  const closed = () => aChat({ connection: aChatConnection({ settings }), calendars: [calendar] });
  const left = {
    id: 'left-0001',
    name: 'Ines',
    email: 'ines@X.Example',
    text: 'Please call',
    answers: { order: '12' },
  };

  it('the page is told when somebody is there again, and what to ask meanwhile', async () => {
    expect(await closed().begin()).toMatchObject({
      open: false,
      opensAt: '2026-11-20T09:00:00.000Z',
      offlineForm,
    });
  });

  it('shows no form where there is no mail to answer by', async () => {
    const chat = aChat({ connection: aChatConnection({ settings: { calendarId: 'office' } }), calendars: [calendar] });
    const session = await chat.begin();
    expect(session).not.toHaveProperty('offlineForm');
    expect((await chat.ask('offline', { token: session.token, body: left })).status).toBe(409);
  });

  it('a message that is left becomes mail of an unproven sender, to be answered by mail', async () => {
    const chat = closed();
    const { token: session } = await chat.begin();
    expect((await chat.ask('offline', { token: session, body: left })).status).toBe(202);
    await chat.ask('offline', { token: session, body: left });
    await chat.settle();
    expect(chat.opened()).toMatchObject([
      { channel: 'email', connectionId: 'support-mail', replyTo: { address: 'ines@x.example' } },
    ]);
    const events = await chat.events(chat.opened()[0]?.id ?? '');
    expect(events.find((event) => event.type === 'MessageReceived')).toMatchObject({
      message: {
        sender: { address: 'ines@x.example', verified: false },
        parts: [
          { kind: 'contact', name: 'Ines', emails: ['ines@x.example'] },
          { kind: 'answers', fields: [{ name: 'Order number', value: '12' }] },
        ],
      },
    });
  });

  it('what is written as a message all the same is not lost', async () => {
    const chat = closed();
    await chat.write((await chat.begin()).token, 'message-1', 'Hello?');
    expect(chat.opened()).toHaveLength(1);
  });

  it('five messages an hour are enough', async () => {
    const chat = closed();
    const { token: session } = await chat.begin();
    for (let n = 0; n < 5; n += 1)
      expect((await chat.ask('offline', { token: session, body: { ...left, id: `left-000${n}` } })).status).toBe(202);
    expect((await chat.ask('offline', { token: session, body: left })).status).toBe(429);
  });
});
