import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { create } from '#functions/webhooks/twilio-sms/handler.ts';
import { signedTwilioRequest } from '#local/stand-ins/twilio-webhook.ts';
import { payload } from '#test/adapters/channels/twilio/twilio-examples.ts';
import { pointSdkAt, startIntake } from '#test/support/aws-environment.ts';
import { noon } from '#test/support/builders.ts';
import { aContext } from '#test/support/lambda.ts';

const publicUrl = 'https://parley.example';
const credentials = { accountSid: 'AC0123456789abcdef0123456789abcdef', authTokens: ['current', 'previous'] };
const inbound = Object.fromEntries(new URLSearchParams(payload('inbound-sms')));
const status = Object.fromEntries(new URLSearchParams(payload('status-delivered')));

let intake: Awaited<ReturnType<typeof startIntake>>;
beforeEach(async () => {
  intake = await startIntake({ '/parley/connections/sms-main': credentials });
});
afterEach(() => intake.stop());

/** Nobody listens there. */
const nowhere = 'http://127.0.0.1:1';
const handler = (queueUrl = intake.queueUrl) =>
  create(
    { INBOUND_QUEUE_URL: queueUrl, SECRETS_PATH: '/parley', PUBLIC_URL: publicUrl },
    { now: () => new Date(noon) },
  );

type Request = {
  readonly params?: Record<string, string>;
  readonly authToken?: string;
  readonly connectionId?: string;
  readonly query?: string;
  readonly requestId?: string;
};

/** A webhook as API Gateway hands it over, properly signed unless told otherwise. */
function request({
  params = inbound,
  authToken = 'current',
  connectionId = 'sms-main',
  query = '',
  requestId = 'r1',
}: Request = {}) {
  const path = `/webhooks/twilio-sms/${connectionId}`;
  const url = `${publicUrl}${path}${query === '' ? '' : `?${query}`}`;
  const { headers, body } = signedTwilioRequest({ url, params, authToken });
  const http = { method: 'POST', path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'TwilioProxy/1.1' };
  return {
    version: '2.0',
    routeKey: 'POST /webhooks/twilio-sms/{connectionId}',
    rawPath: path,
    rawQueryString: query,
    headers: { ...headers, host: 'abc.execute-api.us-east-1.amazonaws.com' },
    pathParameters: { connectionId },
    requestContext: { http, requestId },
    body,
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEventV2 & { headers: Record<string, string>; body: string };
}
const ask = (event: APIGatewayProxyEventV2) => handler()(event, aContext());

describe('a webhook that Twilio signed', () => {
  it('is enqueued untouched, in the order of its sender, and answered with empty TwiML', async () => {
    const event = request();
    expect(await ask(event)).toStrictEqual({
      statusCode: 200,
      headers: { 'content-type': expect.stringMatching(/^(text|application)\/xml/) },
      body: expect.stringMatching(/<Response\s*(\/>|><\/Response>)/),
    });
    expect(await intake.enqueued()).toStrictEqual([
      {
        envelope: {
          id: 'r1-0',
          provider: 'twilio-sms',
          connectionId: 'sms-main',
          receivedAt: noon,
          contentType: 'application/x-www-form-urlencoded; charset=UTF-8',
          body: event.body,
          encoding: 'utf8',
        },
        group: `sms-main.${inbound.From}`,
        deduplicationId: 'r1-0',
      },
    ]);
  });

  it('is accepted with the other token while tokens are rotated', async () => {
    expect(await ask(request({ authToken: 'previous' }))).toMatchObject({ statusCode: 200 });
  });

  it('is accepted when API Gateway has encoded the body', async () => {
    const event = request();
    const encoded = { ...event, body: Buffer.from(event.body).toString('base64'), isBase64Encoded: true };
    expect(await ask(encoded)).toMatchObject({ statusCode: 200 });
    expect((await intake.enqueued())[0]?.envelope.body).toBe(event.body);
  });

  it('is accepted with a query, which is signed too', async () => {
    expect(await ask(request({ query: 'region=eu&x=%20y' }))).toMatchObject({ statusCode: 200 });
    const moved = { ...request({ query: 'region=eu' }), rawQueryString: 'region=us' };
    expect(await ask(moved)).toMatchObject({ statusCode: 401 });
  });

  it('keeps the order of one message when it is a receipt', async () => {
    await ask(request({ params: status }));
    expect((await intake.enqueued())[0]?.group).toBe(`sms-main.${status.MessageSid}`);
  });

  it('has a group that SQS takes, whatever the sender is called', async () => {
    expect(await ask(request({ params: { ...inbound, From: `Café 'n' Bar ${'x'.repeat(200)}` } }))).toMatchObject({
      statusCode: 200,
    });
    expect((await intake.enqueued())[0]?.group).toMatch(/^[\w+.-]{1,128}$/);
  });
});

describe('a webhook that is refused', () => {
  const refused = (statusCode: number) => ({ statusCode, body: '' });

  it.each<[string, Request, Record<string, string | undefined>]>([
    ['was signed with another token', { authToken: 'guessed' }, {}],
    ['has a signature of something else', {}, { 'x-twilio-signature': 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' }],
    ['has no signature', {}, { 'x-twilio-signature': undefined }],
  ])('with 401 and an empty body when it %s', async (_, what, headers) => {
    const event = request(what);
    expect(await ask({ ...event, headers: { ...event.headers, ...headers } as Record<string, string> })).toStrictEqual(
      refused(401),
    );
    expect(await intake.enqueued()).toStrictEqual([]);
  });

  it('with 401 when the body was changed on its way', async () => {
    const event = request();
    expect(await ask({ ...event, body: `${event.body}&Body=more` })).toStrictEqual(refused(401));
    expect(await intake.enqueued()).toStrictEqual([]);
  });

  it('with 401 when it was signed for another connection', async () => {
    const { headers, body } = request({ connectionId: 'sms-other' });
    expect(await ask({ ...request(), headers, body })).toStrictEqual(refused(401));
  });

  it('with 404 when there is no such connection', async () => {
    expect(await ask(request({ connectionId: 'unknown' }))).toStrictEqual(refused(404));
    expect(await intake.enqueued()).toStrictEqual([]);
  });

  it('with 413 when it is larger than anything Twilio sends', async () => {
    expect(await ask(request({ params: { ...inbound, Body: 'x'.repeat(201 * 1024) } }))).toStrictEqual(refused(413));
    expect(await intake.enqueued()).toStrictEqual([]);
  });
});

describe('an outage', () => {
  it('of the SQS queue is answered with 503, so that Twilio comes again', async () => {
    const answer = await handler(`${nowhere}/000000000000/parley-inbound.fifo`)(request(), aContext());
    expect(answer).toStrictEqual({ statusCode: 503, body: '' });
  });

  it('of the secrets is answered with 503', async () => {
    pointSdkAt({ SSM: nowhere });
    expect(await ask(request())).toStrictEqual({ statusCode: 503, body: '' });
  });
});
