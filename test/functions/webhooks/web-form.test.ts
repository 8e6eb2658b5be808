import { createServer } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formToken } from '#adapters/channels/web-form/form-token.ts';
import { $FormSettings } from '#adapters/channels/web-form/settings.ts';
import { connectionsOn } from '#adapters/dynamodb/stores.ts';
import { idFrom } from '#adapters/ids.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { create } from '#functions/webhooks/web-form/handler.ts';
import { takeForm } from '#functions/webhooks/web-form/take-form.ts';
import { webFormLocal } from '#local/channels/web-form.ts';
import { listenLocally } from '#local/emulators/http/listen-locally.ts';
import { pointSdkAt, startIntake } from '#test/support/aws-environment.ts';
import { noon } from '#test/support/builders.ts';
import { startTable } from '#test/support/dynamodb.ts';
import { aContext } from '#test/support/lambda.ts';

const key = 'k'.repeat(40);
const publicUrl = 'https://parley.example';
const shop = 'https://www.shop.example';
const form: Connection = { ...webFormLocal.connection, id: 'contact' };
const withSettings = (overrides: object): Connection => ({ ...form, settings: { ...form.settings, ...overrides } });

let intake: Awaited<ReturnType<typeof startIntake>>;
let table: Awaited<ReturnType<typeof startTable>>;
beforeEach(async () => {
  intake = await startIntake({ '/parley/connections/contact': { signingKeys: [key], captchaSecret: 's' } });
  table = await startTable();
  pointSdkAt({ DYNAMODB: table.endpoint });
});
afterEach(() => Promise.all([intake.stop(), table.stop()]));

let standInsUrl = '';
const connect = (connection: Connection) => connectionsOn(table.table).put(connection);
const door = () =>
  create(
    {
      TABLE_NAME: 'parley',
      INBOUND_QUEUE_URL: intake.queueUrl,
      SECRETS_PATH: '/parley',
      PUBLIC_URL: publicUrl,
      STAND_INS_URL: standInsUrl,
    },
    { now: () => new Date(noon) },
  );

const tokenOf = (secondsAgo: number, nonce = 'showing-1') =>
  formToken(key, 'contact', { at: new Date(Date.parse(noon) - secondsAgo * 1000), nonce });
const filledIn = {
  name: 'Grace Field',
  email: 'grace@customer.example',
  topic: 'An invoice',
  message: 'My invoice is in the wrong name.',
  privacy: 'on',
  form_token: tokenOf(10),
};

type Request = {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
  readonly ip?: string;
};

const eventOf = ({ method = 'POST', body = '', headers = {}, ip = '203.0.113.7' }: Request) =>
  ({
    version: '2.0',
    rawPath: '/webhooks/web-form/contact',
    rawQueryString: '',
    headers,
    pathParameters: { connectionId: 'contact' },
    requestContext: { http: { method, sourceIp: ip }, requestId: 'r1' },
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
  }) as unknown as APIGatewayProxyEventV2;

const ask = async (handler: ReturnType<typeof door>, request: Request) => {
  const { statusCode, headers = {}, body = '' } = await handler(eventOf(request), aContext());
  return { status: statusCode, headers, body };
};
const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' };
const sending = (values: object = {}, headers: Record<string, string> = {}): Request => ({
  headers: { ...urlencoded, ...headers },
  body: new URLSearchParams({ ...filledIn, ...values }).toString(),
});
const asJson = (values: object = {}, headers: Record<string, string> = {}): Request => ({
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify({ ...filledIn, privacy: true, ...values }),
});

describe('a visitor of the form', () => {
  it('is shown it, and sends it with the token that is in it', async () => {
    await connect(withSettings({ minSeconds: 0 }));
    const shown = await ask(door(), { method: 'GET' });
    expect(shown).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
    const token = /name="form_token" value="([^"]+)"/.exec(shown.body)?.[1] ?? '';
    expect(await ask(door(), sending({ form_token: token }))).toMatchObject({
      status: 200,
      body: expect.stringContaining('Thank you. We write to you soon.'),
    });
    const [queued] = await intake.enqueued();
    expect(queued).toMatchObject({
      envelope: { provider: 'web-form', connectionId: 'contact', receivedAt: noon },
      group: 'contact.grace@customer.example',
    });
    expect(JSON.parse(queued?.envelope.body).answers).toContainEqual({
      name: 'email',
      label: 'Mail address',
      kind: 'email',
      value: 'grace@customer.example',
    });
  });

  it('is the same submission when the button is pressed twice, and another one with another text', async () => {
    const idOf = async (values: object) => {
      const taken = await takeForm(
        { countOne: async () => undefined, fetch, idFrom, now: () => new Date(noon) },
        {
          connectionId: 'contact',
          settings: $FormSettings.parse(form.settings),
          credentials: { signingKeys: [key] },
          values: new Map(Object.entries({ ...filledIn, ...values })),
          ip: '203.0.113.7',
          requestId: 'r1',
        },
      );
      return taken.kind === 'taken' ? taken.submissionId : taken.kind;
    };
    const first = await idOf({});
    expect(first).toMatch(/^[a-z2-7]{26}$/);
    expect(await idOf({})).toBe(first);
    expect(await idOf({ message: 'One more thing.' })).not.toBe(first);
    expect(await idOf({ form_token: tokenOf(10, 'showing-2') })).not.toBe(first);
  });

  it('is led to the page that thanks, where there is one', async () => {
    await connect(withSettings({ thanks: { redirect: `${shop}/thanks` } }));
    expect(await ask(door(), sending())).toMatchObject({ status: 303, headers: { location: `${shop}/thanks` } });
  });

  it('gets the form back, filled in and escaped, with what is wrong', async () => {
    await connect(form);
    const answer = await ask(door(), sending({ email: 'nonsense', message: '</textarea><script>alert(1)</script>' }));
    expect(answer.status).toBe(422);
    expect(answer.body).toContain('Enter a mail address like name@example.com.');
    expect(answer.body).toContain(filledIn.form_token);
    expect(answer.body).not.toContain('<script>');
    expect(await intake.enqueued()).toEqual([]);
  });

  it.each([
    ['at once', { form_token: tokenOf(1) }, 'very quick'],
    ['a day later', { form_token: tokenOf(86_400) }, 'open for a long time'],
    ['without having seen it', { form_token: '' }, 'not opened here'],
    [
      'with a token of another form',
      { form_token: formToken(key, 'x', { at: new Date(noon), nonce: 'showing-1' }) },
      'not opened',
    ],
  ])('is asked to send it again when it was sent %s', async (_, values, words) => {
    await connect(form);
    const answer = await ask(door(), sending(values));
    expect(answer).toMatchObject({ status: 422, body: expect.stringContaining(words) });
    expect(await intake.enqueued()).toEqual([]);
  });

  it('who fills in what people do not see is thanked, and nothing comes of it', async () => {
    await connect(form);
    expect(await ask(door(), sending({ contact_me_by_fax: 'yes' }))).toMatchObject({ status: 200 });
    expect(await intake.enqueued()).toEqual([]);
  });

  it('may send only so many in an hour from one network', async () => {
    await connect(withSettings({ perIpPerHour: 2 }));
    const handler = door();
    const from = (ip: string) => ask(handler, { ...sending({ email: `${ip.length}@a.example` }), ip });
    await from('2001:db8:1:2::1');
    await from('2001:db8:1:2:ffff::9');
    expect(await from('2001:db8:1:2::3')).toMatchObject({ status: 429, headers: { 'retry-after': '3600' } });
    expect(await from('2001:db8:1:3::1')).toMatchObject({ status: 200 });
  });

  it('may send only so many in an hour under one mail address', async () => {
    await connect(withSettings({ perEmailPerHour: 1 }));
    const handler = door();
    await ask(handler, sending());
    expect(await ask(handler, { ...sending({ email: 'GRACE@customer.example' }), ip: '198.51.100.1' })).toMatchObject({
      status: 429,
    });
  });

  it.each([
    [true, 200],
    [false, 422],
  ])('answers the captcha, which says %s', async (success, status) => {
    const asked: string[] = [];
    const service = await listenLocally(
      createServer((request, response) => {
        asked.push(request.url ?? '');
        response.end(JSON.stringify({ success, 'error-codes': success ? [] : ['invalid-input-response'] }));
      }),
    );
    standInsUrl = service.endpoint;
    await connect(withSettings({ captcha: { kind: 'turnstile', siteKey: '1x' } }));
    expect(await ask(door(), sending({ 'cf-turnstile-response': 'token' }))).toMatchObject({ status });
    expect(asked).toEqual(['/challenges.cloudflare.com/turnstile/v0/siteverify']);
    standInsUrl = '';
    await service.stop();
  });
});

describe('a page of one’s own', () => {
  it('asks for the fields and a token, and sends them as JSON', async () => {
    await connect(form);
    const headers = { origin: shop, accept: 'application/json' };
    const shown = await ask(door(), { method: 'GET', headers });
    expect(shown.headers).toMatchObject({ 'access-control-allow-origin': shop });
    expect(JSON.parse(shown.body)).toMatchObject({ title: 'Write to us', token: expect.any(String) });
    expect(await ask(door(), asJson({}, { origin: shop }))).toMatchObject({
      status: 202,
      headers: { 'access-control-allow-origin': shop },
    });
  });

  it('is told in a form it can read what is wrong', async () => {
    await connect(form);
    const answer = await ask(door(), asJson({ topic: 'Free money' }));
    expect(answer).toMatchObject({ status: 422, headers: { 'content-type': 'application/problem+json' } });
    expect(JSON.parse(answer.body)).toMatchObject({
      errors: [{ field: 'topic', message: 'Choose one of the options in the list.' }],
      token: filledIn.form_token,
    });
  });

  it('is let in by the preflight when it is allowed, and only then', async () => {
    await connect(form);
    expect(await ask(door(), { method: 'OPTIONS', headers: { origin: shop } })).toMatchObject({
      status: 204,
      headers: { 'access-control-allow-origin': shop, 'access-control-allow-methods': 'GET, POST' },
    });
    const stranger = await ask(door(), { method: 'OPTIONS', headers: { origin: 'https://evil.example' } });
    expect(stranger.status).toBe(403);
    expect(stranger.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it.each(['https://evil.example', 'null', 'https://www.shop.example.evil.example'])(
    'of %s sends nothing',
    async (origin) => {
      await connect(form);
      expect(await ask(door(), sending({}, { origin }))).toMatchObject({ status: 403 });
      expect(await intake.enqueued()).toEqual([]);
    },
  );

  it('of Parley itself sends it', async () => {
    await connect(form);
    expect(await ask(door(), sending({}, { origin: publicUrl }))).toMatchObject({ status: 200 });
  });
});

describe('what is told in words', () => {
  it.each<[string, number, Request]>([
    ['another content type', 415, { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: 'x' }],
    ['JSON that is none', 415, { headers: { 'content-type': 'application/json' }, body: '{' }],
    ['JSON that is a list', 415, { headers: { 'content-type': 'application/json' }, body: '[]' }],
    ['far too much', 413, { headers: urlencoded, body: `message=${'x'.repeat(129 * 1024)}` }],
  ])('%s', async (_, status, request) => {
    await connect(form);
    expect(await ask(door(), request)).toMatchObject({ status, body: expect.stringMatching(/^[A-Z].*\.\n$/) });
  });

  it('that a form is closed, or not there', async () => {
    expect(await ask(door(), { method: 'GET' })).toMatchObject({ status: 404 });
    await connect({ ...form, disabled: true });
    expect(await ask(door(), { method: 'GET' })).toMatchObject({ status: 410 });
  });

  it('that nothing was taken while the queue is down', async () => {
    await connect(form);
    await intake.stop();
    expect(await ask(door(), sending())).toMatchObject({ status: 503, body: expect.stringContaining('again') });
    intake = await startIntake();
  });
});
