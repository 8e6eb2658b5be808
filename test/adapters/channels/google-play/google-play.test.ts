import { decodeJwt, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { createGooglePlayManager } from '#adapters/channels/google-play/manage-google-play.ts';
import { createGooglePlaySource } from '#adapters/channels/google-play/poll-google-play.ts';
import { createGooglePlayReader } from '#adapters/channels/google-play/read-google-play.ts';
import { createGooglePlaySender } from '#adapters/channels/google-play/send-google-play.ts';
import { privateKeyOf, publicKeyOf } from '#local/channels/store-keys.ts';
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

const packageName = 'com.example.shop';
const connection = aConnection({
  id: 'play',
  provider: 'google-play',
  channel: 'review',
  name: 'Shop',
  accountId: packageName,
});
const credentials = {
  type: 'service_account',
  client_email: 'reviews@example.iam.gserviceaccount.com',
  private_key: privateKeyOf('google'),
  private_key_id: 'k1',
};
const list = payload('google-play/reviews-list') as { reviews: readonly Record<string, unknown>[] };
const [jane, john] = list.reviews;

type Api = (asked: Asked) => Response | Promise<Response>;
const withToken =
  (api: Api): Api =>
  (asked) =>
    asked.url.host === 'oauth2.googleapis.com' ? json({ access_token: 'ya29.x', expires_in: 3599 }) : api(asked);
const google = (api: Api) => needsFor(connection, credentials, withToken(api));
const read = (body: unknown) => createGooglePlayReader(google(() => json({})).needs)(anEnvelope(connection, body));

describe('reading reviews of Google Play', () => {
  it('makes a message of a review, in the thread of all its versions, for everybody to see', async () => {
    expect(await read({ packageName, reviews: [jane] })).toEqual([
      {
        kind: 'message',
        message: {
          channel: 'review',
          connectionId: 'play',
          providerId: '12345678:1443676826713',
          sender: { address: '12345678', scope: packageName, name: 'Jane Bloggs', verified: true },
          sentAt: '2015-10-01T05:20:26.713Z',
          text: 'This is the best app ever!',
          attachments: [],
          parts: [{ kind: 'rating', stars: 5, about: 'Shop' }],
          thread: '12345678',
          isPublic: true,
        },
      },
    ]);
  });

  it('tells device and version, and what somebody answered elsewhere', async () => {
    const [message, elsewhere] = await read({ packageName, reviews: [john] });
    expect(message).toMatchObject({
      message: {
        parts: [
          { kind: 'rating' },
          {
            kind: 'answers',
            fields: [
              { name: 'App version', value: '1.2.3' },
              { name: 'Android API level', value: '21' },
              { name: 'Device', value: 'Sony E5333 (Xperia™ C4 Dual)' },
              { name: 'Language', value: 'en' },
            ],
          },
        ],
      },
    });
    expect(elsewhere).toMatchObject({
      kind: 'sent-elsewhere',
      sent: { text: "That's great to hear!", to: { address: '11223344', scope: packageName } },
    });
  });

  it('keeps title and body apart where there is a tab between them', async () => {
    const comment = { text: 'Crash\tIt crashes', lastModified: { seconds: '1', nanos: 0 }, starRating: 1 };
    const review = { reviewId: 'r', comments: [{ userComment: comment }] };
    expect(await read({ packageName, reviews: [review] })).toMatchObject([
      { message: { subject: 'Crash', text: 'It crashes' } },
    ]);
  });

  it('sets a bad review apart, and reads its neighbour', async () => {
    const [bad, good] = await read({ packageName, reviews: [{ reviewId: 'r', comments: [] }, jane] });
    expect(bad).toMatchObject({
      kind: 'unreadable',
      body: JSON.stringify({ packageName, reviews: [{ reviewId: 'r', comments: [] }] }),
    });
    expect(good).toMatchObject({ kind: 'message' });
  });

  it.each([
    ['of another app', { packageName: 'com.other', reviews: [jane] }],
    ['without an app', { reviews: [jane] }],
    ['that is not JSON', '{'],
  ])('refuses a body %s', async (_, body) => {
    await expect(read(body)).rejects.toMatchObject({ kind: 'invalid' });
  });
});

describe('polling Google Play', () => {
  it('asks with a token for a signed assertion, page after page, and hands over oldest first', async () => {
    const { needs, requests } = google(({ url }) => json(url.searchParams.has('token') ? { reviews: [] } : list));
    const answer = await createGooglePlaySource(needs)(connection, undefined);
    if (answer.kind !== 'items') throw new Error(answer.kind);
    expect(answer.items.map(({ about }) => about)).toEqual(['11223344', '12345678']);
    expect(answer.position).toBe('2015-10-01T05:20:26.713Z');
    const [token, first, second] = requests;
    const assertion = new URLSearchParams(String(token?.init.body)).get('assertion') ?? '';
    const currentDate = needs.now();
    await jwtVerify(assertion, publicKeyOf('google'), { currentDate, audience: 'https://oauth2.googleapis.com/token' });
    expect(decodeJwt(assertion)).toMatchObject({ scope: 'https://www.googleapis.com/auth/androidpublisher' });
    expect(String(first?.url)).toBe(
      'https://androidpublisher.googleapis.com/androidpublisher/v3/applications/com.example.shop/reviews?maxResults=100',
    );
    expect(first?.init.headers).toMatchObject({ authorization: 'Bearer ya29.x' });
    expect(second?.url.searchParams.get('token')).toBe('12334566');
  });

  it('gives a changed review another id, and the same one the same', async () => {
    const idsFor = async (seconds: string) => {
      const review = { ...jane, comments: [{ userComment: { text: 'x', lastModified: { seconds }, starRating: 3 } }] };
      const answer = await createGooglePlaySource(google(() => json({ reviews: [review] })).needs)(
        connection,
        undefined,
      );
      return answer.kind === 'items' ? answer.items.map(({ id }) => id) : [];
    };
    expect(await idsFor('1700000000')).toEqual(await idsFor('1700000000'));
    expect(await idsFor('1700000000')).not.toEqual(await idsFor('1700000001'));
  });

  it('stops at a page that is older than its position, less an overlap', async () => {
    const { needs, requests } = google(() => json(list));
    const answer = await createGooglePlaySource(needs)(connection, '2026-01-01T00:00:00.000Z');
    expect(answer).toEqual({ kind: 'items', items: [], position: '2026-01-01T00:00:00.000Z' });
    expect(requests).toHaveLength(2);
  });

  it.each([
    [429, { 'retry-after': '120' }, { kind: 'limited', afterSeconds: 120 }],
    [403, {}, { kind: 'refused', reason: expect.stringContaining('403') }],
  ])('passes on what HTTP %d means', async (status, headers, expected) => {
    const { needs } = google(() => json({}, status, headers as Record<string, string>));
    expect(await createGooglePlaySource(needs)(connection, undefined)).toEqual(expected);
  });

  it('takes a refused key as a refusal, and an outage as one', async () => {
    const refused = needsFor(connection, credentials, () => json({ error: 'invalid_grant' }, 400));
    expect(await createGooglePlaySource(refused.needs)(connection, undefined)).toMatchObject({ kind: 'refused' });
    const down = google(() => json({}, 500));
    await expect(createGooglePlaySource(down.needs)(connection, undefined)).rejects.toThrow('HTTP 500');
  });
});

describe('answering on Google Play', () => {
  const answer = anAnswer(connection, { to: '12345678', thread: '12345678', text: 'Test Reply' });

  it('puts the answer under the review, and knows it again when it comes back with the list', async () => {
    const { needs, requests } = google(() => json(payload('google-play/reply')));
    const outcome = await createGooglePlaySender(needs)(answer);
    expect(String(requests[1]?.url)).toMatch(/\/applications\/com\.example\.shop\/reviews\/12345678:reply$/);
    expect(JSON.parse(String(requests[1]?.init.body))).toEqual({ replyText: 'Test Reply' });
    const developerComment = { text: ' Test  Reply', lastModified: { seconds: '1443676999' } };
    const userComment = { lastModified: { seconds: '1443676826' }, starRating: 5 };
    const review = { ...jane, comments: [{ userComment }, { developerComment }] };
    const [, elsewhere] = await read({ packageName, reviews: [review] });
    if (elsewhere?.kind !== 'sent-elsewhere') throw new Error('no answer found');
    expect(outcome).toEqual({ status: 'sent', providerId: elsewhere.sent.providerId });
  });

  it('does not send more than 350 characters', async () => {
    const { needs, requests } = google(() => json({}));
    const outcome = await createGooglePlaySender(needs)({ ...answer, text: 'x'.repeat(351) });
    expect(outcome).toMatchObject({ status: 'failed', failure: { class: 'CONTENT_REJECTED' } });
    expect(requests).toHaveLength(0);
  });

  it.each([
    [400, 'failed', 'CONTENT_REJECTED'],
    [401, 'failed', 'AUTH'],
    [403, 'failed', 'PERMISSION'],
    [404, 'failed', 'INVALID_RECIPIENT'],
    [429, 'retry', 'RATE_LIMITED'],
    [500, 'retry', 'TRANSIENT'],
  ])('understands HTTP %d', async (status, outcome, failureClass) => {
    const sent = await createGooglePlaySender(google(() => json({}, status)).needs)(answer);
    expect(sent).toMatchObject({ status: outcome, failure: { class: failureClass } });
  });

  it('is tried again when Google cannot be reached: the same answer twice is one', async () => {
    const sent = await createGooglePlaySender(google(unreachable).needs)(answer);
    expect(sent).toMatchObject({ status: 'retry', failure: { class: 'TRANSIENT' } });
  });
});

describe('checking a Google Play connection', () => {
  const check = (api: Api) => createGooglePlayManager(google(api).needs).check(connection);

  it('says what works and what does not', async () => {
    expect(await check(() => json({}))).toMatchObject([{ ok: true }, { name: 'reviews', ok: true }]);
    expect(await check(() => json({}, 403))).toMatchObject([{ ok: true }, { name: 'reviews', ok: false }]);
    expect(await check(unreachable)).toMatchObject([{ name: 'provider', ok: false }]);
    const without = needsFor({ ...connection, id: 'other' }, {}, () => json({}));
    expect(await createGooglePlayManager(without.needs).check(connection)).toMatchObject([
      { name: 'credentials', ok: false },
    ]);
  });
});
