import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalSystem, startSystem } from '#test/support/local-system.ts';
import { deliveryOf, findRow, reply, whenConversation } from './journey.ts';

describe('customers on the channels of Twilio and AWS', { timeout: 60_000 }, () => {
  let system: LocalSystem;
  beforeAll(async () => {
    system = await startSystem();
  }, 120_000);
  afterAll(() => system.stop());

  async function simulate(provider: string, action: string, values: Record<string, string>) {
    const response = await fetch(`${system.url}/local/simulate`, {
      method: 'POST',
      body: JSON.stringify({ provider, action, values }),
    });
    expect(response.status).toBe(200);
  }

  const held = (text: string) =>
    findRow(system, text).then((row) =>
      whenConversation(system, row.id, ({ conversation }) => conversation.holder.kind === 'agent'),
    );

  it.each([
    ['twilio-whatsapp', 'whatsapp', 'read'],
    ['aws-sms', 'sms', 'delivered'],
  ])('by %s write, are answered, and the agent sees how that fared', async (provider, channel, last) => {
    const text = `Where is my lamp, asked by ${provider}?`;
    await simulate(provider, 'message', { text });
    const seen = await held(text);
    expect(await findRow(system, text)).toMatchObject({ channel });
    expect((await reply(system, { by: 'maya', seen, text: 'It comes tomorrow.' })).status).toBe(201);
    await whenConversation(system, seen.conversation.id, (detail) => deliveryOf(detail) === last);
  });

  it('send a picture by WhatsApp, which the agent gets as what it is', async () => {
    await simulate('twilio-whatsapp', 'picture', { text: 'It arrived broken' });
    const { id } = await findRow(system, 'It arrived broken');
    const detail = await whenConversation(system, id, ({ events }) =>
      events.some((event) => event.type === 'MessageReceived' && event.message.attachments.length > 0),
    );
    const received = detail.events.filter((event) => event.type === 'MessageReceived');
    expect(received.at(-1)?.message.attachments).toMatchObject([{ contentType: 'image/png' }]);
  });

  it('ask in their own words for an end to texts, and are not written to again', async () => {
    await simulate('aws-sms', 'stop', { from: '+15550104001', text: 'Please stop texting me' });
    const { id } = await findRow(system, 'Please stop texting me');
    const seen = await whenConversation(system, id, () => true);
    const refused = await reply(system, { by: 'ada', seen, text: 'One more thing' });
    expect(refused).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/asked not to be written to on sms/) },
    });
  });
});
