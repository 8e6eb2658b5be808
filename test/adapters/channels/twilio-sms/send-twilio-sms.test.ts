import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { TwilioCredentials } from '#adapters/channels/twilio-sms/credentials.ts';
import { createTwilioSender } from '#adapters/channels/twilio-sms/send-twilio-sms.ts';
import type { OutboundMessage } from '#domain/channels/delivery.ts';
import { startTwilio, type TwilioFault } from '#local/stand-ins/twilio.ts';
import { connection, connections, credentials } from './twilio-examples.ts';

const apiKey = { apiKeySid: `SK${'a'.repeat(32)}`, apiKeySecret: 'key-secret' };

const aText = (overrides: Partial<OutboundMessage> = {}): OutboundMessage => ({
  conversationId: 'c-1',
  messageId: 'm-1',
  connectionId: connection.id,
  to: '+4915112345678',
  cc: [],
  text: 'Ihre Bestellung ist unterwegs & kommt morgen. Grüße',
  references: [],
  automatic: false,
  ...overrides,
});

type Wiring = { readonly fetch?: typeof fetch; readonly baseUrl?: string; readonly credentials?: TwilioCredentials };

const sender = (wiring: Wiring) =>
  createTwilioSender({
    fetch: wiring.fetch ?? fetch,
    connections,
    credentialsFor: async () => wiring.credentials ?? credentials,
    baseUrl: wiring.baseUrl,
    statusCallbackUrl: ({ connectionId, messageId }) =>
      `https://parley.example.com/webhooks/twilio-sms/${connectionId}?message=${messageId}`,
  });

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

describe('sending a text', () => {
  it('asks Twilio for it, with the number to send from and where to report', async () => {
    const requests: { url: string; init: RequestInit | undefined }[] = [];
    const recording: typeof fetch = async (url, init) => {
      requests.push({ url: String(url), init });
      return new Response(JSON.stringify({ sid: 'SM1' }), { status: 201 });
    };
    expect(await sender({ fetch: recording })(aText())).toEqual({ status: 'sent', providerId: 'SM1' });
    const [request] = requests;
    expect(request?.url).toBe(
      'https://api.twilio.com/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Messages.json',
    );
    expect(Object.fromEntries(new URLSearchParams(String(request?.init?.body)))).toEqual({
      To: '+4915112345678',
      From: '+15005550006',
      Body: 'Ihre Bestellung ist unterwegs & kommt morgen. Grüße',
      StatusCallback: 'https://parley.example.com/webhooks/twilio-sms/sms-main?message=m-1',
    });
  });

  it('lets a Messaging Service choose the number', async () => {
    const forms: URLSearchParams[] = [];
    const recording: typeof fetch = async (_, init) => {
      forms.push(new URLSearchParams(String(init?.body)));
      return new Response('{"sid":"SM1"}', { status: 201 });
    };
    const messagingServiceSid = `MG${'d'.repeat(32)}`;
    await sender({ fetch: recording, credentials: { ...credentials, messagingServiceSid } })(aText());
    expect(forms[0]?.get('MessagingServiceSid')).toBe(messagingServiceSid);
    expect(forms[0]?.has('From')).toBe(false);
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
    expect(await sender({ baseUrl: `http://127.0.0.1:${port}` })(aText())).toMatchObject({ status: 'retry' });
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
      const outcome = await sender({ baseUrl: twilio.baseUrl, credentials: each })(aText());
      expect(outcome).toEqual({ status: 'sent', providerId: twilio.messages().at(-1)?.sid });
    }
    expect(twilio.messages()).toHaveLength(2);
    const wrong = { ...credentials, authTokens: ['wrong'] };
    expect(await sender({ baseUrl: twilio.baseUrl, credentials: wrong })(aText())).toMatchObject({
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
    expect(await sender({ baseUrl: twilio.baseUrl })(aText())).toMatchObject({ status });
    twilio.setFault('none');
    expect(await sender({ baseUrl: twilio.baseUrl })(aText())).toMatchObject({ status: 'sent' });
  });

  it('does not know about a message that was taken without an answer', async () => {
    const twilio = await start();
    twilio.setFault('hang');
    const impatient: typeof fetch = (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(200) });
    expect(await sender({ baseUrl: twilio.baseUrl, fetch: impatient })(aText())).toMatchObject({ status: 'ambiguous' });
    expect(twilio.messages()).toHaveLength(1);
  });
});
