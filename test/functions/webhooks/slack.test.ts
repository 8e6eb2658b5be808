import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { slackSignature } from '#adapters/channels/slack/signature.ts';
import { create } from '#functions/webhooks/slack/handler.ts';
import { botToken, buttonForm, commandForm, payload } from '#test/adapters/channels/slack/slack-examples.ts';
import { startIntake } from '#test/support/aws-environment.ts';
import { noon } from '#test/support/builders.ts';
import { aContext } from '#test/support/lambda.ts';

const path = '/webhooks/slack/slack-main';
const form = 'application/x-www-form-urlencoded';

let intake: Awaited<ReturnType<typeof startIntake>>;
beforeEach(async () => {
  intake = await startIntake({
    '/parley/connections/slack-main': { botToken, signingSecrets: ['current', 'previous'] },
  });
});
afterEach(() => intake.stop());

type Request = {
  readonly body?: string;
  readonly secret?: string;
  /** Seconds before noon. */
  readonly age?: number;
  readonly connectionId?: string;
};

function request({
  body = payload('direct-message'),
  secret = 'current',
  age = 0,
  connectionId = 'slack-main',
}: Request = {}) {
  const timestamp = String(Date.parse(noon) / 1000 - age);
  return {
    version: '2.0',
    routeKey: 'POST /webhooks/slack/{connectionId}',
    rawPath: path,
    rawQueryString: '',
    headers: {
      'content-type': body.startsWith('{') ? 'application/json' : form,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': slackSignature(secret, timestamp, Buffer.from(body)),
    },
    pathParameters: { connectionId },
    requestContext: {
      http: { method: 'POST', path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'Slackbot 1.0' },
      requestId: 'r1',
    },
    body,
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEventV2;
}

const ask = (event: APIGatewayProxyEventV2) =>
  create(
    { INBOUND_QUEUE_URL: intake.queueUrl, SECRETS_PATH: '/parley', PUBLIC_URL: 'https://parley.example' },
    { now: () => new Date(noon) },
  )(event, aContext());

describe('a request that Slack signed', () => {
  it.each(['current', 'previous'])('is enqueued untouched when the secret is the %s one', async (secret) => {
    expect(await ask(request({ secret }))).toStrictEqual({ statusCode: 200, body: '' });
    expect(await intake.enqueued()).toMatchObject([
      {
        group: 'slack-main.D024BE91L',
        envelope: { provider: 'slack', body: payload('direct-message'), contentType: 'application/json' },
      },
    ]);
  });

  it.each([
    ['a change', payload('message-changed'), 'D024BE91L'],
    ['a reaction', payload('reaction-added'), 'D024BE91L'],
    ['a button', buttonForm(), 'D024BE91L'],
    ['a command', commandForm(), 'C2147483705'],
    ['news of the account', payload('app-uninstalled'), 'other'],
    ['no JSON', '{"type":', 'unreadable'],
  ])('keeps the order of its channel when it is %s', async (_, body, about) => {
    expect(await ask(request({ body }))).toMatchObject({ statusCode: 200 });
    expect(await intake.enqueued()).toMatchObject([{ group: `slack-main.${about}`, envelope: { body } }]);
  });

  it('is answered with its challenge when the address is entered', async () => {
    expect(await ask(request({ body: payload('url-verification') }))).toStrictEqual({
      statusCode: 200,
      headers: { 'content-type': 'text/plain' },
      body: '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P',
    });
    expect(await intake.enqueued()).toStrictEqual([]);
  });
});

describe('a request that is refused', () => {
  it.each([
    ['was signed with another secret', request({ secret: 'guessed' })],
    ['is older than five minutes', request({ age: 301 })],
    ['is from the future', request({ age: -301 })],
    ['was changed on its way', { ...request(), body: `${payload('direct-message')} ` }],
    ['asks for an unsigned challenge', request({ body: payload('url-verification'), secret: 'guessed' })],
    ['has no signature', { ...request(), headers: { 'content-type': 'application/json' } }],
  ])('with 401 when it %s', async (_, event) => {
    expect(await ask(event)).toStrictEqual({ statusCode: 401, body: '' });
    expect(await intake.enqueued()).toStrictEqual([]);
  });

  it('with 404 when there is no such connection, and 413 when it is huge', async () => {
    expect(await ask(request({ connectionId: 'unknown' }))).toStrictEqual({ statusCode: 404, body: '' });
    expect(await ask(request({ body: 'x'.repeat(300_000) }))).toStrictEqual({ statusCode: 413, body: '' });
  });
});
