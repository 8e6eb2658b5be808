import { decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { createAppStoreManager } from '#adapters/channels/app-store/manage-app-store.ts';
import { createAppStoreSource } from '#adapters/channels/app-store/poll-app-store.ts';
import { createAppStoreReader } from '#adapters/channels/app-store/read-app-store.ts';
import { createAppStoreSender } from '#adapters/channels/app-store/send-app-store.ts';
import { appStoreToken } from '#adapters/channels/app-store/token.ts';
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
import { aConnection, noon } from '#test/support/builders.ts';

const appId = '682658836';
const connection = aConnection({
  id: 'apple',
  provider: 'app-store',
  channel: 'review',
  name: 'Shop',
  accountId: appId,
});
const credentials = {
  issuerId: '57246542-96fe-1a63-e053-0824d011072a',
  keyId: '2X9R4HXF34',
  privateKey: privateKeyOf('apple'),
};
const id = '00000028-b08c-0014-729e-fbd500000000';
type Page = { readonly data: readonly Record<string, unknown>[]; readonly included: readonly unknown[] };
const page = payload('app-store/customer-reviews') as Page;
const [anne] = page.data;

const apple = (api: (asked: Asked) => Response) => needsFor(connection, credentials, api);
const read = (body: unknown) => createAppStoreReader(apple(() => json({})).needs)(anEnvelope(connection, body));
const withAttributes = (attributes: object) => ({
  ...anne,
  attributes: { ...(anne?.attributes as object), ...attributes },
});
const idOf = async (attributes: object) => {
  const [item] = await read({ appId, data: [withAttributes(attributes)], included: [] });
  return item?.kind === 'message' ? item.message.providerId : '';
};

describe('reading reviews of the App Store', () => {
  it('makes a message of a review, and tells what was answered elsewhere', async () => {
    expect(await read({ appId, ...page })).toEqual([
      {
        kind: 'message',
        message: {
          channel: 'review',
          connectionId: 'apple',
          providerId: expect.stringMatching(new RegExp(`^${id}:[\\w-]{16}$`)),
          sender: { address: id, scope: appId, name: 'Anne Johnson', verified: true },
          sentAt: '2017-11-15T16:10:34.000Z',
          subject: 'Awesome!!!',
          text: "It's a really fantastic app!",
          attachments: [],
          parts: [
            { kind: 'rating', stars: 5, about: 'Shop' },
            { kind: 'answers', fields: [{ name: 'Store', value: 'USA' }] },
          ],
          thread: id,
          isPublic: true,
        },
      },
      {
        kind: 'sent-elsewhere',
        sent: expect.objectContaining({ text: 'Thank you, Anne!', to: { address: id, scope: appId } }),
      },
    ]);
  });

  it('takes a review that says something else for a new version, though Apple keeps its id and date', async () => {
    expect(await idOf({})).toBe(await idOf({}));
    expect(await idOf({ body: 'It got worse.' })).not.toBe(await idOf({}));
    expect(await idOf({ rating: 1 })).not.toBe(await idOf({}));
  });

  it('sets a bad review apart', async () => {
    const [bad, good] = await read({ appId, data: [{ type: 'customerReviews', id: 'x' }, anne], included: [] });
    expect(bad).toMatchObject({ kind: 'unreadable' });
    expect(good).toMatchObject({ kind: 'message' });
  });

  it.each([
    ['of another app', { appId: '1', data: [anne], included: [] }],
    ['of another shape', { appId }],
    ['that is not JSON', 'data'],
  ])('refuses a body %s', async (_, body) => {
    await expect(read(body)).rejects.toMatchObject({ kind: 'invalid' });
  });
});

describe('the token for App Store Connect', () => {
  it('is one that Apple accepts: ES256, its audience, twenty minutes at most', async () => {
    const now = new Date(noon);
    const token = await appStoreToken(credentials, now);
    const expected = { audience: 'appstoreconnect-v1', issuer: credentials.issuerId, currentDate: now };
    const { payload: claims } = await jwtVerify(token, publicKeyOf('apple'), expected);
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', kid: '2X9R4HXF34', typ: 'JWT' });
    expect(Number(claims.exp) - Number(claims.iat)).toBeLessThanOrEqual(1200);
  });

  it('names a person in place of a team for a key of one person', async () => {
    const { keyId, privateKey } = credentials;
    const token = await appStoreToken({ keyId, privateKey }, new Date(noon));
    const { payload: claims } = await jwtVerify(token, publicKeyOf('apple'), { currentDate: new Date(noon) });
    expect(claims).toMatchObject({ sub: 'user' });
    expect(claims).not.toHaveProperty('iss');
  });
});

describe('polling the App Store', () => {
  const since = '2017-11-15T16:00:00.000Z';

  it('asks for the newest with the answers to them, and goes on with the next page', async () => {
    const { needs, requests } = apple(({ url }) =>
      json(url.searchParams.has('cursor') ? { data: [withAttributes({ createdDate: '2016-01-01T00:00:00Z' })] } : page),
    );
    const answer = await createAppStoreSource(needs)(connection, since);
    if (answer.kind !== 'items') throw new Error(answer.kind);
    expect(answer.items).toHaveLength(1);
    expect(JSON.parse(answer.items[0]?.body ?? '')).toMatchObject({ appId, data: [{ id }], included: [{}] });
    expect(answer.position).toBe('2017-11-15T16:10:34.000Z');
    expect(requests.map(({ url }) => `${url.pathname}?${url.searchParams}`)).toEqual([
      `/v1/apps/${appId}/customerReviews?sort=-createdDate&include=response&limit=200`,
      `/v1/apps/${appId}/customerReviews?cursor=AQ.AOJcAr8&limit=1`,
    ]);
  });

  it('sends its token nowhere else, whatever a page names as the next one', async () => {
    const { needs, requests } = apple(() => json({ ...page, links: { next: 'https://evil.example/v1' } }));
    await createAppStoreSource(needs)(connection, since);
    expect(requests).toHaveLength(1);
  });

  it('does not bring up years of old reviews at first', async () => {
    const { needs } = apple(() => json(page));
    expect(await createAppStoreSource(needs)(connection, undefined)).toMatchObject({ kind: 'items', items: [] });
  });

  it('hands a review over again when an answer to it was written', async () => {
    const idsFor = async (included: readonly unknown[]) => {
      const answer = await createAppStoreSource(apple(() => json({ ...page, included, links: {} })).needs)(
        connection,
        since,
      );
      return answer.kind === 'items' ? answer.items[0]?.id : undefined;
    };
    expect(await idsFor([])).not.toBe(await idsFor(page.included));
  });

  it.each([
    [401, 'refused'],
    [429, 'limited'],
  ])('passes on what HTTP %d means', async (status, kind) => {
    expect(await createAppStoreSource(apple(() => json({}, status)).needs)(connection, since)).toMatchObject({ kind });
  });
});

describe('answering in the App Store', () => {
  const answer = anAnswer(connection, { to: id, thread: id, text: 'Thank you, Anne!' });

  it('puts the answer under the review, and knows it again when it comes back with the list', async () => {
    const kept = {
      data: { type: 'customerReviewResponses', id: 'r', attributes: { responseBody: 'Thank you, Anne!' } },
    };
    const { needs, requests } = apple(() => json(kept, 201));
    const outcome = await createAppStoreSender(needs)(answer);
    expect(JSON.parse(String(requests[0]?.init.body))).toEqual({
      data: {
        type: 'customerReviewResponses',
        attributes: { responseBody: 'Thank you, Anne!' },
        relationships: { review: { data: { type: 'customerReviews', id } } },
      },
    });
    const [, elsewhere] = await read({ appId, ...page });
    if (elsewhere?.kind !== 'sent-elsewhere') throw new Error('no answer found');
    expect(outcome).toEqual({ status: 'sent', providerId: elsewhere.sent.providerId });
  });

  it.each([
    [401, 'NOT_AUTHORIZED', { status: 'failed', class: 'AUTH' }],
    [403, 'FORBIDDEN_ERROR', { status: 'failed', class: 'PERMISSION' }],
    [404, 'NOT_FOUND', { status: 'failed', class: 'INVALID_RECIPIENT' }],
    [409, 'ENTITY_ERROR.ATTRIBUTE.INVALID', { status: 'failed', class: 'CONTENT_REJECTED' }],
    [429, 'RATE_LIMIT_EXCEEDED', { status: 'retry', class: 'RATE_LIMITED' }],
    [500, 'UNEXPECTED_ERROR', { status: 'retry', class: 'TRANSIENT' }],
  ])('understands HTTP %d', async (status, code, expected) => {
    const { needs } = apple(() => json({ errors: [{ id: 'e', status: String(status), code }] }, status));
    expect(await createAppStoreSender(needs)(answer)).toMatchObject({
      status: expected.status,
      failure: { class: expected.class, code },
    });
  });

  it('is tried again when Apple cannot be reached', async () => {
    expect(await createAppStoreSender(apple(unreachable).needs)(answer)).toMatchObject({ status: 'retry' });
  });
});

describe('checking an App Store connection', () => {
  it.each([
    [200, true],
    [403, false],
    [404, false],
  ])('after HTTP %d', async (status, ok) => {
    const { needs } = apple(() => json(page, status));
    expect(await createAppStoreManager(needs).check(connection)).toMatchObject([{ name: 'reviews', ok }]);
  });
});
