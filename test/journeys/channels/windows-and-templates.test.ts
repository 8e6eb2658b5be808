import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReplyOption } from '#functions/agent-api/reply-contract.ts';
import { type LocalSystem, startSystem } from '#test/support/local-system.ts';
import { get, put, whenConversation } from '../journey.ts';
import { answer, deliveriesOf, held, reached, tryToAnswer } from './channel-journey.ts';

const template = (connectionId: string, reference: string) => ({
  name: 'Order update',
  connectionId,
  reference,
  language: 'en_US',
  body: 'Hello {{1}}, there is news about order {{2}}.',
  category: 'utility',
});

const order = { id: 'order-update', variables: { 1: 'Mila', 2: '4711' } };
const asSeen = 'Hello Mila, there is news about order 4711.';

describe('after the window', () => {
  let system: LocalSystem;
  beforeAll(async () => {
    system = await startSystem();
    await system.simulate('meta-whatsapp', 'message', { text: 'Is order 4711 packed?' });
    await system.simulate('twilio-whatsapp', 'message', { text: 'Is order 4712 packed?' });
    await system.simulate('messenger', 'message', { text: 'Is order 4713 packed?' });
    await system.simulate('telegram', 'message', { text: 'Is order 4714 packed?' });
    await Promise.all([4711, 4712, 4713, 4714].map((number) => held(system, `order ${number}`)));
    await system.advanceClock('PT25H');
  });
  afterAll(() => system.stop());

  const optionsOf = async (id: string): Promise<readonly ReplyOption[]> =>
    (await get<{ items: ReplyOption[] }>(system, 'ada', `/v1/conversations/${id}/reply-options`)).body.items;

  it('WhatsApp takes no words, and the agent is told since when and offered templates', async () => {
    const path = '/v1/templates/order-update';
    expect(await put(system, 'ada', { path, body: template('support-meta-whatsapp', 'order_update') })).toMatchObject({
      status: 200,
    });
    const seen = await held(system, 'order 4711');
    expect(await tryToAnswer(system, seen, { text: 'It is.' })).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/the window closed at .*; only an approved template/) },
    });
    const [first] = await optionsOf(seen.conversation.id);
    expect(first).toMatchObject({
      connectionId: 'support-meta-whatsapp',
      may: 'template',
      closedAt: expect.any(String),
      templates: [{ id: 'order-update', placeholders: ['1', '2'] }],
    });
  });

  it('the template arrives, filled in, and is in the history as the customer sees it', async () => {
    const seen = await held(system, 'order 4711');
    expect(await tryToAnswer(system, seen, { template: { ...order, variables: { 1: 'Mila' } } })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('2 missing') },
    });
    await answer(system, seen, { template: order });
    await reached(system, 'meta-whatsapp', '[template order_update en_US] Mila · 4711');
    const detail = await whenConversation(system, seen.conversation.id, (one) => deliveriesOf(one).at(-1) === 'read');
    expect(detail.conversation.lastMessage?.preview).toBe(asSeen);
  });

  it('a template of Twilio’s goes out by its ContentSid', async () => {
    const contentSid = `HX${'0a1b2c3d'.repeat(4)}`;
    const path = '/v1/templates/order-update';
    await put(system, 'ada', { path, body: template('support-twilio-whatsapp', contentSid) });
    const seen = await held(system, 'order 4712');
    expect((await tryToAnswer(system, seen, { text: 'It is.' })).status).toBe(409);
    await answer(system, seen, { template: order });
    await reached(system, 'twilio-whatsapp', `${contentSid} {"1":"Mila","2":"4711"}`);
    await whenConversation(system, seen.conversation.id, (one) => deliveriesOf(one).at(-1) === 'read');
  });

  it('the customer opens it again by writing', async () => {
    await system.simulate('meta-whatsapp', 'message', { text: 'And now, order 4711?' });
    const seen = await held(system, 'And now, order 4711?');
    await answer(system, seen, { text: 'Now it is packed.' });
    await reached(system, 'meta-whatsapp', 'Now it is packed.');
  });

  it('Messenger takes what a person writes', async () => {
    const seen = await held(system, 'order 4713');
    expect((await optionsOf(seen.conversation.id))[0]).toMatchObject({ may: 'people' });
    await answer(system, seen, { text: 'It is, dear Tom.' });
    await reached(system, 'messenger', 'It is, dear Tom.');
    await whenConversation(system, seen.conversation.id, (one) => deliveriesOf(one).at(-1) === 'read');
  });

  it('Messenger takes nothing after eight days, and Telegram knows no window', async () => {
    await system.advanceClock('P7D');
    const seen = await held(system, 'dear Tom');
    expect(await tryToAnswer(system, seen, { text: 'Are you still there?' })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('takes nothing until the customer writes again') },
    });
    expect((await optionsOf(seen.conversation.id))[0]).toMatchObject({ may: 'nothing', reason: expect.any(String) });
    await answer(system, await held(system, 'order 4714'), { text: 'Late, but packed.' });
    await reached(system, 'telegram', 'Late, but packed.');
  });
});
