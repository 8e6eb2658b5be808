import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { lineSignature } from '#adapters/channels/line/signature.ts';
import type { QuarantineEntry } from '#functions/agent-api/contract.ts';
import type { Checks, LedgerDay } from '#functions/connections-api/contract.ts';
import { type LocalSystem, startSystem } from '#test/support/local-system.ts';
import { detailOf, eventually, get, post, put, rowsOf, whenConversation } from '../journey.ts';
import { answer, deliveriesOf, held, messagesOf } from './channel-journey.ts';
import { channelOf, sendWebhook, webhookOf } from './webhooks.ts';

let system: LocalSystem;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

const quarantined = async (connectionId: string): Promise<readonly QuarantineEntry[]> =>
  (await get<{ items: QuarantineEntry[] }>(system, 'ada', '/v1/quarantine')).body.items.filter(
    (entry) => entry.connectionId === connectionId,
  );

const ledgerOf = async (connectionId: string): Promise<LedgerDay> =>
  (await get<LedgerDay>(system, 'ada', `/v1/connections/${connectionId}/ledger`)).body;

describe('a forged webhook', () => {
  const proofs: Readonly<Record<string, string>> = {
    'web-chat': 'authorization',
    'in-app': 'webhook-signature',
    'twilio-whatsapp': 'x-twilio-signature',
    'meta-whatsapp': 'x-hub-signature-256',
    messenger: 'x-hub-signature-256',
    instagram: 'x-hub-signature-256',
    line: 'x-line-signature',
    viber: 'x-viber-content-signature',
    x: 'x-twitter-webhooks-signature',
    telegram: 'x-telegram-bot-api-secret-token',
    slack: 'x-slack-signature',
    'generic-webhook': 'webhook-signature',
  };

  it.each(Object.entries(proofs))('of %s is refused, whether %s is wrong or missing', async (provider, name) => {
    const request = await webhookOf(system, provider, { values: { text: 'Forged words' } });
    const { [name]: proof = '', ...headers } = request.headers;
    expect(proof).not.toBe('');
    const wrong = proof.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    const ofAnother = `${proof.slice(0, proof.length / 2)}${'0'.repeat(Math.ceil(proof.length / 2))}`;
    for (const forged of [wrong, ofAnother])
      expect(await sendWebhook(system, { ...request, headers: { ...headers, [name]: forged } })).toBe(401);
    expect(await sendWebhook(system, { ...request, headers })).toBe(401);
  });

  it.each(['line', 'meta-whatsapp', 'slack', 'viber', 'x', 'generic-webhook', 'in-app', 'twilio-whatsapp'])(
    'of %s is refused when its words were changed on the way',
    async (provider) => {
      const request = await webhookOf(system, provider, { values: { text: 'Forged words' } });
      const body = request.body.replace(/Forged(.)words/, 'Forced$1words');
      expect(body).not.toBe(request.body);
      expect(await sendWebhook(system, { ...request, body })).toBe(401);
    },
  );

  it('of a call is refused', async () => {
    const { id } = channelOf('twilio-voice').connection;
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': 'Zm9yZ2Vk' };
    const body = 'CallSid=CA0123456789abcdef0123456789abcdef&CallStatus=ringing&From=%2B15550103000';
    expect(await sendWebhook(system, { path: `/webhooks/twilio-voice/${id}`, headers, body })).toBe(401);
  });

  it('of a form is refused', async () => {
    const request = await webhookOf(system, 'web-form', { values: { message: 'Forged words' } });
    const form = new URLSearchParams(request.body);
    for (const [name, value] of form) if (value.length > 40) form.set(name, value.replace(/.$/, '~'));
    expect(form.toString()).not.toBe(request.body);
    expect(await sendWebhook(system, { ...request, body: form.toString() })).toBeGreaterThanOrEqual(400);
  });

  it('has left nothing behind', async () => {
    await system.settled();
    expect(await rowsOf(system, 'ada', 'view=open')).toStrictEqual([]);
    for (const provider of [...Object.keys(proofs), 'twilio-voice', 'web-form']) {
      const { id } = channelOf(provider).connection;
      expect(await ledgerOf(id)).toMatchObject({ connectionId: id, received: 0, items: [] });
      expect(await quarantined(id)).toStrictEqual([]);
    }
  });
});

describe('a second bot', () => {
  const path = '/v1/connections/second-bot';
  const { connection, credentials } = channelOf('telegram');
  const { id: _, ...settings } = connection;
  const { botToken } = z.object({ botToken: z.string() }).parse(credentials);

  const putCredentials = (token: string) =>
    put<Checks>(system, 'ada', {
      path: `${path}/credentials`,
      body: { credentials: { botToken: token, secretTokens: ['second-secret-token'] } },
    });

  it('is entered, checked, registered and checked again, and takes messages', async () => {
    expect((await put(system, 'ada', { path, body: { ...settings, name: 'Second bot' } })).status).toBe(200);
    const wrong = await putCredentials(botToken.replace(/.$/, '1'));
    expect(wrong.body).toMatchObject({ ok: false });
    expect(JSON.stringify(wrong.body)).not.toContain(botToken.slice(12));
    const right = await putCredentials(botToken);
    expect(right.body.checks).toMatchObject([
      { name: 'Bot', ok: true },
      { name: 'Webhook', ok: false, detail: expect.stringContaining('register') },
    ]);
    expect((await post<Checks>(system, 'ada', { path: `${path}/register` })).body).toMatchObject({ ok: true });
    expect((await post<Checks>(system, 'ada', { path: `${path}/test` })).body).toMatchObject({ ok: true });
    expect((await post(system, 'maya', { path: `${path}/test` })).status).toBe(403);

    const request = await webhookOf(system, 'telegram', { values: { from: '352709001', text: 'To the second bot' } });
    const headers = { ...request.headers, 'x-telegram-bot-api-secret-token': 'second-secret-token' };
    expect(await sendWebhook(system, { ...request, path: '/webhooks/telegram/second-bot', headers })).toBe(200);
    expect((await held(system, 'To the second bot')).conversation.connectionId).toBe('second-bot');
  });
});

describe('a secret that is rotated', () => {
  const path = '/v1/connections/second-line';
  const { connection, credentials } = channelOf('line');
  const { id: _, ...settings } = connection;

  it('leaves the old one good while the provider changes, and no stranger’s', async () => {
    const { channelAccessToken } = z.object({ channelAccessToken: z.string() }).parse(credentials);
    const fresh = 'another-line-channel-secret';
    const rotated = { credentials: { channelSecrets: [fresh], channelAccessToken }, rotate: true };
    await put(system, 'ada', { path, body: settings });
    await put(system, 'ada', { path: `${path}/credentials`, body: { credentials } });
    expect((await put(system, 'ada', { path: `${path}/credentials`, body: rotated })).status).toBe(200);

    const signedWith = async (text: string, secret?: string): Promise<number> => {
      const request = {
        ...(await webhookOf(system, 'line', { values: { text } })),
        path: '/webhooks/line/second-line',
      };
      if (secret === undefined) return sendWebhook(system, request);
      const headers = { ...request.headers, 'x-line-signature': lineSignature(request.body, secret) };
      return sendWebhook(system, { ...request, headers });
    };
    expect(await signedWith('Signed with the old secret')).toBe(200);
    expect(await signedWith('Signed with the new secret', fresh)).toBe(200);
    expect(await signedWith('Signed with no secret', 'a-secret-of-somebody-else')).toBe(401);
    const seen = await held(system, 'Signed with the new secret');
    expect(messagesOf(seen).map(({ text }) => text)).toStrictEqual([
      'Signed with the old secret',
      'Signed with the new secret',
    ]);
  });
});

describe('a connection that is switched off', () => {
  const { id } = channelOf('viber').connection;
  const switched = (to: 'disable' | 'enable') => post(system, 'ada', { path: `/v1/connections/${id}/${to}` });

  it('keeps what comes in for later', async () => {
    await switched('disable');
    await system.simulate('viber', 'message', { text: 'While it was off' });
    const [entry] = await eventually('something in quarantine', async () => {
      const entries = await quarantined(id);
      return entries.length > 0 && entries;
    });
    expect(entry).toMatchObject({ provider: 'viber', reason: expect.stringContaining('is disabled') });
    expect(Buffer.from(entry?.bodyBase64 ?? '', 'base64').toString()).toContain('While it was off');
    expect((await rowsOf(system, 'ada', 'view=open')).map(({ subject }) => subject)).not.toContain('While it was off');
    expect(await ledgerOf(id)).toMatchObject({ received: 1, quarantined: 1, difference: 0 });
  });

  it('gives it to an agent when it is on again and somebody tries once more', { timeout: 40_000 }, async () => {
    await switched('enable');
    const [entry] = await quarantined(id);
    const path = `/v1/quarantine/${entry?.id}/retry`;
    const isPlaced = async () => {
      await post(system, 'ada', { path });
      await system.settled();
      return (await quarantined(id)).some(({ placedAt }) => placedAt !== undefined);
    };
    // Functions remember connections for ten seconds.
    await eventually('it is placed', isPlaced, 30_000);
    expect(messagesOf(await held(system, 'While it was off')).map(({ text }) => text)).toStrictEqual([
      'While it was off',
    ]);
    expect(await ledgerOf(id)).toMatchObject({ received: 1, placed: 1, quarantined: 0, difference: 0 });
  });

  it('sends nothing', async () => {
    await switched('disable');
    const seen = await held(system, 'While it was off');
    await answer(system, seen, { text: 'Nobody gets this.' });
    const detail = await whenConversation(system, seen.conversation.id, (one) => deliveriesOf(one).at(-1) === 'failed');
    expect(detail.events.findLast((event) => event.type === 'DeliveryChanged')).toMatchObject({
      failure: { reason: expect.stringContaining('switched off') },
    });
    expect(await system.sentBy('viber')).toStrictEqual([]);
  });
});

describe('the ledger of a connection', () => {
  const { id } = channelOf('telegram').connection;
  const from = '352709002';

  const telegram = async (body: string): Promise<number> => {
    const request = await webhookOf(system, 'telegram');
    return sendWebhook(system, { ...request, body });
  };

  it('accounts for everything that came in: good, repeated, broken and unwanted', async () => {
    const good = await webhookOf(system, 'telegram', { values: { from, text: 'Counted, first' } });
    const repeated = good.body.replace(/"update_id":\d+/, '"update_id":999001');
    const second = await webhookOf(system, 'telegram', { values: { from, text: 'Counted, second' } });
    for (const body of [good.body, repeated, second.body]) expect(await telegram(body)).toBe(200);
    expect(await telegram('{"update_id":999002,"wonder":{}}')).toBe(200);
    expect(await telegram('{"update_id":999003,')).toBe(200);
    expect(await telegram('{"update_id":999004,"poll":{"id":"1"}}')).toBe(200);

    const ledger = await eventually('all is counted', async () => {
      const day = await ledgerOf(id);
      return day.received === 6 && day;
    });
    expect(ledger).toMatchObject({
      placed: 2,
      quarantined: 2,
      dropped: { 'already-placed': 1, 'telegram-poll': 1 },
      difference: 0,
    });
    expect(ledger.items).toHaveLength(6);
    const kept = await quarantined(id);
    for (const item of ledger.items) {
      if (item.outcome === 'placed')
        expect(messagesOf(await detailOf(system, item.conversationId)).map(({ text }) => text)).toStrictEqual([
          'Counted, first',
          'Counted, second',
        ]);
      if (item.outcome === 'quarantined') expect(kept.map((entry) => entry.id)).toContain(item.quarantineId);
    }
  });
});
