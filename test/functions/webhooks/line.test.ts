import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lineSignature } from '#adapters/channels/line/signature.ts';
import { create } from '#functions/webhooks/line/handler.ts';
import { bodyOf, credentials, event, groupId, userId } from '#test/adapters/channels/line/line-examples.ts';
import { startIntake } from '#test/support/aws-environment.ts';
import { noon } from '#test/support/builders.ts';
import { webhookEvent } from '#test/support/channel-needs.ts';
import { aContext } from '#test/support/lambda.ts';

let intake: Awaited<ReturnType<typeof startIntake>>;
beforeEach(async () => {
  intake = await startIntake({ '/parley/connections/line-main': credentials });
});
afterEach(() => intake.stop());

const path = '/webhooks/line/line-main';
const signed = (body: string, secret = 'current-secret') =>
  webhookEvent({ path, body, headers: { 'x-line-signature': lineSignature(body, secret) } });

const ask = (request: ReturnType<typeof webhookEvent>) =>
  create(
    { INBOUND_QUEUE_URL: intake.queueUrl, SECRETS_PATH: '/parley', PUBLIC_URL: 'https://parley.example' },
    { now: () => new Date(noon) },
  )(request, aContext());

const bodies = async () => (await intake.enqueued()).map(({ group, envelope }) => [group, envelope.body]);

describe('a webhook that LINE signed', () => {
  it.each(credentials.channelSecrets)('is accepted when it was signed with %s', async (secret) => {
    const body = bodyOf(event('text'));
    expect(await ask(signed(body, secret))).toStrictEqual({ statusCode: 200, body: '' });
    expect(await bodies()).toEqual([[`line-main.${userId}`, body]]);
  });

  it('is split into a piece for each person and group, in order', async () => {
    await ask(signed(bodyOf(event('text'), event('group-text'), event('sticker'), event('unsend'))));
    expect(await bodies()).toEqual([
      [`line-main.${userId}`, bodyOf(event('text'), event('sticker'))],
      [`line-main.${groupId}`, bodyOf(event('group-text'), event('unsend'))],
    ]);
  });

  it.each([
    ['an empty verification', bodyOf(), 'verification'],
    ['broken JSON', '{"destination":"U1","events":[', 'unreadable'],
    ['JSON of another shape', '[1]', 'unreadable'],
    ['an event of nobody', bodyOf({ type: 'botSuspended' }), 'nobody'],
  ])('is one piece when it is %s', async (_, body, about) => {
    expect(await ask(signed(body))).toMatchObject({ statusCode: 200 });
    expect(await bodies()).toEqual([[`line-main.${about}`, body]]);
  });
});

describe('a webhook that is refused', () => {
  const body = bodyOf(event('text'));
  it.each<[string, string | undefined]>([
    ['has no signature', undefined],
    ['was signed with another secret', lineSignature(body, 'guessed')],
    ['has a signature of something else', lineSignature(bodyOf(event('sticker')), 'current-secret')],
    ['has its signature twice', `${lineSignature(body, 'current-secret')},${lineSignature(body, 'current-secret')}`],
  ])('with 401 when it %s', async (_, signature) => {
    expect(await ask(webhookEvent({ path, body, headers: { 'x-line-signature': signature } }))).toStrictEqual({
      statusCode: 401,
      body: '',
    });
    expect(await intake.enqueued()).toEqual([]);
  });

  it('with 404 when there is no such connection, and with 413 when it is too large', async () => {
    expect(await ask({ ...signed(body), pathParameters: { connectionId: 'unknown' } })).toMatchObject({
      statusCode: 404,
    });
    expect(await ask(signed(bodyOf({ type: 'x'.repeat(201 * 1024) })))).toMatchObject({ statusCode: 413 });
  });
});
