import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Found } from '#functions/agent-api/contract.ts';
import { type LocalSystem, startSystem } from '#test/support/local-system.ts';
import { deliveryOf, detailOf, findRow, post, reply, rowsOf, typesOf, whenConversation } from './journey.ts';

describe('a text message is answered', () => {
  let system: LocalSystem;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  it('from the customer to an agent and back, with the receipt on the message', async () => {
    expect(await system.sendSms({ from: '+15550140', text: 'Hello, where is my refund for order 88120?' })).toBe(200);
    const row = await findRow(system, 'order 88120');
    expect(row).toMatchObject({ customerName: '+15550140', channel: 'sms', language: 'en', priority: 'normal' });

    const assigned = await whenConversation(system, row.id, ({ conversation }) => conversation.holder.kind === 'agent');
    expect(typesOf(assigned).slice(0, 4)).toStrictEqual([
      'ConversationOpened',
      'MessageReceived',
      'DeadlineSet',
      'ConversationAssigned',
    ]);
    const assignment = assigned.events.find((event) => event.type === 'ConversationAssigned');
    expect(assignment?.reason).toMatch(/places free/);
    expect(assigned.conversation.deadline?.kind).toBe('first-reply');

    const answered = await reply(system, {
      by: 'maya',
      seen: assigned,
      text: 'It left us on the 12th and is with your bank.',
    });
    expect(answered.status).toBe(201);
    const delivered = await whenConversation(system, row.id, (detail) => deliveryOf(detail) === 'delivered');
    expect(delivered.conversation.lastMessage).toMatchObject({ direction: 'out', delivery: 'delivered' });
    expect(delivered.conversation.deadline).toBeUndefined();

    const [sent] = (await system.textsSent()).filter((message) => message.to === '+15550140');
    expect(sent?.body).toBe('It left us on the 12th and is with your bank.');
  });

  it('is found again by the number, as people write it', async () => {
    await system.sendSms({ from: '+15550146', text: 'Is the lamp 6120 back in stock?' });
    const { id } = await findRow(system, 'lamp 6120');
    const { status, body } = await post<Found>(system, 'sam', {
      path: '/v1/search',
      body: { text: '00 1 (555) 01-46' },
    });
    expect({ status, found: body.conversations.map((row) => row.id) }).toStrictEqual({ status: 200, found: [id] });
  });

  it('the same customer writes again: one conversation, one customer', async () => {
    await system.sendSms({ from: '+15550141', text: 'My parcel 4711 is late' });
    const { id } = await findRow(system, 'parcel 4711');
    await system.sendSms({ from: '+15550141', text: 'and it is still not here' });
    const detail = await whenConversation(
      system,
      id,
      ({ events }) => events.filter(({ type }) => type === 'MessageReceived').length === 2,
    );
    expect(detail.events.filter(({ type }) => type === 'DeadlineSet')).toHaveLength(1);
  });

  it('asks for haste: it is urgent and says why', async () => {
    await system.sendSms({ from: '+15550142', text: 'URGENT: my account 9921 was hacked, please help immediately!' });
    const row = await findRow(system, 'account 9921');
    expect(row.priority).toBe('urgent');
  });

  it('STOP is recorded and nothing is sent any more', async () => {
    await system.sendSms({ from: '+15550143', text: 'Tell me about offer 7755' });
    const { id } = await findRow(system, 'offer 7755');
    await system.sendSms({ from: '+15550143', text: 'STOP' });
    const detail = await whenConversation(system, id, ({ conversation }) => conversation.optedOut);
    const refused = await reply(system, { by: 'maya', seen: detail, text: 'Are you sure?' });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ detail: expect.stringContaining('asked not to be written to') });
  });

  it('a forged signature is refused with 401 and nothing appears', async () => {
    const before = (await rowsOf(system, 'ada', 'view=open')).length;
    const forged = await system.sendSms({
      from: '+15550144',
      text: 'forged',
      signature: 'Zm9yZ2VkIGZvcmdlZCBmb3JnZWQ=',
    });
    expect(forged).toBe(401);
    expect(await system.sendSms({ from: '+15550144', text: 'nowhere', connectionId: 'unknown' })).toBe(404);
    expect((await rowsOf(system, 'ada', 'view=open')).length).toBe(before);
  });

  it('a webhook delivered three times is one message', async () => {
    const sid = 'SM0123456789abcdef0123456789abcdef';
    for (let time = 0; time < 3; time += 1)
      expect(await system.sendSms({ from: '+15550145', text: 'Only once, ref 3131', sid })).toBe(200);
    const { id } = await findRow(system, 'ref 3131');
    await system.settled();
    const detail = await detailOf(system, id);
    expect(detail.events.filter(({ type }) => type === 'MessageReceived')).toHaveLength(1);
    expect((await rowsOf(system, 'ada', 'view=open')).filter((row) => row.subject.includes('ref 3131'))).toHaveLength(
      1,
    );
  });
});
