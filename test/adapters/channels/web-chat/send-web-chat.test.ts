import { describe, expect, it } from 'vitest';
import { createWebChatSender } from '#adapters/channels/web-chat/send-web-chat.ts';
import type { OutboundMessage, SendOutcome } from '#domain/channels/delivery.ts';
import { aReply, at } from '#test/support/builders.ts';
import { anOutbound } from '#test/support/channel-needs.ts';
import { aChatConnection, aChatSocket } from '#test/support/chat.ts';
import { aChat } from '#test/support/chat-world.ts';
import { memoryScreens } from '#test/support/memory-realtime.ts';

const connection = aChatConnection({ settings: { emailConnectionId: 'support-mail' } });
const mailed: SendOutcome = { status: 'sent', providerId: 'ses-1' };

/** Somebody wrote at noon, and Maya answered at 12:05. */
async function answered({ email, mail = mailed }: { readonly email?: string; readonly mail?: SendOutcome } = {}) {
  const chat = aChat({ connection });
  const { token } = await chat.begin({ visitor: { name: 'Ines', ...(email === undefined ? {} : { email }) } });
  await chat.write(token, 'message-1', 'Hello');
  const [conversation] = chat.opened();
  const to = conversation?.replyTo?.address ?? '';
  const id = conversation?.id ?? '';
  chat.moveClockTo(at('12:05'));
  await chat.happens(id, aReply({ text: 'Good day', connectionId: connection.id, channel: 'chat', to }));
  const mails: OutboundMessage[] = [];
  const screens = memoryScreens('closed');
  const send = createWebChatSender({
    connections: chat.connections,
    linkTo: chat.needs.linkTo,
    now: chat.now,
    chat: { store: chat.needs.store, conversations: chat.conversations, push: screens.push },
    email: async () => async (message) => {
      mails.push(message);
      return mail;
    },
  });
  const message = anOutbound(connection, { conversationId: id, messageId: 'm1', to, text: 'Good day' });
  const open = (socketId: string) => chat.needs.store.putSocket(aChatSocket({ id: socketId, visitor: to }));
  return { chat, to, screens, mails, open, mailing: send, send: () => send(message) };
}

describe('an answer to a visitor', () => {
  it('is shown on every page that is open, as the page would fetch it', async () => {
    const { send, open, screens } = await answered();
    await open('laptop');
    await open('phone');
    expect(await send()).toStrictEqual({ status: 'sent', providerId: 'm1' });
    expect(screens.shown.map(({ socketId }) => socketId)).toStrictEqual(['laptop', 'phone']);
    expect(screens.shownOn('laptop')).toMatchObject([
      { type: 'message', message: { id: 'm1', from: 'agent', name: 'Maya', text: 'Good day', at: at('12:05') } },
    ]);
  });

  it('is sent without any page open: it is fetched later', async () => {
    const { send, screens, mails } = await answered();
    expect(await send()).toStrictEqual({ status: 'sent', providerId: 'm1' });
    expect([screens.shown, mails]).toStrictEqual([[], []]);
  });

  it('forgets pages that are closed', async () => {
    const { send, open, chat, to } = await answered();
    await open('closed');
    await send();
    expect((await chat.needs.store.presence({ connectionId: connection.id, address: to })).sockets).toStrictEqual([]);
  });

  it('fails where the connection is gone', async () => {
    const { chat, screens } = await answered();
    const needs = { connections: { get: async () => undefined, list: async () => [] }, now: chat.now };
    const store = { store: chat.needs.store, conversations: chat.conversations, push: screens.push };
    const send = createWebChatSender({ ...needs, linkTo: chat.needs.linkTo, chat: store, email: never });
    expect(await send(anOutbound(connection))).toMatchObject({ status: 'failed', failure: { class: 'PERMISSION' } });
  });
});

const never = (): never => {
  throw new Error('nobody is mailed here');
};

describe('an answer to somebody who has gone', () => {
  it('goes on by mail, to the address they left, from the conversation’s own address', async () => {
    const { send, mails } = await answered({ email: 'ines@x.example' });
    expect(await send()).toMatchObject({
      status: 'sent',
      providerId: 'm1',
      otherNames: [{ connectionId: 'support-mail' }],
    });
    expect(mails).toMatchObject([
      {
        channel: 'email',
        connectionId: 'support-mail',
        to: 'ines@x.example',
        messageId: 'm1',
        subject: 'Your chat with Shop chat',
        text: expect.stringMatching(/^Good day\n\n/),
      },
    ]);
  });

  it('is not mailed while a page is open', async () => {
    const { send, open, mails } = await answered({ email: 'ines@x.example' });
    await open('laptop');
    await send();
    expect(mails).toStrictEqual([]);
  });

  it('waits for somebody who left a moment ago, and is not mailed once they were here again', async () => {
    const { send, mails, chat, to } = await answered({ email: 'ines@x.example' });
    const key = { connectionId: connection.id, address: to };
    await chat.needs.store.seen(key, at('12:04'));
    expect(await send()).toMatchObject({ status: 'retry', afterSeconds: 61 });
    await chat.needs.store.seen(key, '2026-11-19T12:05:30.000Z');
    chat.moveClockTo(at('12:06'));
    expect(await send()).toMatchObject({ status: 'sent' });
    expect(mails).toStrictEqual([]);
  });

  it('is tried again when the mail is known not to have left, and only then', async () => {
    const failure = { class: 'TRANSIENT', reason: 'later' } as const;
    const retry = await answered({ email: 'i@x.example', mail: { status: 'retry', failure, afterSeconds: 9 } });
    expect(await retry.send()).toMatchObject({ status: 'retry', afterSeconds: 9 });
    const unsure = await answered({ email: 'i@x.example', mail: { status: 'ambiguous', failure } });
    expect(await unsure.send()).toMatchObject({ status: 'sent' });
  });

  it('never goes to an address that somebody typed, once the business has signed the customer in', async () => {
    const { chat, mails, mailing } = await answered();
    const signedIn = { connectionId: connection.id, address: 'user:k-1', lastSeenAt: at('11:00') };
    const answer = anOutbound(connection, { to: 'user:k-1' });
    await chat.needs.store.putVisitor({ ...signedIn, email: 'typed@x.example' });
    await mailing(answer);
    expect(mails).toStrictEqual([]);
    await chat.needs.store.putVisitor({ ...signedIn, email: 'proved@x.example', emailVerified: true });
    await mailing(answer);
    expect(mails.map(({ to }) => to)).toStrictEqual(['proved@x.example']);
  });
});
