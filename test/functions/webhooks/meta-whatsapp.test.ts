import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { metaSignature } from '#adapters/channels/meta/signature.ts';
import { create } from '#functions/webhooks/meta-whatsapp/handler.ts';
import { payload } from '#test/adapters/channels/meta-whatsapp/whatsapp-examples.ts';
import { startIntake } from '#test/support/aws-environment.ts';
import { noon } from '#test/support/builders.ts';
import { aContext } from '#test/support/lambda.ts';

const credentials = { appSecrets: ['current', 'previous'], verifyToken: 'our-own-word', accessToken: 'token' };

let intake: Awaited<ReturnType<typeof startIntake>>;
beforeEach(async () => {
  intake = await startIntake({ '/parley/connections/wa-main': credentials });
});
afterEach(() => intake.stop());

/** Nobody listens there. */
const nowhere = 'http://127.0.0.1:1/queue';
const handler = (queueUrl = intake.queueUrl) =>
  create(
    { INBOUND_QUEUE_URL: queueUrl, SECRETS_PATH: '/parley', PUBLIC_URL: 'https://parley.example' },
    { now: () => new Date(noon) },
  );

type Request = {
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly connectionId?: string;
  readonly method?: 'GET' | 'POST';
  readonly query?: string;
  readonly base64?: true;
};

/** A webhook as API Gateway hands it over, properly signed unless told otherwise. */
function request({
  body = payload('text'),
  connectionId = 'wa-main',
  method = 'POST',
  query = '',
  ...more
}: Request = {}) {
  const headers = more.headers ?? { 'x-hub-signature-256': metaSignature(body, 'current') };
  return {
    rawQueryString: query,
    headers: { 'content-type': 'application/json', ...headers },
    pathParameters: { connectionId },
    requestContext: { http: { method, path: `/webhooks/meta-whatsapp/${connectionId}` }, requestId: 'r1' },
    body: more.base64 ? Buffer.from(body).toString('base64') : body,
    isBase64Encoded: more.base64 === true,
  } as unknown as APIGatewayProxyEventV2;
}
const ask = (given?: Request) => handler()(request(given), aContext());

describe('a webhook that Meta signed', () => {
  it('is enqueued for its person and answered at once', async () => {
    expect(await ask()).toMatchObject({ statusCode: 200 });
    const [message, ...others] = await intake.enqueued();
    expect(others).toEqual([]);
    expect(message).toMatchObject({
      group: 'wa-main.106540352242922_16505551234',
      deduplicationId: 'r1-0',
      envelope: { provider: 'meta-whatsapp', connectionId: 'wa-main', receivedAt: noon, encoding: 'utf8' },
    });
    expect(JSON.parse(message?.envelope.body)).toEqual(JSON.parse(payload('text')));
  });

  it('may be signed with the former secret, and come as base64', async () => {
    const body = payload('reaction');
    const headers = { 'x-hub-signature-256': metaSignature(body, 'previous') };
    expect(await ask({ body, headers, base64: true })).toMatchObject({ statusCode: 200 });
    const [message] = await intake.enqueued();
    expect(message?.envelope.body).toContain('👍');
  });

  it('that holds no JSON is enqueued all the same, for quarantine to tell', async () => {
    expect(await ask({ body: '{"object":' })).toMatchObject({ statusCode: 200 });
    expect(await intake.enqueued()).toMatchObject([{ group: 'wa-main.unreadable', envelope: { body: '{"object":' } }]);
  });

  it('is not taken while SQS is out of reach, so that Meta tries again', async () => {
    expect(await handler(nowhere)(request(), aContext())).toMatchObject({ statusCode: 503 });
  });
});

describe('a webhook that is refused', () => {
  const signature = metaSignature(payload('text'), 'current');

  it.each([
    ['no signature', {}],
    ['an empty signature', { 'x-hub-signature-256': '' }],
    ['a truncated signature', { 'x-hub-signature-256': signature.slice(0, 40) }],
    ['two signatures that were joined', { 'x-hub-signature-256': `${signature},${signature}` }],
    ['a signature of another secret', { 'x-hub-signature-256': metaSignature(payload('text'), 'guessed') }],
    ['a signature of another body', { 'x-hub-signature-256': metaSignature('{}', 'current') }],
    ['only the old SHA-1 header', { 'x-hub-signature': 'sha1=00' }],
  ])('has %s', async (_, headers) => {
    expect(await ask({ headers })).toMatchObject({ statusCode: 401, body: '' });
    expect(await intake.enqueued()).toEqual([]);
  });

  it('names a connection that is not there', async () => {
    expect(await ask({ connectionId: 'nobody' })).toMatchObject({ statusCode: 404 });
  });

  it('is larger than Meta ever sends', async () => {
    expect(await ask({ body: 'x'.repeat(3_000_001) })).toMatchObject({ statusCode: 413 });
  });
});

describe('the handshake', () => {
  const asked = (token: string) => `hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=1158201444`;

  it('is answered with the challenge', async () => {
    expect(await ask({ method: 'GET', body: '', query: asked('our-own-word') })).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': 'text/plain' },
      body: '1158201444',
    });
  });

  it('is refused with another token', async () => {
    expect(await ask({ method: 'GET', body: '', query: asked('guessed') })).toMatchObject({
      statusCode: 403,
      body: '',
    });
  });
});
