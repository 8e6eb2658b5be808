import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalSystem, startSystem } from '#test/support/local-system.ts';
import { deliveryOf, findRow, reply, whenConversation } from './journey.ts';

describe.each(['meta-whatsapp', 'aws-whatsapp'])('customers on WhatsApp by %s', { timeout: 60_000 }, (provider) => {
  let system: LocalSystem;
  beforeAll(async () => {
    system = await startSystem();
  }, 120_000);
  afterAll(() => system.stop());

  async function simulate(action: string, values: Record<string, string>) {
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

  it('write, are answered, and the agent sees that it was read', async () => {
    const text = 'Where is my lamp? 😕';
    await simulate('message', { text });
    const seen = await held(text);
    expect((await reply(system, { by: 'maya', seen, text: 'It comes tomorrow 👍' })).status).toBe(201);
    await whenConversation(system, seen.conversation.id, (detail) => deliveryOf(detail) === 'read');
  });

  it('are answered although WhatsApp shows no number of theirs', async () => {
    await simulate('hidden', { text: 'Nobody knows my number' });
    const seen = await held('Nobody knows my number');
    expect((await reply(system, { by: 'maya', seen, text: 'We can write all the same.' })).status).toBe(201);
    await whenConversation(system, seen.conversation.id, (detail) => deliveryOf(detail) === 'read');
  });

  it('send a picture, which the agent gets as what it is', async () => {
    await simulate('picture', { from: '491510000777', text: 'It arrived broken' });
    const { id } = await findRow(system, 'It arrived broken');
    const { events } = await whenConversation(system, id, () => true);
    const received = events.filter((event) => event.type === 'MessageReceived');
    expect(received.at(-1)?.message.attachments).toMatchObject([{ contentType: 'image/png' }]);
  });

  it('cannot be reached where WhatsApp says so, and the agent reads why', async () => {
    await simulate('message', { from: '491510000026', text: 'I will block you' });
    const seen = await held('I will block you');
    await reply(system, { by: 'maya', seen, text: 'Please do not.' });
    await whenConversation(system, seen.conversation.id, (detail) => deliveryOf(detail) === 'failed');
  });
});
