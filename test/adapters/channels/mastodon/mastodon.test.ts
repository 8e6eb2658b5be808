import { describe, expect, it } from 'vitest';
import { createMastodonManager } from '#adapters/channels/mastodon/manage-mastodon.ts';
import { createMastodonSource } from '#adapters/channels/mastodon/poll-mastodon.ts';
import { createMastodonReader } from '#adapters/channels/mastodon/read-mastodon.ts';
import { createMastodonSender } from '#adapters/channels/mastodon/send-mastodon.ts';
import {
  type Asked,
  anAnswer,
  anEnvelope,
  json,
  needsFor,
  payload,
  unreachable,
} from '#test/adapters/channels/polled.ts';
import { aConnection } from '#test/support/builders.ts';

const server = 'mastodon.social';
const account = '14715';
const connection = aConnection({ id: 'toots', provider: 'mastodon', channel: 'mastodon', accountId: account });
const credentials = { server, accessToken: 'x'.repeat(43) };
type Notification = { readonly id: string; readonly status: Record<string, unknown> };
const [mention, favourite] = payload('mastodon/notifications') as [Notification, Notification];
const withStatus = (status: object) => ({ ...mention, status: { ...mention.status, ...status } });
/** The first bytes of a PNG. */
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

const mastodon = (api: (asked: Asked) => Response) => needsFor(connection, credentials, api);
const read = (notifications: readonly unknown[], of: object = {}) =>
  createMastodonReader(mastodon(() => new Response(png)).needs)(
    anEnvelope(connection, { account, server, notifications, ...of }),
  );

describe('reading mentions', () => {
  it('makes a message of a mention, with its picture copied and the post that it answers', async () => {
    expect(await read([mention])).toEqual([
      {
        kind: 'message',
        message: {
          channel: 'mastodon',
          connectionId: 'toots',
          providerId: '103186126728896492',
          sender: { address: 'zsc@mastodon.social', scope: account, name: 'zsc', handle: '@zsc', verified: true },
          sentAt: '2019-11-23T07:49:01.940Z',
          text: '@trwnh sup!',
          attachments: [expect.objectContaining({ contentType: 'image/png', bytes: png.length })],
          parts: [
            {
              kind: 'reference',
              what: 'post',
              title: 'The post',
              url: 'https://mastodon.social/@zsc/103186126728896492',
            },
          ],
          quotes: '103186038209478945',
          isPublic: true,
        },
      },
    ]);
  });

  it.each([
    ['public', true],
    ['unlisted', true],
    ['private', undefined],
    ['direct', undefined],
  ])('knows that a %s post is public: %s', async (visibility, isPublic) => {
    const [item] = await read([withStatus({ visibility })]);
    expect(item?.kind === 'message' && item.message.isPublic).toBe(isPublic);
  });

  it('leaves a note in place of a picture that is at another host', async () => {
    const media_attachments = [{ id: '1', type: 'image', url: 'https://169.254.169.254/latest/meta-data' }];
    const [item] = await read([withStatus({ media_attachments })]);
    expect(item).toMatchObject({ message: { attachments: [{ fileName: 'file-1.not-copied.txt' }] } });
  });

  it('reads the warning as the subject, and says that bots are automatic', async () => {
    const status = { spoiler_text: 'rant', account: { id: '5', username: 'bot', acct: 'bot@x.example', bot: true } };
    expect(await read([withStatus(status)])).toMatchObject([
      { message: { subject: 'rant', automatic: 'mastodon-bot', sender: { address: 'bot@x.example' } } },
    ]);
  });

  it('drops posts of our own, and sets other kinds and broken ones apart', async () => {
    const own = withStatus({ account: { id: account, username: 'trwnh', acct: 'trwnh' } });
    const [first, second, third, fourth] = await read([own, favourite, { id: '1', type: 'mention' }, mention]);
    expect(first).toEqual({ kind: 'dropped', rule: 'mastodon-own-post' });
    expect(second).toMatchObject({ kind: 'unreadable', reason: 'unknown kind of notification favourite' });
    expect(third).toMatchObject({ kind: 'unreadable' });
    expect(fourth).toMatchObject({ kind: 'message' });
  });

  it('refuses a body of another account', async () => {
    await expect(read([mention], { account: '1' })).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('does not let markup through', async () => {
    const content = '<p>a &lt;b&gt;<br>c</p><script>alert(1)</script>';
    expect(await read([withStatus({ content })])).toMatchObject([{ message: { text: 'a <b>\nc' } }]);
  });
});

describe('polling mentions', () => {
  const numbered = (from: number, many: number) =>
    Array.from({ length: many }, (_, index) => ({ ...mention, id: String(from - index) }));

  it('asks for mentions only, and begins with the newest', async () => {
    const { needs, requests } = mastodon(() => json([mention]));
    const answer = await createMastodonSource(needs)(connection, undefined);
    expect(answer).toMatchObject({ kind: 'items', items: [{ about: 'zsc' }], position: '34975861' });
    expect(String(requests[0]?.url)).toBe('https://mastodon.social/api/v1/notifications?types%5B%5D=mention&limit=40');
    expect(requests[0]?.init.headers).toMatchObject({ authorization: `Bearer ${credentials.accessToken}` });
  });

  it('goes forward from a little before its position until a page is not full, oldest first', async () => {
    const pages = [numbered(34_975_080, 80), numbered(34_975_083, 3)];
    const { needs, requests } = mastodon(() => json(pages.shift()));
    const answer = await createMastodonSource(needs)(connection, '34976000');
    expect(requests.map(({ url }) => url.searchParams.get('min_id'))).toEqual(['34975000', '34975080']);
    expect(answer).toMatchObject({ kind: 'items', position: '34976000' });
    expect(answer.kind === 'items' && JSON.parse(answer.items[0]?.body ?? '').notifications[0].id).toBe('34975001');
  });

  it.each([
    [401, 'refused'],
    [429, 'limited'],
  ])('passes on what HTTP %d means', async (status, kind) => {
    const { needs } = mastodon(() => json({ error: 'x' }, status));
    expect(await createMastodonSource(needs)(connection, '1')).toMatchObject({ kind });
  });
});

describe('answering on Mastodon', () => {
  const answer = anAnswer(connection, { to: 'haskal@cybre.space', answers: '103186126728896492' });
  const sentWith = async (message: object) => {
    const { needs, requests } = mastodon(() => json({ id: '103254962155278888' }));
    const outcome = await createMastodonSender(needs)({ ...answer, ...message });
    return { outcome, body: JSON.parse(String(requests[0]?.init.body)), headers: requests[0]?.init.headers };
  };

  it('posts under the post, names its author, and once however often it is sent', async () => {
    const { outcome, body, headers } = await sentWith({ isPublic: true });
    expect(outcome).toEqual({ status: 'sent', providerId: '103254962155278888' });
    expect(body).toEqual({
      status: '@haskal@cybre.space Thank you, we look into it.',
      visibility: 'public',
      in_reply_to_id: '103186126728896492',
    });
    expect(headers).toMatchObject({ 'idempotency-key': 'm-1' });
  });

  it('answers a private post in private', async () => {
    expect((await sentWith({})).body).toMatchObject({ visibility: 'direct' });
  });

  it('leaves out the server of those on our own', async () => {
    expect((await sentWith({ to: 'zsc@mastodon.social', text: 'hi' })).body).toMatchObject({ status: '@zsc hi' });
  });

  it.each([
    [401, 'failed', 'AUTH'],
    [403, 'failed', 'PERMISSION'],
    [404, 'failed', 'INVALID_RECIPIENT'],
    [422, 'failed', 'CONTENT_REJECTED'],
    [503, 'retry', 'TRANSIENT'],
  ])('understands HTTP %d', async (status, outcome, failureClass) => {
    const { needs } = mastodon(() => json({ error: 'x' }, status));
    const sent = await createMastodonSender(needs)(answer);
    expect(sent).toMatchObject({ status: outcome, failure: { class: failureClass } });
  });

  it('waits until the limit ends, as the server tells in its own header', async () => {
    const headers = { 'x-ratelimit-reset': '2026-11-19T12:04:00.000000Z' };
    const { needs } = mastodon(() => json({ error: 'Too many requests' }, 429, headers));
    expect(await createMastodonSender(needs)(answer)).toMatchObject({ status: 'retry', afterSeconds: 240 });
  });

  it('is tried again when the server cannot be reached', async () => {
    expect(await createMastodonSender(mastodon(unreachable).needs)(answer)).toMatchObject({ status: 'retry' });
  });
});

describe('checking a Mastodon connection', () => {
  const check = (api: (asked: Asked) => Response) => createMastodonManager(mastodon(api).needs).check(connection);

  it('says whose token it is, and whether mentions can be read', async () => {
    expect(await check(() => json({ id: account, acct: 'trwnh' }))).toMatchObject([
      { name: 'account', ok: true },
      { name: 'mentions', ok: true },
    ]);
    expect(await check(() => json({ id: '1', acct: 'other' }))).toMatchObject([{ ok: false }, { ok: true }]);
    expect(await check(() => json({ error: 'x' }, 401))).toMatchObject([{ ok: false }, { ok: false }]);
  });
});
