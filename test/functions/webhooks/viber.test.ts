import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { viberSignature } from '#adapters/channels/viber/signature.ts';
import { create } from '#functions/webhooks/viber/handler.ts';
import { credentials, payload } from '#test/adapters/channels/viber/viber-examples.ts';
import { startIntake } from '#test/support/aws-environment.ts';
import { noon } from '#test/support/builders.ts';
import { webhookEvent } from '#test/support/channel-needs.ts';
import { aContext } from '#test/support/lambda.ts';

let intake: Awaited<ReturnType<typeof startIntake>>;
beforeEach(async () => {
  intake = await startIntake({
    '/parley/connections/viber-main': { ...credentials, welcome: 'Welcome!', welcomeFrom: 'Shop' },
    '/parley/connections/viber-silent': credentials,
  });
});
afterEach(() => intake.stop());

const signed = (body: string, { connection = 'viber-main', token = 'current-token' } = {}) =>
  webhookEvent({
    path: `/webhooks/viber/${connection}`,
    body,
    headers: { 'x-viber-content-signature': viberSignature(body, token) },
  });

const ask = (request: ReturnType<typeof webhookEvent>) =>
  create(
    { INBOUND_QUEUE_URL: intake.queueUrl, SECRETS_PATH: '/parley', PUBLIC_URL: 'https://parley.example' },
    { now: () => new Date(noon) },
  )(request, aContext());

describe('a webhook that Viber signed', () => {
  it.each([
    ['text', 'viber-main.01234567890A_'],
    ['subscribed', 'viber-main.01234567890A_'],
    ['delivered', 'viber-main.3SQNc4FPUQmysaM_AQEhXg__'],
  ])('is enqueued untouched, in the order of its person, when it is %s', async (name, group) => {
    expect(await ask(signed(payload(name)))).toStrictEqual({ statusCode: 200, body: '' });
    expect(await intake.enqueued()).toMatchObject([{ group, envelope: { provider: 'viber', body: payload(name) } }]);
  });

  it('is accepted with the token of before', async () => {
    expect(await ask(signed(payload('text'), { token: 'previous-token' }))).toMatchObject({ statusCode: 200 });
  });

  it('is kept for quarantine when it cannot be read', async () => {
    expect(await ask(signed('{"event":'))).toMatchObject({ statusCode: 200 });
    expect(await intake.enqueued()).toMatchObject([{ group: 'viber-main.nobody', envelope: { body: '{"event":' } }]);
  });

  it('is answered at once when Viber only tries the address', async () => {
    expect(await ask(signed(payload('webhook')))).toStrictEqual({ statusCode: 200, body: '' });
    expect(await intake.enqueued()).toEqual([]);
  });

  it('is answered with a welcome, where there is one, when somebody opens the chat', async () => {
    const answer = await ask(signed(payload('conversation-started')));
    expect(answer).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/json' } });
    expect(JSON.parse(answer.body ?? '')).toEqual({ sender: { name: 'Shop' }, type: 'text', text: 'Welcome!' });
    expect(await ask(signed(payload('conversation-started'), { connection: 'viber-silent' }))).toStrictEqual({
      statusCode: 200,
      body: '',
    });
    expect(await intake.enqueued()).toEqual([]);
  });
});

describe('a webhook that is refused', () => {
  const body = payload('conversation-started');
  it.each<[string, string | undefined]>([
    ['has no signature', undefined],
    ['was signed with another bot’s token', viberSignature(body, 'token-of-another-bot')],
    ['has a signature cut short', viberSignature(body, 'current-token').slice(0, 32)],
  ])('with 401 when it %s, and learns no welcome', async (_, signature) => {
    const headers = { 'x-viber-content-signature': signature };
    expect(await ask(webhookEvent({ path: '/webhooks/viber/viber-main', body, headers }))).toStrictEqual({
      statusCode: 401,
      body: '',
    });
    expect(await intake.enqueued()).toEqual([]);
  });
});
