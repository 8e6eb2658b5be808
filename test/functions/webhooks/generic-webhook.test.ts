import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectionsOn } from '#adapters/dynamodb/stores.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { create } from '#functions/webhooks/generic-webhook/handler.ts';
import { pointSdkAt, startIntake } from '#test/support/aws-environment.ts';
import { aConnection, noon } from '#test/support/builders.ts';
import { startTable } from '#test/support/dynamodb.ts';
import { aContext } from '#test/support/lambda.ts';

const secret = `whsec_${Buffer.from('s'.repeat(32)).toString('base64')}`;
const settings = { paths: { senderAddress: 'from.id', text: 'text' } };
const connection = aConnection({ id: 'crm', provider: 'generic-webhook', channel: 'webhook', settings });

let intake: Awaited<ReturnType<typeof startIntake>>;
let table: Awaited<ReturnType<typeof startTable>>;
beforeEach(async () => {
  intake = await startIntake({ '/parley/connections/crm': { secrets: [secret] } });
  table = await startTable();
  pointSdkAt({ DYNAMODB: table.endpoint });
  await connect(connection);
});
afterEach(() => Promise.all([intake.stop(), table.stop()]));

const connect = (one: Connection) => connectionsOn(table.table).put(one);
const door = () =>
  create(
    { TABLE_NAME: 'parley', INBOUND_QUEUE_URL: intake.queueUrl, SECRETS_PATH: '/parley' },
    { now: () => new Date(noon) },
  );

type Request = {
  readonly body?: string;
  readonly id?: string;
  readonly connectionId?: string;
  readonly headers?: Record<string, string>;
};

function eventOf({
  body = '{"from":{"id":"u 1"},"text":"Grüße"}',
  id = 'msg_1',
  connectionId = 'crm',
  headers,
}: Request) {
  const signed = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Date.parse(noon) / 1000),
    'webhook-signature': new Webhook(secret).sign(id, new Date(noon), body),
  };
  return {
    version: '2.0',
    rawQueryString: '',
    headers: headers ?? signed,
    pathParameters: { connectionId },
    requestContext: { http: { method: 'POST', sourceIp: '203.0.113.7' }, requestId: 'r1' },
    body,
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEventV2;
}
const ask = async (request: Request, handler = door()) => {
  const { statusCode, headers = {}, body = '' } = await handler(eventOf(request), aContext());
  return { status: statusCode, headers, body };
};

describe('a webhook that was signed', () => {
  it('is taken as it came, in the order of its sender, under its own id', async () => {
    expect(await ask({})).toMatchObject({ status: 202, body: '' });
    expect(await intake.enqueued()).toEqual([
      {
        envelope: {
          id: 'msg_1',
          provider: 'generic-webhook',
          connectionId: 'crm',
          receivedAt: noon,
          contentType: 'application/json',
          query: 'webhook-id=msg_1',
          body: '{"from":{"id":"u 1"},"text":"Grüße"}',
          encoding: 'utf8',
        },
        group: 'crm.u_1',
        deduplicationId: 'msg_1',
      },
    ]);
  });

  it.each([
    ['is not JSON', '{', 400],
    ['names a field twice', '{"text":"a","text":"b"}', 400],
    ['reaches for a prototype', '{"__proto__":{}}', 400],
    ['is nested without end', `${'['.repeat(40)}${']'.repeat(40)}`, 400],
    ['is too large', `{"text":"${'x'.repeat(256 * 1024)}"}`, 413],
    ['is too large once it is wrapped', `{"text":"${'\\"'.repeat(100_000)}"}`, 413],
  ])('is refused when it %s', async (_, body, status) => {
    expect(await ask({ body })).toMatchObject({ status });
    expect(await intake.enqueued()).toEqual([]);
  });

  it('is told to stop when the connection is switched off', async () => {
    await connect({ ...connection, disabled: true });
    expect(await ask({})).toMatchObject({ status: 410 });
    expect(await intake.enqueued()).toEqual([]);
  });

  it('is told to slow down when there are too many in a minute', async () => {
    await connect({ ...connection, settings: { ...settings, perMinute: 1 } });
    const handler = door();
    await ask({}, handler);
    expect(await ask({ id: 'msg_2' }, handler)).toMatchObject({ status: 429, headers: { 'retry-after': '60' } });
  });

  it('is answered with 503 while the queue is down, so that it comes again', async () => {
    await intake.stop();
    expect(await ask({})).toEqual({ status: 503, headers: {}, body: '' });
    intake = await startIntake();
  });
});

describe('a webhook that is refused without a word', () => {
  it.each<[string, number, Request]>([
    ['not signed', 401, { headers: { 'content-type': 'application/json' } }],
    ['of no connection', 404, { connectionId: 'other' }],
    ['of an impossible connection', 404, { connectionId: '../secrets' }],
  ])('is one %s', async (_, status, request) => {
    expect(await ask(request)).toEqual({ status, headers: {}, body: '' });
    expect(await intake.enqueued()).toEqual([]);
  });
});
