import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { providerFetch } from '#adapters/channels/shared/provider-fetch.ts';
import { createTwilioSmsManager } from '#adapters/channels/twilio-sms/manage-twilio-sms.ts';
import { createTwilioWhatsAppManager } from '#adapters/channels/twilio-whatsapp/manage-twilio-whatsapp.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { startTwilio, type TwilioStandIn } from '#local/stand-ins/twilio.ts';
import { connection, credentials, needsOf } from './twilio-examples.ts';

const apiKey = { apiKeySid: `SK${'a'.repeat(32)}`, apiKeySecret: 'key-secret' };
const messagingServiceSid = `MG${'d'.repeat(32)}`;
const whatsApp: Connection = {
  ...connection,
  provider: 'twilio-whatsapp',
  channel: 'whatsapp',
  address: '+15550002000',
};

let twilio: TwilioStandIn;
beforeEach(async () => {
  twilio = await startTwilio({
    accounts: [{ accountSid: credentials.accountSid, authToken: 'current-token', ...apiKey }],
  });
});
afterEach(() => twilio.stop());

const needs = (overrides: object = {}, lead = providerFetch(twilio.baseUrl)) =>
  needsOf({
    connections: [connection, whatsApp],
    credentials: { ...credentials, ...apiKey, ...overrides },
    fetch: lead,
  });

const places = [
  { place: 'a number', provider: 'twilio-sms', ours: connection, make: createTwilioSmsManager, given: {} },
  {
    place: 'a Messaging Service',
    provider: 'twilio-sms',
    ours: connection,
    make: createTwilioSmsManager,
    given: { messagingServiceSid },
  },
  {
    place: 'a WhatsApp sender',
    provider: 'twilio-whatsapp',
    ours: whatsApp,
    make: createTwilioWhatsAppManager,
    given: {},
  },
];

describe.each(places)('looking after $place at Twilio', ({ provider, ours, make, given }) => {
  const managerWith = (credentialsGiven: object) => make(needs(credentialsGiven));
  const webhookUrl = `https://parley.example.com/webhooks/${provider}/${ours.id}`;
  const webhookOf = (checks: readonly { name: string; ok: boolean }[]) =>
    checks.find(({ name }) => name === 'Webhook')?.ok;

  it('sees that webhooks go elsewhere, sets them, and sees that they come', async () => {
    const manager = managerWith(given);
    const before = await manager.check(ours);
    expect(before.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['Webhook']);
    expect(await manager.register?.(ours, webhookUrl)).toMatchObject({ ok: true });
    const after = await manager.check(ours);
    expect(after.every(({ ok }) => ok)).toBe(true);
    expect(after.map(({ name }) => name)).toContain('Twilio API key');
  });

  it('does not mind Twilio’s own settings behind the address, and minds another address', async () => {
    const manager = managerWith(given);
    await manager.register?.(ours, `${webhookUrl}#rc=3&rp=all`);
    expect(webhookOf(await manager.check(ours))).toBe(true);
    await manager.register?.(ours, `${webhookUrl}-old`);
    expect(webhookOf(await manager.check(ours))).toBe(false);
  });

  it('tells of credentials that do not work', async () => {
    const checks = await managerWith({ ...given, authTokens: ['wrong'] }).check(ours);
    expect(checks).toContainEqual({
      name: 'Twilio account',
      ok: false,
      detail: 'Twilio does not accept the account SID with the first auth token. Check both.',
    });
    const badKey = await managerWith({ ...given, apiKeySecret: 'wrong' }).check(ours);
    expect(badKey).toContainEqual(expect.objectContaining({ name: 'Twilio API key', ok: false }));
  });
});

describe('Twilio that does not answer', () => {
  it('is told as such, and nothing is thrown', async () => {
    const manager = createTwilioSmsManager(needs({}, providerFetch('http://127.0.0.1:1')));
    expect(await manager.check(connection)).toContainEqual(
      expect.objectContaining({ name: 'Twilio account', ok: false }),
    );
    expect(await manager.register?.(connection, 'https://parley.example.com/x')).toMatchObject({ ok: false });
  });
});
