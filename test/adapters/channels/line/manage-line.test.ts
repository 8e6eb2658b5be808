import { describe, expect, it } from 'vitest';
import { createLineManager } from '#adapters/channels/line/manage-line.ts';
import { channelNeeds, json } from '#test/support/channel-needs.ts';
import { connection, credentials } from './line-examples.ts';

const url = 'https://parley.example/webhooks/line/line-main';
const healthy: Readonly<Record<string, unknown>> = {
  'GET /info': { userId: connection.accountId, basicId: '@216ru...', displayName: 'Example name', chatMode: 'chat' },
  'GET /channel/webhook/endpoint': { endpoint: url, active: true },
  'POST /channel/webhook/test': {
    success: true,
    timestamp: '2020-09-30T05:38:20.031Z',
    statusCode: 200,
    reason: 'OK',
    detail: '200',
  },
  'PUT /channel/webhook/endpoint': {},
};

function manager(answers: Readonly<Record<string, unknown>> = {}) {
  const all = { ...healthy, ...answers };
  const { needs, asked } = channelNeeds(connection, credentials, ({ method, url: address }) => {
    const found = all[`${method} ${address.replace('https://api.line.me/v2/bot', '')}`];
    return found === undefined ? json({ message: 'Authentication failed' }, 401) : json(found);
  });
  return { asked, ...createLineManager(needs) };
}

describe('looking after a LINE channel', () => {
  it('is content when token and webhook work', async () => {
    expect(await manager().check(connection)).toEqual([
      { name: 'Channel access token', ok: true, detail: 'It is of @216ru....' },
      { name: 'Webhook', ok: true, detail: 'LINE reached it just now.' },
    ]);
  });

  const account = 'Channel access token';
  it.each([
    {
      what: 'refuses the token',
      answers: { 'GET /info': undefined },
      of: account,
      says: /did not accept it \(HTTP 401\)/,
    },
    {
      what: 'knows the token for another bot',
      answers: { 'GET /info': { userId: 'Uother', basicId: '@x' } },
      of: account,
      says: /Uother/,
    },
    {
      what: 'sends webhooks elsewhere',
      answers: { 'GET /channel/webhook/endpoint': { endpoint: 'https://old.example', active: true } },
      of: 'Webhook',
      says: /does not send webhooks/,
    },
    {
      what: 'has webhooks switched off',
      answers: { 'GET /channel/webhook/endpoint': { endpoint: url, active: false } },
      of: 'Webhook',
      says: /Use webhook/,
    },
    {
      what: 'cannot reach the webhook',
      answers: { 'POST /channel/webhook/test': { success: false, statusCode: 500, reason: 'ERROR_STATUS_CODE' } },
      of: 'Webhook',
      says: /HTTP 500, ERROR_STATUS_CODE/,
    },
  ])('says so when LINE $what', async ({ answers, of, says }) => {
    const checks = await manager(answers).check(connection);
    expect(checks.find(({ name }) => name === of)).toMatchObject({ ok: false, detail: expect.stringMatching(says) });
  });

  it('registers the webhook and has LINE try it', async () => {
    const { register, asked } = manager();
    expect(await register?.(connection, url)).toMatchObject({ ok: true });
    expect(asked[0]).toMatchObject({ method: 'PUT', body: { endpoint: url } });
  });

  it('says so when LINE does not take the address', async () => {
    const check = await manager({ 'PUT /channel/webhook/endpoint': undefined }).register?.(connection, url);
    expect(check).toMatchObject({ ok: false, detail: expect.stringMatching(/HTTP 401: Authentication failed/) });
  });
});
