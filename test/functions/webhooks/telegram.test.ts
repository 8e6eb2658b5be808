import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { create } from '#functions/webhooks/telegram/handler.ts';
import { payload } from '#test/adapters/channels/telegram/telegram-examples.ts';
import { startIntake } from '#test/support/aws-environment.ts';
import { noon } from '#test/support/builders.ts';
import { aContext } from '#test/support/lambda.ts';

const secretTokens = ['current-token', 'previous-token'];
const credentials = { botToken: `718254:${'only-for-tests_'.repeat(3)}`, secretTokens };
const path = '/webhooks/telegram/tg-main';

let intake: Awaited<ReturnType<typeof startIntake>>;
beforeEach(async () => {
  intake = await startIntake({ '/parley/connections/tg-main': credentials });
});
afterEach(() => intake.stop());

type Request = { readonly body?: string; readonly token?: string | undefined; readonly connectionId?: string };

function request({ body = payload('text'), connectionId = 'tg-main', ...rest }: Request = {}): APIGatewayProxyEventV2 {
  const token = 'token' in rest ? rest.token : 'current-token';
  return {
    version: '2.0',
    routeKey: 'POST /webhooks/telegram/{connectionId}',
    rawPath: path,
    rawQueryString: '',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { 'x-telegram-bot-api-secret-token': token }),
    },
    pathParameters: { connectionId },
    requestContext: {
      http: { method: 'POST', path, protocol: 'HTTP/1.1', sourceIp: '149.154.167.220', userAgent: '' },
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

describe('a webhook with our secret token', () => {
  it.each(secretTokens)('is enqueued untouched when it is %s', async (token) => {
    expect(await ask(request({ token }))).toMatchObject({ statusCode: 200 });
    expect(await intake.enqueued()).toMatchObject([
      {
        group: 'tg-main.352706501',
        envelope: { provider: 'telegram', connectionId: 'tg-main', body: payload('text') },
      },
    ]);
  });

  it.each([
    ['edited', 'tg-main.352706501'],
    ['reaction', 'tg-main.352706501'],
    ['callback', 'tg-main.352706501'],
    ['blocked', 'tg-main.352706501'],
    ['group', 'tg-main.-1001914618483'],
    ['poll-state', 'tg-main.other'],
  ])('keeps the order of its chat when it is %s', async (name, group) => {
    await ask(request({ body: payload(name) }));
    expect((await intake.enqueued())[0]?.group).toBe(group);
  });

  it.each(['{"update_id":', '', '[]', 'null', '{"update_id":1,"message":null}'])(
    'is enqueued for quarantine when its body is %j',
    async (body) => {
      expect(await ask(request({ body }))).toMatchObject({ statusCode: 200 });
      expect(await intake.enqueued()).toMatchObject([{ envelope: { body } }]);
    },
  );
});

describe('a webhook that is refused', () => {
  it.each([
    ['no token', undefined],
    ['an empty token', ''],
    ['another token', 'guessed-token'],
    ['half a token', 'current-tok'],
    ['two tokens', 'current-token,previous-token'],
  ])('with 401 when it has %s', async (_, token) => {
    expect(await ask(request({ token }))).toStrictEqual({ statusCode: 401, body: '' });
    expect(await intake.enqueued()).toStrictEqual([]);
  });

  it('with 404 when there is no such connection, and 413 when it is huge', async () => {
    expect(await ask(request({ connectionId: 'unknown' }))).toStrictEqual({ statusCode: 404, body: '' });
    expect(await ask(request({ body: 'x'.repeat(300_000) }))).toStrictEqual({ statusCode: 413, body: '' });
  });
});
