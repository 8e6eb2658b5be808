import { describe, expect, it } from 'vitest';
import { createTwilioVoiceManager } from '#adapters/channels/twilio-voice/manage-twilio-voice.ts';
import { type Asked, connection, needsWith } from './voice-examples.ts';

const webhook = 'https://parley.example/webhooks/twilio-voice/hotline';
const numberWith = (fields: object) => ({
  incoming_phone_numbers: [{ sid: 'PN1', capabilities: { voice: true }, ...fields }],
});
const managerWith = (answer: (asked: Asked) => unknown) => {
  const world = needsWith((asked) => new Response(JSON.stringify(answer(asked) ?? { status: 'active' })));
  return { asked: world.asked, manager: createTwilioVoiceManager(world.needs) };
};
const isNumbers = ({ url }: Asked) => url.includes('IncomingPhoneNumbers');
const okOf = (checks: readonly { name: string; ok: boolean }[]) =>
  Object.fromEntries(checks.map(({ name, ok }) => [name, ok]));

describe('looking after a number', () => {
  it.each([
    [
      'all is set',
      { voice_url: webhook, status_callback: `${webhook}?step=status` },
      { Webhook: true, 'End of calls': true },
    ],
    [
      'retries are set too',
      { voice_url: `${webhook}#rc=2`, status_callback: `${webhook}?step=status` },
      { Webhook: true },
    ],
    ['the end is not told', { voice_url: webhook, status_callback: '' }, { Webhook: true, 'End of calls': false }],
    ['calls go elsewhere', { voice_url: 'https://demo.twilio.com/welcome', status_callback: null }, { Webhook: false }],
    ['the number is for texts only', { voice_url: webhook, capabilities: { voice: false } }, { Number: false }],
  ])('says so when %s', async (_, number, expected) => {
    const { manager } = managerWith((asked) => (isNumbers(asked) ? numberWith(number) : undefined));
    expect(okOf(await manager.check(connection))).toMatchObject({ 'Twilio account': true, ...expected });
  });

  it('says so when the account does not have it', async () => {
    const { manager } = managerWith((asked) => (isNumbers(asked) ? { incoming_phone_numbers: [] } : undefined));
    expect(okOf(await manager.check(connection))).toMatchObject({ Webhook: false });
    expect(await manager.register?.(connection, webhook)).toMatchObject({ ok: false });
  });

  it('tells Twilio where calls and their ends go', async () => {
    const { manager, asked } = managerWith((one) => (isNumbers(one) ? numberWith({}) : undefined));
    expect(await manager.register?.(connection, webhook)).toMatchObject({ ok: true });
    expect(asked.at(-1)?.url).toContain('/IncomingPhoneNumbers/PN1.json');
    expect(Object.fromEntries(new URLSearchParams(asked.at(-1)?.body))).toEqual({
      VoiceUrl: webhook,
      VoiceMethod: 'POST',
      StatusCallback: `${webhook}?step=status`,
      StatusCallbackMethod: 'POST',
    });
  });
});
