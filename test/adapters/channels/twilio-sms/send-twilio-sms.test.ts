import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { providerFetch } from '#adapters/channels/shared/provider-fetch.ts';
import type { TwilioCredentials } from '#adapters/channels/twilio/credentials.ts';
import { createTwilioSender } from '#adapters/channels/twilio-sms/send-twilio-sms.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { startTwilio, type TwilioFault } from '#local/stand-ins/twilio.ts';
import { aFile, anAnswer as aText, connection, credentials, needsOf } from '../twilio/twilio-examples.ts';

const apiKey = { apiKeySid: `SK${'a'.repeat(32)}`, apiKeySecret: 'key-secret' };

type Wiring = {
  readonly fetch?: typeof fetch;
  readonly credentials?: TwilioCredentials;
  readonly settings?: Connection['settings'];
};

const sender = ({ settings, ...wiring }: Wiring) =>
  createTwilioSender(needsOf({ ...wiring, connections: [{ ...connection, ...(settings ? { settings } : {}) }] }));

/** A Twilio that takes everything, and what it was asked. */
function taking() {
  const asked: { url: string; form: URLSearchParams }[] = [];
  const fetchIt: typeof fetch = async (url, init) => {
    asked.push({ url: String(url), form: new URLSearchParams(String(init?.body)) });
    return new Response(JSON.stringify({ sid: 'SM1' }), { status: 201 });
  };
  return { asked, fetch: fetchIt, form: () => Object.fromEntries(asked.at(-1)?.form ?? []) };
}

/** A Twilio that always answers this. */
const answering =
  (status: number, body: unknown, headers: Record<string, string> = {}): typeof fetch =>
  async () =>
    new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });

const failing =
  (code: string): typeof fetch =>
  async () => {
    throw new TypeError('fetch failed', { cause: Object.assign(new Error('socket'), { code }) });
  };

const StatusCallback = 'https://parley.example.com/webhooks/twilio-sms/sms-main?conversation=c-1&message=m-1';
const messagingServiceSid = `MG${'d'.repeat(32)}`;

describe('sending a text', () => {
  it('asks Twilio for it, with the number to send from and where to report', async () => {
    const twilio = taking();
    expect(await sender(twilio)(aText())).toEqual({ status: 'sent', providerId: 'SM1' });
    expect(twilio.asked[0]?.url).toBe(
      'https://api.twilio.com/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Messages.json',
    );
    expect(twilio.form()).toEqual({
      To: '+4915112345678',
      From: '+15005550006',
      Body: 'Ihre Bestellung ist unterwegs & kommt morgen. Grüße',
      StatusCallback,
    });
  });

  it('names each file by a link, with or without text', async () => {
    const twilio = taking();
    const send = sender(twilio);
    await send(aText({ text: 'Your bill', attachments: [aFile, { ...aFile, id: 'f-2', key: 'out/plan' }] }));
    expect(twilio.asked[0]?.form.get('Body')).toBe('Your bill');
    expect(twilio.asked[0]?.form.getAll('MediaUrl')).toEqual([
      'https://files.example.com/out/bill/bill.pdf?signed',
      'https://files.example.com/out/plan/bill.pdf?signed',
    ]);
    await send(aText({ text: '', attachments: [aFile] }));
    expect(twilio.asked[1]?.form.has('Body')).toBe(false);
  });

  it('does not ask for more than 5 MB in all', async () => {
    const twilio = taking();
    const half = { ...aFile, bytes: 2_500_000 };
    const send = sender(twilio);
    expect(await send(aText({ attachments: [half, half] }))).toMatchObject({ status: 'sent' });
    expect(await send(aText({ attachments: [half, half, aFile] }))).toMatchObject({
      status: 'failed',
      failure: { class: 'MEDIA_INVALID' },
    });
    expect(twilio.asked).toHaveLength(1);
  });

  it('sends a template by the SID of its content', async () => {
    const twilio = taking();
    const template = { id: 't-1', reference: `HX${'b'.repeat(32)}`, language: 'en', variables: { 1: 'Rosa' } };
    await sender(twilio)(aText({ template, text: 'a'.repeat(2000) }));
    expect(twilio.form()).toMatchObject({ ContentSid: template.reference, ContentVariables: '{"1":"Rosa"}' });
    expect(twilio.form()).not.toHaveProperty('Body');
  });

  it('lets a Messaging Service choose the number, and RCS before SMS: the number alone keeps the fallback', async () => {
    const twilio = taking();
    await sender({ ...twilio, credentials: { ...credentials, messagingServiceSid } })(aText({ channel: 'rcs' }));
    expect(twilio.form()).toMatchObject({ To: '+4915112345678', MessagingServiceSid: messagingServiceSid });
    expect(twilio.form()).not.toHaveProperty('From');
  });

  it.each([
    ['rcs', { rcsSender: 'rcs:brand_agent' }, { To: 'rcs:+4915112345678', From: 'rcs:brand_agent' }],
    ['sms', { rcsSender: 'rcs:brand_agent' }, { To: '+4915112345678', From: '+15005550006' }],
    ['rcs', {}, { To: '+4915112345678', From: '+15005550006' }],
  ] as const)('answers %s with settings %j from the sender that there is', async (channel, settings, ways) => {
    const twilio = taking();
    await sender({ ...twilio, settings })(aText({ channel }));
    expect(twilio.form()).toMatchObject(ways);
  });

  it('does not ask about what Twilio would refuse anyway', async () => {
    const send = sender({ fetch: failing('ENOTFOUND') });
    for (const text of ['a'.repeat(1601), '  ']) {
      expect(await send(aText({ text }))).toMatchObject({ status: 'failed', failure: { class: 'CONTENT_REJECTED' } });
    }
    expect(await send(aText({ connectionId: 'gone' }))).toMatchObject({
      status: 'failed',
      failure: { class: 'PERMISSION' },
    });
  });
});

describe('what Twilio answers', () => {
  it.each([
    [400, 21_211, 'failed', 'INVALID_RECIPIENT'],
    [400, 21_610, 'failed', 'OPTED_OUT'],
    [401, 20_003, 'failed', 'AUTH'],
    [404, 20_404, 'failed', 'PERMISSION'],
    [429, 20_429, 'retry', 'RATE_LIMITED'],
    [400, 14_107, 'retry', 'RATE_LIMITED'],
    [500, 20_500, 'ambiguous', 'AMBIGUOUS'],
    [503, 20_503, 'ambiguous', 'AMBIGUOUS'],
  ])('HTTP %i with %i is %s', async (...[status, code, outcome, name]) => {
    const send = sender({ fetch: answering(status, { code, message: 'x', status }) });
    expect(await send(aText())).toMatchObject({
      status: outcome,
      failure: { class: name, code: String(code) },
    });
  });

  it.each([
    ['17', 17],
    ['0', 1],
    ['86400', 900],
    ['Sat, 21 Nov 2026 12:01:00 GMT', 60],
    ['soon', 10],
    [undefined, 10],
  ])('Retry-After %s waits %i seconds', async (header, afterSeconds) => {
    const headers = { date: 'Sat, 21 Nov 2026 12:00:00 GMT', ...(header ? { 'retry-after': header } : {}) };
    const send = sender({ fetch: answering(429, '', headers) });
    expect(await send(aText())).toMatchObject({ status: 'retry', afterSeconds });
  });

  it('may have been a yes when nobody can read it', async () => {
    expect((await sender({ fetch: answering(201, '<html>') })(aText())).status).toBe('ambiguous');
    expect((await sender({ fetch: answering(502, '<html>') })(aText())).status).toBe('ambiguous');
    expect((await sender({ fetch: answering(400, '<html>') })(aText())).status).toBe('failed');
  });
});

describe('when no answer comes', () => {
  it.each([
    ['ECONNREFUSED', 'retry'],
    ['ENOTFOUND', 'retry'],
    ['EAI_AGAIN', 'retry'],
    ['UND_ERR_CONNECT_TIMEOUT', 'retry'],
    ['ECONNRESET', 'ambiguous'],
    ['UND_ERR_SOCKET', 'ambiguous'],
    ['ETIMEDOUT', 'ambiguous'],
  ])('%s is %s', async (code, status) => {
    expect(await sender({ fetch: failing(code) })(aText())).toMatchObject({ status });
  });

  it('is ambiguous after the time-out, for the text may be on its way', async () => {
    const timeOut: typeof fetch = async (_, init) => {
      expect(init?.signal).toBeInstanceOf(AbortSignal);
      throw new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    };
    expect(await sender({ fetch: timeOut })(aText())).toMatchObject({ status: 'ambiguous' });
  });

  it('is to be tried again when the real fetch finds nobody listening', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    await new Promise((resolve) => server.close(resolve));
    const port = typeof address === 'object' ? address?.port : undefined;
    const send = sender({ fetch: providerFetch(`http://127.0.0.1:${port}`) });
    expect(await send(aText())).toMatchObject({ status: 'retry' });
  });
});

describe('sending through the stand-in', () => {
  const running: { stop(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((each) => each.stop()));
  });

  async function start() {
    const account = { accountSid: credentials.accountSid, authToken: 'current-token', ...apiKey };
    const twilio = await startTwilio({ accounts: [account], receiptDelayMs: 60_000 });
    running.push(twilio);
    return twilio;
  }

  it('sends with the API key and with the token alike', async () => {
    const twilio = await start();
    for (const each of [credentials, { ...credentials, ...apiKey }]) {
      const outcome = await sender({ fetch: providerFetch(twilio.baseUrl), credentials: each })(aText());
      expect(outcome).toEqual({ status: 'sent', providerId: twilio.messages().at(-1)?.sid });
    }
    expect(twilio.messages()).toHaveLength(2);
    const wrong = { ...credentials, authTokens: ['wrong'] };
    expect(await sender({ fetch: providerFetch(twilio.baseUrl), credentials: wrong })(aText())).toMatchObject({
      status: 'failed',
      failure: { class: 'AUTH', code: '20003' },
    });
  });

  it.each<[TwilioFault, string]>([
    ['429', 'retry'],
    ['500', 'ambiguous'],
    ['reset', 'ambiguous'],
  ])('meets fault %s with %s', async (fault, status) => {
    const twilio = await start();
    twilio.setFault(fault);
    expect(await sender({ fetch: providerFetch(twilio.baseUrl) })(aText())).toMatchObject({ status });
    twilio.setFault('none');
    expect(await sender({ fetch: providerFetch(twilio.baseUrl) })(aText())).toMatchObject({ status: 'sent' });
  });

  it('does not know about a message that was taken without an answer', async () => {
    const twilio = await start();
    twilio.setFault('hang');
    const impatient: typeof fetch = (url, init) =>
      providerFetch(twilio.baseUrl)(url, { ...init, signal: AbortSignal.timeout(200) });
    expect(await sender({ fetch: impatient })(aText())).toMatchObject({ status: 'ambiguous' });
    expect(twilio.messages()).toHaveLength(1);
  });
});
