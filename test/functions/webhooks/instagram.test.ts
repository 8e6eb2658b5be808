import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { create } from '#functions/webhooks/instagram/handler.ts';
import { credentials, igsid, payload } from '#test/adapters/channels/meta-messaging/examples.ts';
import { startIntake } from '#test/support/aws-environment.ts';
import { noon } from '#test/support/builders.ts';
import { aContext } from '#test/support/lambda.ts';
import { type MetaRequest, metaRequest } from './meta-webhook.ts';

let intake: Awaited<ReturnType<typeof startIntake>>;
beforeEach(async () => {
  intake = await startIntake({ '/parley/connections/main': credentials });
});
afterEach(() => intake.stop());

const ask = (given: MetaRequest) =>
  create(
    { INBOUND_QUEUE_URL: intake.queueUrl, SECRETS_PATH: '/parley', PUBLIC_URL: 'https://parley.example' },
    { now: () => new Date(noon) },
  )(metaRequest('instagram', given), aContext());

describe('a webhook of Instagram', () => {
  it.each([
    ['text', igsid],
    ['echo', igsid],
    ['comment', '123456789'],
    ['comment-reply', '987654321'],
    ['comment-flat', '123456794'],
  ])('%s is enqueued in the order of its person or thread', async (name, about) => {
    expect(await ask({ body: payload('instagram', name) })).toMatchObject({ statusCode: 200 });
    expect(await intake.enqueued()).toMatchObject([{ group: `main.${about}`, envelope: { provider: 'instagram' } }]);
  });

  it('is refused with 401 when it was signed with the secret of another app', async () => {
    expect(await ask({ body: payload('instagram', 'text'), secret: 'of the Meta app' })).toStrictEqual({
      statusCode: 401,
      body: '',
    });
    expect(await intake.enqueued()).toStrictEqual([]);
  });

  it('answers the challenge', async () => {
    const query = `hub.mode=subscribe&hub.challenge=42&hub.verify_token=${encodeURIComponent(credentials.verifyToken)}`;
    expect(await ask({ method: 'GET', query })).toMatchObject({ statusCode: 200, body: '42' });
  });
});
