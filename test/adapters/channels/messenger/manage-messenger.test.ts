import { describe, expect, it } from 'vitest';
import { createMessengerManager } from '#adapters/channels/messenger/manage-messenger.ts';
import { credentials, json, metaError, page, pageConnection, world } from '../meta-messaging/examples.ts';

const url = 'https://parley.example/webhooks/messenger/page';
const fields = [
  'messages',
  'messaging_postbacks',
  'messaging_optins',
  'messaging_referrals',
  'messaging_policy_enforcement',
  'messaging_handovers',
  'message_deliveries',
  'message_reads',
  'message_reactions',
  'message_edits',
  'message_echoes',
  'standby',
  'feed',
  'mention',
];

const healthy: Record<string, unknown> = {
  me: { id: page, name: 'Support' },
  'me/subscribed_apps': { data: [{ id: credentials.appId, subscribed_fields: fields }] },
  [`${credentials.appId}/subscriptions`]: { data: [{ object: 'page', callback_url: url, active: true }] },
};

const at = (pages: Record<string, unknown>) =>
  world(({ url: { pathname } }) => {
    const answer = pages[pathname.replace('/v26.0/', '')];
    if (answer === undefined || answer instanceof Response) return answer;
    return json(answer);
  });

const check = (pages: Record<string, unknown>) => createMessengerManager(at(pages).needs).check(pageConnection);

describe('checking a Messenger connection', () => {
  it('finds all well', async () => {
    expect(await check(healthy)).toStrictEqual([
      { name: 'access token', ok: true, detail: 'page Support' },
      { name: 'subscription', ok: true, detail: 'events are handed to the app' },
      { name: 'webhook address', ok: true, detail: `Meta sends to ${url}` },
    ]);
  });

  it.each<[string, Record<string, unknown>, string, RegExp]>([
    ['the token is refused', { me: metaError(190, 463) }, 'access token', /error 190/],
    ['the token is another page’s', { me: { id: '999', name: 'Other' } }, 'access token', /Other \(999\)/],
    ['Meta is down', { me: new Response('', { status: 503 }) }, 'access token', /503/],
    [
      'a field is missing',
      { 'me/subscribed_apps': { data: [{ id: credentials.appId, subscribed_fields: fields.slice(1) }] } },
      'subscription',
      /messages/,
    ],
    [
      'another app has the page',
      { 'me/subscribed_apps': { data: [{ id: '1', subscribed_fields: fields }] } },
      'subscription',
      /register/,
    ],
    [
      'webhooks go elsewhere',
      { [`${credentials.appId}/subscriptions`]: { data: [{ object: 'page', callback_url: 'https://old.example' }] } },
      'webhook address',
      /old\.example/,
    ],
    [
      'there are no webhooks',
      { [`${credentials.appId}/subscriptions`]: { data: [] } },
      'webhook address',
      /no webhook/,
    ],
  ])('tells that %s', async (...[, pages, name, detail]) => {
    const found = (await check({ ...healthy, ...pages })).filter(({ ok }) => !ok);
    expect(found).toMatchObject([{ name, detail: expect.stringMatching(detail) }]);
  });

  it.each([
    ['are no JSON', '{"accessToken": "EAAB-secret', /not JSON/],
    ['are incomplete', '{"accessToken": "EAAB-secret"}', /not of the shape/],
    ['are missing', undefined, /no credentials/],
  ])('tells that the credentials %s, and not what they are', async (...[, stored, detail]) => {
    const { needs } = at(healthy);
    const found = await createMessengerManager({ ...needs, secret: async () => stored }).check(pageConnection);
    expect(found).toMatchObject([{ ok: false, detail: expect.stringMatching(detail) }]);
    expect(JSON.stringify(found)).not.toMatch(/EAAB/);
  });
});

describe('registering a Messenger connection', () => {
  it('sets the app’s address and has the page hand over its events, keeping what it handed over before', async () => {
    const { needs, asked } = at({
      ...healthy,
      'me/subscribed_apps': { data: [{ id: credentials.appId, subscribed_fields: ['leadgen'] }] },
    });
    expect(await createMessengerManager(needs).register?.(pageConnection, url)).toMatchObject({ ok: true });
    const posts = asked
      .filter(({ method }) => method === 'POST')
      .map(({ url: where, body, headers }) => ({ path: where.pathname, body, as: headers.get('authorization') }));
    expect(posts).toStrictEqual([
      {
        path: `/v26.0/${credentials.appId}/subscriptions`,
        as: `Bearer ${credentials.appId}|current-secret`,
        body: {
          object: 'page',
          callback_url: url,
          verify_token: credentials.verifyToken,
          fields: fields.join(','),
          include_values: true,
        },
      },
      {
        path: '/v26.0/me/subscribed_apps',
        as: 'Bearer token-of-the-page',
        body: { subscribed_fields: ['leadgen', ...fields].join(',') },
      },
    ]);
  });

  it('tells what is left to do by hand without the id of the app', async () => {
    const { appId: _, ...rest } = credentials;
    const { needs, asked } = at(healthy);
    const manager = createMessengerManager({ ...needs, secret: async () => JSON.stringify(rest) });
    expect(await manager.register?.(pageConnection, url)).toMatchObject({
      ok: false,
      detail: expect.stringContaining(url),
    });
    expect(asked.some(({ method }) => method === 'POST')).toBe(true);
  });
});
