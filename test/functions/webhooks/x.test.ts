import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { xSignature } from '#adapters/channels/x/signature.ts';
import { create } from '#functions/webhooks/x/handler.ts';
import { account, changed, credentials, payload } from '#test/adapters/channels/x/x-examples.ts';
import { startIntake } from '#test/support/aws-environment.ts';
import { noon } from '#test/support/builders.ts';
import { webhookEvent } from '#test/support/channel-needs.ts';
import { aContext } from '#test/support/lambda.ts';

let intake: Awaited<ReturnType<typeof startIntake>>;
beforeEach(async () => {
  intake = await startIntake({ '/parley/connections/x-main': credentials });
});
afterEach(() => intake.stop());

const path = '/webhooks/x/x-main';
const signed = (body: string, secret = 'consumer-secret') =>
  webhookEvent({ path, body, headers: { 'x-twitter-webhooks-signature': xSignature(body, secret) } });

const ask = (request: ReturnType<typeof webhookEvent>) =>
  create(
    { INBOUND_QUEUE_URL: intake.queueUrl, SECRETS_PATH: '/parley', PUBLIC_URL: 'https://parley.example' },
    { now: () => new Date(noon) },
  )(request, aContext());

describe('a challenge', () => {
  const challenge = (query: string) => ask(webhookEvent({ method: 'GET', path, query }));

  it('is answered with the token signed', async () => {
    const answer = await challenge('crc_token=challenge_string');
    expect(answer).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/json' } });
    expect(JSON.parse(answer.body ?? '')).toEqual({
      response_token: xSignature('challenge_string', 'consumer-secret'),
    });
  });

  it.each(['', `crc_token=${encodeURIComponent(payload('oauth-revoke'))}`])('is refused for "%.20s"', async (query) => {
    expect(await challenge(query)).toStrictEqual({ statusCode: 400, body: '' });
  });
});

describe('a webhook that X signed', () => {
  it.each([
    ['dm-received', '2222222222222222222'],
    ['mention', '2222222222222222222'],
    ['chat-received', '2222222222222222222'],
    ['dm-sent', account],
    ['older-read', '199566737'],
    ['profile', 'nobody'],
  ])('is enqueued untouched, in the order of its person, when it is %s', async (name, about) => {
    expect(await ask(signed(payload(name)))).toStrictEqual({ statusCode: 200, body: '' });
    expect(await intake.enqueued()).toMatchObject([
      { group: `x-main.${about}`, envelope: { provider: 'x', body: payload(name) } },
    ]);
  });

  it('is split into a piece for each person when it holds several messages', async () => {
    const message = (id: string, sender_id: string) => ({ id, message_create: { sender_id } });
    const body = changed('dm-received', ({ payload: told }) => {
      told.direct_message_events = [message('1', '7'), message('2', '8'), message('3', '7')];
    });
    await ask(signed(body, 'consumer-secret-before'));
    const pieces = (await intake.enqueued()).map(({ group, envelope }) => {
      const { data } = JSON.parse(envelope.body);
      return [group, data.filter.user_id, data.payload.direct_message_events.map(({ id }: { id: string }) => id)];
    });
    expect(pieces).toEqual([
      ['x-main.7', account, ['1', '3']],
      ['x-main.8', account, ['2']],
    ]);
  });

  it('is kept for quarantine when it cannot be read', async () => {
    expect(await ask(signed('{"data":'))).toMatchObject({ statusCode: 200 });
    expect(await intake.enqueued()).toMatchObject([{ group: 'x-main.nobody', envelope: { body: '{"data":' } }]);
  });
});

describe('a webhook that is refused', () => {
  const body = payload('dm-received');
  it.each<[string, Record<string, string | undefined>]>([
    ['has no signature', {}],
    ['was signed with another secret', { 'x-twitter-webhooks-signature': xSignature(body, 'guessed') }],
    ['has a signature of something else', { 'x-twitter-webhooks-signature': xSignature('{}', 'consumer-secret') }],
  ])('with 401 when it %s', async (_, headers) => {
    expect(await ask(webhookEvent({ path, body, headers }))).toStrictEqual({ statusCode: 401, body: '' });
    expect(await intake.enqueued()).toEqual([]);
  });

  it('with 401 when a challenge was used to have it signed', async () => {
    const answer = await ask(webhookEvent({ method: 'GET', path, query: 'crc_token=hello' }));
    const { response_token: signature } = JSON.parse(answer.body ?? '');
    const forged = webhookEvent({ path, body: 'hello', headers: { 'x-twitter-webhooks-signature': signature } });
    expect(await ask(forged)).toMatchObject({ statusCode: 401 });
  });
});
