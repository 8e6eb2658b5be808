import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChatStore } from '#adapters/dynamodb/chat-store.ts';
import { memoryChats } from '#adapters/memory/chat-store.ts';
import type { ChatStore } from '#domain/chat/ports.ts';
import { at, noon } from '#test/support/builders.ts';
import { aChatSession, aChatSocket, aChatVisitor } from '#test/support/chat.ts';
import { startTable } from '#test/support/dynamodb.ts';

type Started = { readonly store: ChatStore; readonly stop: () => Promise<void> };

const onMemory = async (): Promise<Started> => ({ store: memoryChats(), stop: async () => undefined });
const onDynamoDb = async (): Promise<Started> => {
  const { table, stop } = await startTable();
  return { store: createChatStore(table, () => new Date(noon)), stop };
};

describe.each([
  ['memory', onMemory],
  ['DynamoDB', onDynamoDb],
])('chats on %s', (_name, start) => {
  let store: ChatStore;
  let stop: () => Promise<void>;
  beforeAll(async () => ({ store, stop } = await start()));
  afterAll(() => stop());

  it('keep a session, and what it was changed to', async () => {
    const session = aChatSession({ id: 'kept' });
    await store.putSession(session);
    expect(await store.session('kept')).toStrictEqual(session);
    await store.putSession({ ...session, page: 'https://shop.example/cart' });
    expect(await store.session('kept')).toStrictEqual({ ...session, page: 'https://shop.example/cart' });
    expect(await store.session('unknown')).toBeUndefined();
  });

  it('know a visitor with the sockets of all sessions, and nobody else’s', async () => {
    const key = { connectionId: 'support-web-chat', address: 'user:u-1' };
    const visitor = aChatVisitor({ address: 'user:u-1', email: 'jo@customer.example', emailVerified: true });
    const [phone, laptop] = [
      aChatSocket({ id: 'a', visitor: 'user:u-1', sessionId: 's1' }),
      aChatSocket({ id: 'b', visitor: 'user:u-1', sessionId: 's2' }),
    ];
    await store.putVisitor(visitor);
    await store.putSocket(phone);
    await store.putSocket(laptop);
    await store.putSocket(aChatSocket({ id: 'c', visitor: 'user:u-2' }));
    await store.putSocket(aChatSocket({ id: 'd', visitor: 'user:u-1', connectionId: 'another' }));
    expect(await store.presence(key)).toStrictEqual({ visitor, sockets: [phone, laptop] });
    expect(await store.socket('b')).toStrictEqual(laptop);
    await store.removeSocket(phone);
    expect((await store.presence(key)).sockets).toStrictEqual([laptop]);
    expect(await store.socket('a')).toBeUndefined();
  });

  it('note when a visitor was seen, and make none of nobody', async () => {
    const key = { connectionId: 'support-web-chat', address: 'visitor:seen' };
    await store.seen(key, at('12:05'));
    expect((await store.presence(key)).visitor).toBeUndefined();
    await store.putVisitor(aChatVisitor({ address: 'visitor:seen' }));
    await store.seen(key, at('12:05'));
    expect((await store.presence(key)).visitor).toMatchObject({ lastSeenAt: at('12:05') });
  });

  it('keep the first salt of a day', async () => {
    expect(await store.salt('2026-11-19', 'first')).toBe('first');
    expect(await store.salt('2026-11-19', 'second')).toBe('first');
    expect(await store.salt('2026-11-20', 'second')).toBe('second');
  });
});
