import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { createInAppSender } from '#adapters/channels/in-app/send-in-app.ts';
import { memoryChats } from '#adapters/memory/chat-store.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { aReply, history, noon } from '#test/support/builders.ts';
import { anOutbound, channelNeeds } from '#test/support/channel-needs.ts';
import { aChatConnection } from '#test/support/chat.ts';
import { memoryScreens } from '#test/support/memory-realtime.ts';

const secret = `whsec_${Buffer.from('the secret of answers, for tests').toString('base64')}`;
const replyUrl = 'https://backend.shop.example/parley/answers';
const settings = { replyUrl };
const app = (overrides: Partial<Connection> = {}) =>
  aChatConnection({ id: 'our-app', provider: 'in-app', channel: 'app', settings, ...overrides });

function aSender(
  answer: () => Response | Promise<Response>,
  connection: Connection = app(),
  credentials: unknown = { replySecrets: [secret] },
) {
  const bodies: string[] = [];
  const { needs, asked } = channelNeeds(connection, credentials, answer);
  const events = history(aReply({ connectionId: connection.id, channel: 'app', to: 'user:u-7' }));
  const send = createInAppSender({
    ...needs,
    fetch: async (url, init) => {
      bodies.push(String(init?.body));
      return needs.fetch(url, init);
    },
    chat: {
      store: memoryChats(),
      conversations: { history: async () => ({ conversation: { id: 'c-1' } as never, events }) },
      push: memoryScreens().push,
    },
    email: () => {
      throw new Error('nobody is mailed here');
    },
  });
  const file = { id: 'f', fileName: 'bill.pdf', contentType: 'application/pdf', bytes: 9, key: 'k' };
  const message = anOutbound(connection, { messageId: 'm1', to: 'user:u-7', attachments: [file] });
  return { asked, bodies, send: () => send(message) };
}

const noContent = () => new Response(null, { status: 204 });

describe('an answer to the user of an app', () => {
  it('is told to the business’s backend, signed as Standard Webhooks has it', async () => {
    const { send, asked, bodies } = aSender(noContent);
    expect(await send()).toStrictEqual({ status: 'sent', providerId: 'm1' });
    const [call] = asked;
    expect(call).toMatchObject({ method: 'POST', url: replyUrl });
    expect(call?.headers.get('webhook-id')).toBe('m1');
    expect(call?.body).toStrictEqual({
      type: 'answer.written',
      timestamp: noon,
      data: {
        connectionId: 'our-app',
        conversationId: 'c-1',
        messageId: 'm1',
        user: { id: 'u-7' },
        agent: { firstName: 'Maya' },
        text: 'It is on its way.',
        files: [
          {
            fileName: 'bill.pdf',
            contentType: 'application/pdf',
            bytes: 9,
            url: 'https://files.parley.example/k?seconds=86400',
          },
        ],
      },
    });
    const headers = Object.fromEntries(call?.headers ?? []);
    expect(headers['webhook-signature']).toBe(new Webhook(secret).sign('m1', new Date(noon), bodies[0] ?? ''));
  });

  it('carries the signature of each secret while one is rotated', async () => {
    const both = {
      replySecrets: [secret, `whsec_${Buffer.from('the next secret, for tests too').toString('base64')}`],
    };
    const { send, asked } = aSender(noContent, app(), both);
    await send();
    expect(asked[0]?.headers.get('webhook-signature')?.split(' ')).toHaveLength(2);
  });

  it.each([
    [429, { status: 'retry', failure: { class: 'RATE_LIMITED' } }],
    [500, { status: 'retry', failure: { class: 'TRANSIENT' } }],
    [408, { status: 'retry', failure: { class: 'TRANSIENT' } }],
    [401, { status: 'failed', failure: { class: 'AUTH' } }],
    [403, { status: 'failed', failure: { class: 'AUTH' } }],
    [404, { status: 'failed', failure: { class: 'INVALID_RECIPIENT' } }],
    [410, { status: 'failed', failure: { class: 'PERMISSION' } }],
    [422, { status: 'failed', failure: { class: 'CONTENT_REJECTED', code: '422' } }],
  ])('of which the backend says %i', async (status, outcome) => {
    expect(await aSender(() => new Response('{}', { status })).send()).toMatchObject(outcome);
  });

  it('is sent again after a time-out, since the id says that it is the same', async () => {
    const { send } = aSender(() => Promise.reject(new DOMException('too late', 'TimeoutError')));
    expect(await send()).toMatchObject({ status: 'retry', failure: { class: 'TRANSIENT' } });
  });

  it('stays in the app where nobody wants to hear of it', async () => {
    const { send, asked } = aSender(noContent, app({ settings: {} }));
    expect(await send()).toStrictEqual({ status: 'sent', providerId: 'm1' });
    expect(asked).toHaveLength(0);
  });

  it('is not sent unsigned', async () => {
    const { send, asked } = aSender(noContent, app(), {});
    expect(await send()).toMatchObject({ status: 'failed', failure: { class: 'AUTH' } });
    expect(asked).toHaveLength(0);
  });

  it.each([
    'http://backend.shop.example/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://localhost/',
    'https://intranet/',
    'https://db.internal/',
    'https://db.internal./',
    'https://user:pass@backend.shop.example/',
    'https://backend.shop.example:8443/',
    'file:///etc/passwd',
  ])('is never sent to %s', async (url) => {
    const { send, asked } = aSender(noContent, app({ settings: { replyUrl: url } }));
    expect(await send()).toMatchObject({ status: 'failed', failure: { class: 'PERMISSION' } });
    expect(asked).toHaveLength(0);
  });
});
