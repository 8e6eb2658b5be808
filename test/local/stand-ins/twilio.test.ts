import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import twilio from 'twilio';
import { afterEach, describe, expect, it } from 'vitest';
import { listenLocally } from '#local/emulators/http/listen-locally.ts';
import { startTwilio } from '#local/stand-ins/twilio.ts';
import { signedTwilioRequest } from '#local/stand-ins/twilio-webhook.ts';

const accountSid = 'AC0123456789abcdef0123456789abcdef';
const authToken = 'current-token';
const apiKey = { apiKeySid: `SK${'a'.repeat(32)}`, apiKeySecret: 'key-secret' };
const from = '+15005550006';
const to = '+4915112345678';

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});

async function start(options: Partial<Parameters<typeof startTwilio>[0]> = {}) {
  const standIn = await startTwilio({
    accounts: [{ accountSid, authToken, ...apiKey }],
    receiptDelayMs: 5,
    ...options,
  });
  running.push(standIn);
  return standIn;
}

/** Twilio's own client, led to the stand-in. */
class LoopbackClient extends twilio.RequestClient {
  readonly baseUrl: string;
  constructor(baseUrl: string) {
    super();
    this.baseUrl = baseUrl;
  }
  override request<TData>(options: Parameters<twilio.RequestClient['request']>[0]) {
    return super.request<TData>({
      ...options,
      uri: options.uri.replace('https://api.twilio.com', this.baseUrl),
    } as never);
  }
}

const client = (baseUrl: string, token = authToken) =>
  twilio(accountSid, token, { httpClient: new LoopbackClient(baseUrl) });

type Callback = {
  readonly url: string;
  readonly headers: Record<string, unknown>;
  readonly fields: Record<string, string>;
};

/** Takes status callbacks; `answers` are its HTTP statuses in turn, 200 after the last. */
async function callbacks(expected: number, answers: number[] = []) {
  const taken: Callback[] = [];
  const done = Promise.withResolvers<Callback[]>();
  const server = createServer(async (request, response) => {
    const fields = Object.fromEntries(new URLSearchParams(await text(request)));
    taken.push({ url: `${listening.endpoint}${request.url}`, headers: request.headers, fields });
    response.writeHead(answers.shift() ?? 200).end();
    if (taken.length === expected) done.resolve(taken);
  });
  const listening = await listenLocally(server);
  running.push(listening);
  return { url: `${listening.endpoint}/webhooks/twilio-sms/sms-main`, arrived: done.promise };
}

describe('creating a message', () => {
  it('answers so that Twilio’s own client understands it', async () => {
    const { baseUrl, messages } = await start({ receiptDelayMs: 60_000 });
    const message = await client(baseUrl).messages.create({ to, from, body: 'Grüße 🙂' });
    expect(message).toMatchObject({
      accountSid,
      to,
      from,
      body: 'Grüße 🙂',
      status: 'queued',
      direction: 'outbound-api',
      numSegments: '1',
      numMedia: '0',
      errorCode: null,
      apiVersion: '2010-04-01',
    });
    expect(message.sid).toMatch(/^SM[0-9a-f]{32}$/);
    expect(message.dateCreated.getTime()).not.toBeNaN();
    expect(messages().map(({ sid }) => sid)).toEqual([message.sid]);
  });

  it('lists and fetches what it took, newest first', async () => {
    const { baseUrl } = await start({ receiptDelayMs: 60_000 });
    const { messages } = client(baseUrl);
    const first = await messages.create({ to, from, body: 'first' });
    await messages.create({ to, messagingServiceSid: `MG${'d'.repeat(32)}`, body: 'second' });
    expect((await messages.list()).map(({ body, status }) => [body, status])).toEqual([
      ['second', 'accepted'],
      ['first', 'queued'],
    ]);
    expect((await messages(first.sid).fetch()).body).toBe('first');
    await expect(messages(`SM${'0'.repeat(32)}`).fetch()).rejects.toMatchObject({ status: 404, code: 20_404 });
  });

  it('takes the token and the API key, and nothing else', async () => {
    const { baseUrl } = await start({ receiptDelayMs: 60_000 });
    const withKey = twilio(apiKey.apiKeySid, apiKey.apiKeySecret, {
      accountSid,
      httpClient: new LoopbackClient(baseUrl),
    });
    expect((await withKey.messages.create({ to, from, body: 'x' })).status).toBe('queued');
    const problem = client(baseUrl, 'wrong').messages.create({ to, from, body: 'x' });
    await expect(problem).rejects.toMatchObject({ status: 401, code: 20_003 });
  });

  it.each([
    ['nobody to send to', { to: '' }, 21_604],
    ['no sender', { from: '' }, 21_603],
    ['no text', { body: '' }, 21_602],
    ['1601 characters', { body: 'a'.repeat(1601) }, 21_617],
    ['a number that is none', { to: '12' }, 21_211],
    ['the invalid test number', { to: '+15005550001' }, 21_211],
    ['the unroutable test number', { to: '+15005550002' }, 21_612],
    ['the test number in a closed region', { to: '+15005550003' }, 21_408],
    ['the unsubscribed test number', { to: '+15005550004' }, 21_610],
    ['the landline test number', { to: '+15005550009' }, 21_614],
    ['a number that answered STOP', { to: '+12025550123' }, 21_610],
  ])('refuses %s', async (_, fields, code) => {
    const { baseUrl, messages } = await start({ optedOut: ['+12025550123'] });
    const problem = client(baseUrl).messages.create({ to, from, body: 'x', ...fields });
    await expect(problem).rejects.toMatchObject({
      status: 400,
      code,
      moreInfo: `https://www.twilio.com/docs/errors/${code}`,
    });
    expect(messages()).toEqual([]);
  });
});

describe('reporting how a message fares', () => {
  it('signs each status so that Twilio’s own library accepts it', async () => {
    const { baseUrl, messages } = await start();
    const { url, arrived } = await callbacks(2);
    const { sid } = await client(baseUrl).messages.create({ to, from, body: 'x', statusCallback: `${url}?a=1` });
    const taken = await arrived;
    expect(taken.map(({ fields }) => fields)).toMatchObject([
      { MessageSid: sid, MessageStatus: 'sent', AccountSid: accountSid, To: to, From: from },
      { MessageSid: sid, MessageStatus: 'delivered' },
    ]);
    for (const { url: called, headers, fields } of taken) {
      expect(twilio.validateRequest(authToken, String(headers['x-twilio-signature']), called, fields)).toBe(true);
    }
    expect(messages()[0]?.status).toBe('delivered');
  });

  it('tells the error of a number that cannot be reached', async () => {
    const { baseUrl } = await start({ unreachable: [to] });
    const { url, arrived } = await callbacks(2);
    await client(baseUrl).messages.create({ to, from, body: 'x', statusCallback: url });
    expect((await arrived).at(-1)?.fields).toMatchObject({ MessageStatus: 'undelivered', ErrorCode: '30003' });
  });

  it('tries once more after a failure, under the same token', async () => {
    const { baseUrl } = await start();
    const { url, arrived } = await callbacks(4, [503, 200, 503, 503]);
    await client(baseUrl).messages.create({ to, from, body: 'x', statusCallback: url });
    const taken = await arrived;
    expect(taken.map(({ fields }) => fields.MessageStatus)).toEqual(['sent', 'sent', 'delivered', 'delivered']);
    const tokens = taken.map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(tokens[0]).toBe(tokens[1]);
    expect(tokens[1]).not.toBe(tokens[2]);
  });
});

describe('WhatsApp and RCS', () => {
  const whatsApp = { to: `whatsapp:${to}`, from: `whatsapp:${from}` };
  const content = { contentSid: `HX${'b'.repeat(32)}`, contentVariables: '{"1":"Rosa"}' };

  it('are read after they arrived', async () => {
    const { baseUrl } = await start();
    const { url, arrived } = await callbacks(3);
    await client(baseUrl).messages.create({ ...whatsApp, body: 'x', statusCallback: url });
    expect((await arrived).map(({ fields }) => [fields.MessageStatus, fields.ChannelPrefix, fields.EventType])).toEqual(
      [
        ['sent', 'whatsapp', undefined],
        ['delivered', 'whatsapp', undefined],
        ['read', 'whatsapp', 'READ'],
      ],
    );
  });

  it.each([
    ['an id of who shows no number', { ...whatsApp, to: 'whatsapp:US.13491208655302741918', body: 'x' }],
    ['a template', { ...whatsApp, ...content }],
    ['RCS through a Messaging Service', { to: `rcs:${to}`, messagingServiceSid: `MG${'d'.repeat(32)}`, body: 'x' }],
  ])('take %s', async (_, fields) => {
    const { baseUrl, messages } = await start({ receiptDelayMs: 60_000 });
    await client(baseUrl).messages.create(fields);
    expect(messages()).toHaveLength(1);
  });

  it.each([
    ['a sender of another channel', { ...whatsApp, from, body: 'x' }, 63_007],
    ['an address that is none', { ...whatsApp, to: 'whatsapp:rosa', body: 'x' }, 21_211],
    ['values that are none', { ...whatsApp, ...content, contentVariables: 'Rosa' }, 21_656],
    ['eleven files', { ...whatsApp, mediaUrl: Array.from({ length: 11 }, () => 'http://127.0.0.1:1/x') }, 21_623],
  ])('refuse %s', async (_, fields, code) => {
    const { baseUrl } = await start();
    await expect(client(baseUrl).messages.create(fields)).rejects.toMatchObject({ code });
  });
});

describe('files', () => {
  it('are fetched before a message arrives; one that is not there fails it', async () => {
    const { baseUrl } = await start();
    const { url, arrived } = await callbacks(2);
    await client(baseUrl).messages.create({ to, from, mediaUrl: ['http://127.0.0.1:1/gone'], statusCallback: url });
    expect((await arrived).at(-1)?.fields).toMatchObject({ MessageStatus: 'undelivered', ErrorCode: '11200' });
  });

  it('of customers lie at the CDN, for who has the key', async () => {
    const { baseUrl } = await start();
    const path = `${baseUrl}/api.twilio.com/2010-04-01/Accounts/${accountSid}/Messages/MM1/Media/ME1`;
    expect((await fetch(path)).status).toBe(401);
    const authorization = `Basic ${btoa(`${accountSid}:${authToken}`)}`;
    const redirect = await fetch(path, { headers: { authorization }, redirect: 'manual' });
    const location = new URL(redirect.headers.get('location') ?? '');
    const file = await fetch(`${baseUrl}/${location.host}${location.pathname}`);
    expect(file.headers.get('content-type')).toBe('image/png');
    expect((await file.bytes()).subarray(1, 4)).toEqual(new Uint8Array(Buffer.from('PNG')));
  });
});

describe('a webhook made for a simulation', () => {
  it('is what Twilio would send, repeated fields and all', () => {
    const url = 'https://parley.example.com/webhooks/twilio-sms/sms-main';
    const params = { From: to, Body: 'Grüße 🙂 & mehr', Tag: ['b', 'a'] };
    const request = signedTwilioRequest({ url: `${url}#rc=2`, params, authToken });
    expect(twilio.validateRequest(authToken, request.headers['x-twilio-signature'] ?? '', url, params)).toBe(true);
    expect(new URLSearchParams(request.body).get('Body')).toBe('Grüße 🙂 & mehr');
    expect(new URLSearchParams(request.body).getAll('Tag')).toEqual(['b', 'a']);
  });
});
