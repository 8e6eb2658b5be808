import { afterEach, describe, expect, it } from 'vitest';
import { providerFetch } from '#adapters/channels/shared/provider-fetch.ts';
import { createTwilioWhatsAppSender } from '#adapters/channels/twilio-whatsapp/send-twilio-whatsapp.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { startTwilio } from '#local/stand-ins/twilio.ts';
import { aFile, anAnswer, connection, credentials, needsOf } from '../twilio/twilio-examples.ts';

const whatsApp: Connection = { ...connection, id: 'whatsapp-main', provider: 'twilio-whatsapp', channel: 'whatsapp' };
const message = (overrides: Parameters<typeof anAnswer>[0] = {}) =>
  anAnswer({ channel: 'whatsapp', connectionId: whatsApp.id, text: 'On its way', ...overrides });

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});

async function start() {
  const account = { accountSid: credentials.accountSid, authToken: 'current-token' };
  const twilio = await startTwilio({ accounts: [account], receiptDelayMs: 60_000 });
  running.push(twilio);
  const asked: URLSearchParams[] = [];
  const lead = providerFetch(twilio.baseUrl);
  const fetchIt: typeof fetch = (url, init) => {
    asked.push(new URLSearchParams(String(init?.body)));
    return lead(url, init);
  };
  const send = createTwilioWhatsAppSender(needsOf({ connections: [whatsApp], fetch: fetchIt }));
  return { twilio, send, form: () => Object.fromEntries(asked.at(-1) ?? []) };
}

describe('sending a WhatsApp message through Twilio', () => {
  it('goes from our sender to the number, and is reported here', async () => {
    const { twilio, send, form } = await start();
    expect(await send(message())).toEqual({ status: 'sent', providerId: twilio.messages()[0]?.sid });
    expect(form()).toEqual({
      To: 'whatsapp:+4915112345678',
      From: 'whatsapp:+15005550006',
      Body: 'On its way',
      StatusCallback: 'https://parley.example.com/webhooks/twilio-whatsapp/whatsapp-main?conversation=c-1&message=m-1',
    });
  });

  it('goes to WhatsApp’s id of who shows no number', async () => {
    const { send, form } = await start();
    const to = { to: 'US.13491208655302741918', toScope: credentials.accountSid };
    expect((await send(message(to))).status).toBe('sent');
    expect(form().To).toBe('whatsapp:US.13491208655302741918');
  });

  it('is one file by its link', async () => {
    const { send, form } = await start();
    expect((await send(message({ text: '', attachments: [aFile] }))).status).toBe('sent');
    expect(form()).toMatchObject({ MediaUrl: 'https://files.example.com/out/bill/bill.pdf?signed' });
  });

  it('is a template by its SID, and refused with values that are none', async () => {
    const { send, form } = await start();
    const template = {
      id: 't-1',
      reference: `HX${'b'.repeat(32)}`,
      language: 'en',
      variables: { 1: 'Rosa', 2: '4711' },
    };
    expect((await send(message({ template }))).status).toBe('sent');
    expect(form()).toMatchObject({ ContentSid: template.reference, ContentVariables: '{"1":"Rosa","2":"4711"}' });
    expect(form()).not.toHaveProperty('Body');
    expect(await send(message({ template: { ...template, reference: 'order_update' } }))).toMatchObject({
      status: 'failed',
      failure: { class: 'TEMPLATE_INVALID' },
    });
  });

  it('is not sent by a connection that is gone or of another provider', async () => {
    const send = createTwilioWhatsAppSender(needsOf());
    for (const connectionId of ['gone', connection.id])
      expect(await send(message({ connectionId }))).toMatchObject({
        status: 'failed',
        failure: { class: 'PERMISSION' },
      });
  });
});
