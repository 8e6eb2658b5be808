import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { create } from '#functions/webhooks/messenger/handler.ts';
import { credentials, page, payload, psid } from '#test/adapters/channels/meta-messaging/examples.ts';
import { startIntake } from '#test/support/aws-environment.ts';
import { noon } from '#test/support/builders.ts';
import { aContext } from '#test/support/lambda.ts';
import { type MetaRequest, metaRequest } from './meta-webhook.ts';

let intake: Awaited<ReturnType<typeof startIntake>>;
beforeEach(async () => {
  intake = await startIntake({ '/parley/connections/main': credentials });
});
afterEach(() => intake.stop());

const nowhere = 'http://127.0.0.1:1/000000000000/parley-inbound.fifo';

const ask = (given: MetaRequest, queueUrl = intake.queueUrl) =>
  create(
    { INBOUND_QUEUE_URL: queueUrl, SECRETS_PATH: '/parley', PUBLIC_URL: 'https://parley.example' },
    { now: () => new Date(noon) },
  )(metaRequest('messenger', given), aContext());

const text = payload('messenger', 'text');

/** What each person and thread told, several in one body. */
const batch = JSON.stringify({
  object: 'page',
  entry: ['text', 'comment-add', 'reaction'].flatMap((name) => JSON.parse(payload('messenger', name)).entry),
});

describe('a webhook that Meta signed', () => {
  it('is enqueued in the order of its person', async () => {
    expect(await ask({ body: text })).toMatchObject({ statusCode: 200 });
    const [message] = await intake.enqueued();
    expect(message).toMatchObject({
      group: `main.${psid}`,
      envelope: { provider: 'messenger', connectionId: 'main', receivedAt: noon, encoding: 'utf8' },
    });
    expect(JSON.parse(message?.envelope.body)).toStrictEqual(JSON.parse(text));
  });

  it('is taken apart by person and thread', async () => {
    await ask({ body: batch });
    const pieces = await intake.enqueued();
    expect(pieces.map(({ group }) => group)).toStrictEqual([`main.${psid}`, 'main.901097836652708_903438993085259']);
    expect(JSON.parse(pieces[0]?.envelope.body).entry).toHaveLength(2);
    expect(new Set(pieces.map(({ deduplicationId }) => deduplicationId)).size).toBe(2);
  });

  it.each<[string, MetaRequest]>([
    ['with the former secret while it is reset', { secret: 'former-secret' }],
    ['when API Gateway has encoded the body', { isBase64Encoded: true }],
  ])('is accepted %s', async (_, given) => {
    expect(await ask({ body: text, ...given })).toMatchObject({ statusCode: 200 });
    expect(await intake.enqueued()).toHaveLength(1);
  });

  it('is for quarantine to tell when its JSON is broken', async () => {
    expect(await ask({ body: text.slice(0, 100) })).toMatchObject({ statusCode: 200 });
    expect(await intake.enqueued()).toMatchObject([
      { group: 'main.unreadable', envelope: { body: text.slice(0, 100) } },
    ]);
  });

  it('may be larger than one SQS message', async () => {
    const [entry] = JSON.parse(text).entry;
    const many = Array.from({ length: 300 }, () => ({ ...entry, filler: 'x'.repeat(1000) }));
    expect(await ask({ body: JSON.stringify({ object: 'page', entry: many }) })).toMatchObject({ statusCode: 200 });
    const [first] = await intake.enqueued();
    expect(first?.envelope.body.length).toBeLessThan(110_000);
  });
});

describe('a webhook that is refused', () => {
  it.each<[string, MetaRequest]>([
    ['has no signature', { signature: undefined }],
    ['has an empty signature', { signature: '' }],
    ['has half a signature', { signature: 'sha256=abcdef' }],
    ['has its signature without the name of the method', { signature: '0'.repeat(64) }],
    ['has two signatures', { signature: 'sha256=aa, sha256=bb' }],
    ['was signed with another secret', { secret: 'guessed' }],
    ['was signed with no secret', { secret: '' }],
  ])('with 401 and an empty body when it %s', async (_, given) => {
    expect(await ask({ body: text, ...given })).toStrictEqual({ statusCode: 401, body: '' });
    expect(await intake.enqueued()).toStrictEqual([]);
  });

  it('with 401 when the same words were written otherwise on the way', async () => {
    const { signature } = { signature: metaRequest('messenger', { body: text }).headers['x-hub-signature-256'] };
    const rewritten = JSON.stringify(JSON.parse(text));
    expect(await ask({ body: rewritten, signature })).toStrictEqual({ statusCode: 401, body: '' });
  });

  it('with 404 when there is no such connection', async () => {
    expect(await ask({ body: text, connectionId: 'unknown' })).toStrictEqual({ statusCode: 404, body: '' });
  });

  it('with 413 when it is larger than anything Meta sends', async () => {
    expect(await ask({ body: 'x'.repeat(3 * 1024 * 1024 + 1) })).toStrictEqual({ statusCode: 413, body: '' });
  });
});

describe('Meta’s question whether the address is ours', () => {
  const question = (token: string) =>
    `hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${encodeURIComponent(token)}`;

  it('is answered with its challenge', async () => {
    expect(await ask({ method: 'GET', query: question(credentials.verifyToken) })).toMatchObject({
      statusCode: 200,
      body: '1158201444',
    });
  });

  it('is refused with another token', async () => {
    expect(await ask({ method: 'GET', query: question('guessed') })).toMatchObject({ statusCode: 403, body: '' });
    expect(await intake.enqueued()).toStrictEqual([]);
  });
});

it('an outage of the SQS queue is answered with 503, so that Meta comes again', async () => {
  expect(await ask({ body: text }, nowhere)).toStrictEqual({ statusCode: 503, body: '' });
});

it('a body of another page is accepted and left to the reader to refuse', async () => {
  expect(await ask({ body: text.replaceAll(page, '999') })).toMatchObject({ statusCode: 200 });
});
