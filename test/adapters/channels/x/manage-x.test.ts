import { describe, expect, it } from 'vitest';
import { createXManager } from '#adapters/channels/x/manage-x.ts';
import { channelNeeds, json } from '#test/support/channel-needs.ts';
import { account, connection, credentials } from './x-examples.ts';

const url = 'https://parley.example/webhooks/x/x-main';
const types = ['dm.received', 'dm.sent', 'dm.read', 'chat.received', 'post.mention.create'];
const webhook = { id: '1234567890', url, valid: true, created_at: '2025-01-15T12:00:00.000Z' };
const subscriptions = types.map((event_type) => ({ event_type, filter: { user_id: account }, subscription_id: '1' }));
const healthy: Readonly<Record<string, unknown>> = {
  'GET /users/me': { data: { id: account, name: 'Example User', username: 'ExampleUser' } },
  'GET /webhooks': { data: [webhook], meta: { result_count: 1 } },
  'POST /webhooks': { data: webhook },
  'PUT /webhooks/1234567890': { data: { valid: true } },
  'GET /activity/subscriptions': { data: subscriptions, meta: { total_subscriptions: 5 } },
  'POST /activity/subscriptions': { data: subscriptions[0] },
};

function manager(answers: Readonly<Record<string, unknown>> = {}, secrets: object = credentials) {
  const all = { ...healthy, ...answers };
  const { needs, asked } = channelNeeds(connection, secrets, ({ method, url: address }) => {
    const found = all[`${method} ${address.replace('https://api.x.com/2', '')}`];
    return found === undefined ? json({ title: 'Forbidden' }, 403) : json(found);
  });
  return { asked, ...createXManager(needs) };
}

describe('looking after an account at X', () => {
  it('is content when token, webhook and subscriptions work', async () => {
    const { check, asked } = manager();
    expect((await check(connection)).map(({ name, ok }) => [name, ok])).toEqual([
      ['Access token', true],
      ['Webhook', true],
      ['Subscriptions', true],
    ]);
    expect(asked.map(({ headers }) => headers.get('authorization')?.split(' ')[0])).toEqual([
      'OAuth',
      'Bearer',
      'Bearer',
    ]);
  });

  it.each([
    { what: 'refuses the token', answers: { 'GET /users/me': undefined }, says: /did not accept it \(HTTP 403\)/ },
    {
      what: 'knows the token for another account',
      answers: { 'GET /users/me': { data: { id: '9', username: 'Nine' } } },
      says: /@Nine; enter 9/,
    },
    { what: 'has no webhook of ours', answers: { 'GET /webhooks': { data: [] } }, says: /knows no webhook/ },
    {
      what: 'gave the webhook up',
      answers: { 'GET /webhooks': { data: [{ ...webhook, valid: false }] } },
      says: /stopped/,
    },
    {
      what: 'does not tell of mentions',
      answers: { 'GET /activity/subscriptions': { data: subscriptions.slice(0, 4) } },
      says: /post\.mention\.create/,
    },
  ])('says so when X $what', async ({ answers, says }) => {
    const failed = (await manager(answers).check(connection)).filter(({ ok }) => !ok);
    expect(failed).toHaveLength(1);
    expect(failed[0]?.detail).toMatch(says);
  });

  it('registers the webhook and subscribes with the account’s own consent', async () => {
    const { register, asked } = manager({ 'GET /webhooks': { data: [] } });
    expect(await register?.(connection, url)).toMatchObject({ ok: true });
    expect(asked[1]).toMatchObject({ method: 'POST', url: 'https://api.x.com/2/webhooks', body: { url } });
    const subscribed = asked.slice(2);
    expect(subscribed.map(({ body }) => body)).toEqual(
      types.map((event_type) => ({ event_type, filter: { user_id: account }, webhook_id: webhook.id, tag: 'parley' })),
    );
    expect(subscribed[0]?.headers.get('authorization')).toBe('Bearer subscribing-token');
  });

  it('has X try a webhook again that it knows already', async () => {
    const { register, asked } = manager();
    await register?.(connection, url);
    expect(asked[1]).toMatchObject({ method: 'PUT', url: 'https://api.x.com/2/webhooks/1234567890' });
  });

  it.each([
    {
      what: 'the bearer token is missing',
      secrets: { ...credentials, bearerToken: undefined },
      answers: {},
      says: /bearer token/,
    },
    {
      what: 'the subscribing token is missing',
      secrets: { ...credentials, subscribingToken: undefined },
      answers: {},
      says: /subscribing token/,
    },
    {
      what: 'X cannot reach it',
      secrets: credentials,
      answers: { 'GET /webhooks': { data: [] }, 'POST /webhooks': undefined },
      says: /did not take the address/,
    },
    {
      what: 'X refuses to subscribe',
      secrets: credentials,
      answers: { 'POST /activity/subscriptions': undefined },
      says: /refused dm\.received \(HTTP 403\)/,
    },
  ])('says what to do when $what', async ({ secrets, answers, says }) => {
    const check = await manager(answers, secrets).register?.(connection, url);
    expect(check).toMatchObject({ ok: false, detail: expect.stringMatching(says) });
  });
});
