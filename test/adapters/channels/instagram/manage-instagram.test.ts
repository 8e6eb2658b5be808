import { describe, expect, it } from 'vitest';
import { createInstagramManager } from '#adapters/channels/instagram/manage-instagram.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { credentials, igAccount, igConnection, igLoginConnection, json, world } from '../meta-messaging/examples.ts';

const url = 'https://parley.example/webhooks/instagram/insta';

const at = (me: unknown) =>
  world(({ url: { pathname } }) => {
    if (pathname.endsWith('/me')) return json(me);
    if (pathname.endsWith('/subscriptions'))
      return json({ data: [{ object: 'instagram', callback_url: url, active: true }] });
    return json({
      data: [
        {
          subscribed_fields: [
            'messages',
            'messaging_postbacks',
            'messaging_seen',
            'message_reactions',
            'messaging_referral',
            'comments',
            'live_comments',
          ],
        },
      ],
    });
  });

describe('checking an Instagram connection', () => {
  it.each<[string, Connection, unknown, readonly string[]]>([
    [
      'linked to a page',
      igConnection,
      { id: '1', name: 'Support page', instagram_business_account: { id: igAccount } },
      ['access token', 'subscription', 'webhook address'],
    ],
    [
      'connected by itself',
      igLoginConnection,
      { user_id: igAccount, username: 'support' },
      ['access token', 'subscription'],
    ],
  ])('finds all well with an account %s', async (...[, connection, me, names]) => {
    const checks = await createInstagramManager(at(me).needs).check(connection);
    expect(checks.map(({ name }) => name)).toStrictEqual(names);
    expect(checks.filter(({ ok }) => !ok)).toStrictEqual([]);
  });

  it.each([
    ['has no account linked', { id: '1', name: 'Support page' }, /no Instagram account/],
    ['is for another account', { id: '1', name: 'x', instagram_business_account: { id: '999' } }, /999/],
  ])('tells that the token %s', async (_, me, detail) => {
    const [token] = await createInstagramManager(at(me).needs).check(igConnection);
    expect(token).toMatchObject({ ok: false, detail: expect.stringMatching(detail) });
  });
});

describe('registering an Instagram connection', () => {
  const postsOf = async (connection: Connection) => {
    const { needs, asked } = at({});
    const check = await createInstagramManager(needs).register?.(connection, url);
    return {
      check,
      posts: asked.filter(({ method }) => method === 'POST').map(({ url: { host, pathname } }) => `${host}${pathname}`),
    };
  };

  it('sets the address where Meta has an API for it', async () => {
    const { check, posts } = await postsOf(igConnection);
    expect(check).toMatchObject({ ok: true });
    expect(posts).toStrictEqual([
      `graph.facebook.com/v26.0/${credentials.appId}/subscriptions`,
      'graph.facebook.com/v26.0/me/subscribed_apps',
    ]);
  });

  it('tells the address where it has to be entered by hand', async () => {
    const { check, posts } = await postsOf(igLoginConnection);
    expect(check?.detail).toContain(url);
    expect(posts).toStrictEqual(['graph.instagram.com/v26.0/me/subscribed_apps']);
  });
});
