import { describe, expect, it } from 'vitest';
import { tellVisitorOfTyping } from '#domain/chat/tell-typing.ts';
import { type ChatSocketEvent, serveSocket } from '#functions/chat-socket/handler.ts';
import { aConversation, at, noon } from '#test/support/builders.ts';
import { aChatConnection, aChatSocket } from '#test/support/chat.ts';
import { aChat } from '#test/support/chat-world.ts';
import { aSocket, memoryScreens } from '#test/support/memory-realtime.ts';

const connection = aChatConnection({ settings: { allowedOrigins: ['https://shop.example'] } });

/** An event as API Gateway hands it over; https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html */
const anEvent = (routeKey: string, more: object = {}): ChatSocketEvent =>
  ({
    requestContext: { routeKey, connectionId: 'L0SM9cOFvHcCIhw=', stage: 'live', eventType: 'CONNECT' },
    isBase64Encoded: false,
    ...more,
  }) as unknown as ChatSocketEvent;

async function aVisitor() {
  const chat = aChat({ connection });
  const { token } = await chat.begin();
  const visitors = memoryScreens();
  const { hash, publicUrl } = chat.needs;
  const needs = { ...chat.needs, pushToVisitors: visitors.push, hash, publicUrl };
  const connect = (headers: Readonly<Record<string, string>>) => serveSocket(needs, anEvent('$connect', { headers }));
  const offer = (given = token) => ({
    'Sec-WebSocket-Protocol': `parley.chat.v1, ${given}`,
    Origin: 'https://shop.example',
  });
  const say = (frame: unknown) =>
    serveSocket(needs, anEvent('$default', { body: typeof frame === 'string' ? frame : JSON.stringify(frame) }));
  return {
    ...chat,
    token,
    visitors,
    connect,
    offer,
    say,
    disconnect: () => serveSocket(needs, anEvent('$disconnect')),
    heard: () => visitors.shown.map(({ frame }) => frame),
  };
}

async function connected() {
  const visitor = await aVisitor();
  expect((await visitor.connect(visitor.offer())).statusCode).toBe(200);
  return visitor;
}

describe('opening a socket', () => {
  it('takes the token as a subprotocol, and chooses the protocol', async () => {
    const { connect, offer, needs } = await aVisitor();
    expect(await connect(offer())).toStrictEqual({
      statusCode: 200,
      headers: { 'Sec-WebSocket-Protocol': 'parley.chat.v1' },
    });
    expect(await needs.store.socket('L0SM9cOFvHcCIhw=')).toMatchObject({
      connectionId: 'support-web-chat',
      openedAt: noon,
    });
  });

  it('reads headers in any case, and needs no origin of an app', async () => {
    const { connect, token } = await aVisitor();
    expect((await connect({ 'sec-websocket-protocol': `${token},parley.chat.v1` })).statusCode).toBe(200);
  });

  it.each([
    ['no token', () => ({ 'Sec-WebSocket-Protocol': 'parley.chat.v1' }), 401],
    ['no protocol', (token: string) => ({ 'Sec-WebSocket-Protocol': token }), 401],
    ['nothing', () => ({}), 401],
    ['a token that is none', () => ({ 'Sec-WebSocket-Protocol': 'parley.chat.v1, nonsense' }), 401],
    [
      'a page of somebody else',
      (token: string) => ({ 'Sec-WebSocket-Protocol': `parley.chat.v1, ${token}`, Origin: 'https://evil.example' }),
      403,
    ],
  ])('is refused with %s', async (_what, headers, status) => {
    const { connect, token, needs } = await aVisitor();
    expect((await connect(headers(token))).statusCode).toBe(status);
    expect(await needs.store.socket('L0SM9cOFvHcCIhw=')).toBeUndefined();
  });

  it('is forgotten when it closes, which is when the visitor was seen last', async () => {
    const { disconnect, needs, moveClockTo, token } = await connected();
    const visitor = (await needs.store.session(token.slice(0, 26)))?.visitor ?? '';
    moveClockTo(at('12:09'));
    await disconnect();
    expect(await needs.store.presence({ connectionId: connection.id, address: visitor })).toMatchObject({
      visitor: { lastSeenAt: at('12:09') },
      sockets: [],
    });
    expect(await disconnect()).toStrictEqual({ statusCode: 200 });
  });
});

describe('a frame', () => {
  it('with a message is acknowledged by its id, and handed over once', async () => {
    const { say, heard, settle, opened, events } = await connected();
    const frame = { type: 'message', id: 'message-1', text: 'Hello' };
    await say(frame);
    await say(frame);
    expect(heard()).toStrictEqual([
      { type: 'ack', id: 'message-1' },
      { type: 'ack', id: 'message-1' },
    ]);
    await settle();
    const received = await events(opened()[0]?.id ?? '');
    expect(received.filter(({ type }) => type === 'MessageReceived')).toHaveLength(1);
  });

  it('with a message too many is refused until later', async () => {
    const { say, heard } = await connected();
    for (let n = 0; n < 21; n += 1) await say({ type: 'message', id: `message-${n}`, text: 'x' });
    expect(heard().at(-1)).toStrictEqual({
      type: 'refused',
      id: 'message-20',
      detail: 'too many at once',
      retryAfterSeconds: 60,
    });
  });

  it('with a message that cannot be is refused for good, by its id', async () => {
    const { say, heard, handed } = await connected();
    await say({ type: 'message', id: 'message-1', text: '' });
    expect(heard()).toMatchObject([{ type: 'refused', id: 'message-1' }]);
    expect(heard()[0]).not.toHaveProperty('retryAfterSeconds');
    expect(handed).toHaveLength(0);
  });

  it('that says what was got and seen becomes receipts', async () => {
    const { say, settle, opened, answerWith } = await connected();
    await say({ type: 'message', id: 'message-1', text: 'Hello' });
    await settle();
    await answerWith('m-1', 'Good day');
    await say({ type: 'got', upTo: 'm-1' });
    await settle();
    expect(opened()[0]?.deliveries).toStrictEqual({ 'm-1': 'delivered' });
    await say({ type: 'seen', upTo: 'm-1' });
    await say({ type: 'seen', upTo: 'of nobody' });
    await settle();
    expect(opened()[0]?.deliveries).toStrictEqual({ 'm-1': 'read' });
  });

  it('that says that somebody types reaches the agents who look', async () => {
    const { say, settle, opened, needs, screens } = await connected();
    await say({ type: 'message', id: 'message-1', text: 'Hello' });
    await settle();
    const conversationId = opened()[0]?.id;
    await needs.sockets.put(aSocket({ id: 'looks', topics: [`conversation:${conversationId}`] }));
    await say({ type: 'typing' });
    expect(screens.shownOn('looks')).toStrictEqual([{ type: 'customer-typing', conversationId, at: noon }]);
  });

  it('of life is answered with the newest number', async () => {
    const { say, settle, heard, moveClockTo } = await connected();
    await say({ type: 'ping' });
    moveClockTo(at('12:03'));
    await say({ type: 'message', id: 'message-1', text: 'Hello' });
    await settle();
    await say({ type: 'ping' });
    expect(heard().filter((frame) => JSON.stringify(frame).includes('pong'))).toStrictEqual([
      { type: 'pong', seq: 0 },
      { type: 'pong', seq: Date.parse(at('12:03')) },
    ]);
  });

  it.each(['', 'hello', '[]', '{"type":"subscribe"}', '{"type":"message","id":7}'])(
    'that is none is answered with a problem: %s',
    async (text) => {
      const { say, heard } = await connected();
      await say(text);
      expect(heard()).toMatchObject([{ type: 'problem' }]);
    },
  );

  it('after the session is over is answered with a problem', async () => {
    const { say, heard, moveClockTo, handed } = await connected();
    moveClockTo('2026-11-20T12:00:00.000Z');
    await say({ type: 'message', id: 'message-1', text: 'Hello' });
    expect(heard()).toMatchObject([{ type: 'problem' }]);
    expect(handed).toHaveLength(0);
  });
});

describe('an agent who is writing', () => {
  const typing = async (channel: 'chat' | 'sms') => {
    const { needs } = aChat({ connection });
    const screens = memoryScreens();
    await needs.store.putSocket(aChatSocket({ visitor: '+15550100' }));
    const conversation = { ...aConversation(), channel, connectionId: connection.id };
    await tellVisitorOfTyping({ store: needs.store, push: screens.push }, conversation, 'Maya Lindt');
    return screens.shown;
  };

  it('is shown to the visitor, by first name', async () => {
    expect(await typing('chat')).toStrictEqual([
      { socketId: 'chat-socket-1', frame: { type: 'typing', name: 'Maya' } },
    ]);
  });

  it('is shown to nobody on other channels', async () => {
    expect(await typing('sms')).toStrictEqual([]);
  });
});
