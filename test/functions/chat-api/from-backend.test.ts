import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { at, noon } from '#test/support/builders.ts';
import { aChatConnection } from '#test/support/chat.ts';
import { aChat } from '#test/support/chat-world.ts';

const secret = `whsec_${Buffer.from('the secret of a backend, for tests').toString('base64')}`;
const other = `whsec_${Buffer.from('the secret of another backend, too').toString('base64')}`;
const connection = aChatConnection({ id: 'our-app', provider: 'in-app', channel: 'app' });

type Changes = { readonly secret?: string; readonly signedAt?: string; readonly id?: string };

/** Signed by the reference implementation of Standard Webhooks. */
function signed(body: string, { secret: key = secret, signedAt = noon, id = 'msg_1' }: Changes = {}) {
  const time = new Date(signedAt);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(time.getTime() / 1000),
    'webhook-signature': new Webhook(key).sign(id, time, body),
  };
}

const user = { id: 'u-7', name: 'Tomas', email: 'tomas@X.Example', emailVerified: true };
const body = JSON.stringify({ user, text: 'My card was refused', page: 'app://settings/cards' });

const app = (messageSecrets: readonly string[] = [secret]) => aChat({ connection, credentials: { messageSecrets } });
const path = '/in-app/our-app/messages';

describe('a message from the business’s own backend', () => {
  it('opens a conversation with its user, whose proved mail address is known with it', async () => {
    const chat = app();
    expect(await chat.ask(path, { body, headers: signed(body) })).toMatchObject({ status: 202, body: { id: 'msg_1' } });
    await chat.settle();
    expect(chat.opened()).toMatchObject([
      { channel: 'app', connectionId: 'our-app', customerName: 'Tomas', replyTo: { address: 'user:u-7' } },
    ]);
    expect([...chat.memory.customers.values()]).toMatchObject([
      { identities: [{ value: 'user:u-7' }, { channel: 'email', value: 'tomas@x.example' }] },
    ]);
  });

  it('is once for one webhook-id', async () => {
    const chat = app();
    for (let times = 0; times < 2; times += 1) {
      await chat.ask(path, { body, headers: signed(body) });
      await chat.settle();
    }
    const events = await chat.events(chat.opened()[0]?.id ?? '');
    expect(events.filter(({ type }) => type === 'MessageReceived')).toHaveLength(1);
  });

  it('may be signed with the next secret while one is rotated', async () => {
    expect((await app([other, secret]).ask(path, { body, headers: signed(body) })).status).toBe(202);
  });

  it('may carry the signatures of two secrets', async () => {
    const headers = signed(body);
    const two = `${signed(body, { secret: other })['webhook-signature']} ${headers['webhook-signature']}`;
    expect((await app().ask(path, { body, headers: { ...headers, 'webhook-signature': two } })).status).toBe(202);
  });

  it.each([
    ['another secret', signed(body, { secret: other })],
    ['another body', signed(`${body} `)],
    ['another id', { ...signed(body), 'webhook-id': 'msg_2' }],
    ['another time', { ...signed(body), 'webhook-timestamp': String(Date.parse(noon) / 1000 + 1) }],
    ['an old time', signed(body, { signedAt: at('11:54') })],
    ['a time to come', signed(body, { signedAt: at('12:06') })],
    ['no signature', { ...signed(body), 'webhook-signature': '' }],
    ['half a signature', { ...signed(body), 'webhook-signature': signed(body)['webhook-signature'].slice(0, 20) }],
    [
      'an asymmetric one',
      { ...signed(body), 'webhook-signature': signed(body)['webhook-signature'].replace('v1', 'v1a') },
    ],
    ['nothing at all', {}],
  ])('is refused with %s', async (_what, headers) => {
    const chat = app();
    expect((await chat.ask(path, { body, headers })).status).toBe(401);
    expect(chat.handed).toHaveLength(0);
  });

  it('is refused where there is no secret', async () => {
    expect((await aChat({ connection }).ask(path, { body, headers: signed(body) })).status).toBe(401);
  });

  it.each([
    ['no user', '{"text":"x"}'],
    ['no text', '{"user":{"id":"u-7"},"text":" "}'],
    ['no JSON', 'user=u-7'],
  ])('is invalid with %s', async (_what, wrong) => {
    expect((await app().ask(path, { body: wrong, headers: signed(wrong) })).status).toBe(400);
  });

  it('is for apps, not for live chats', async () => {
    const chat = aChat({ credentials: { messageSecrets: [secret] } });
    const answer = await chat.ask('/in-app/support-web-chat/messages', { body, headers: signed(body) });
    expect(answer.status).toBe(404);
  });
});

describe('the screens of an app', () => {
  it('are for people whom the business has signed in', async () => {
    expect((await app().ask('sessions', { body: {} })).status).toBe(401);
  });
});
