import { describe, expect, it } from 'vitest';
import { placeMessage } from '#domain/conversations/place-message.ts';
import { aConnection, aMail, aMessage, at } from '#test/support/builders.ts';
import { aWorld, type World } from '#test/support/memory-world.ts';

const opened = async (world: World, mail: Parameters<typeof aMail>) =>
  (await placeMessage(world, aMail(...mail))).conversationId;

/** Three mails of Amara's in a conversation each. */
async function threeThreads() {
  const world = aWorld();
  const [one, two, three] = [
    await opened(world, [{ providerId: '1' }, { messageId: '<1@x>' }]),
    await opened(world, [{ providerId: '2' }, { messageId: '<2@x>' }]),
    await opened(world, [{ providerId: '3' }, { messageId: '<3@x>' }]),
  ];
  const place = async (...mail: Parameters<typeof aMail>) => {
    const [message, headers] = mail;
    const whole = aMail({ providerId: 'answer', ...message }, { messageId: '<answer@x>', ...headers });
    return (await placeMessage(world, whole)).conversationId;
  };
  return { world, one, two, three, place };
}

describe('the conversation of a mail', () => {
  it('is first the one whose address it answers to', async () => {
    const { one, place } = await threeThreads();
    expect(await place({ replyToken: one }, { inReplyTo: '<2@x>', references: ['<3@x>'] })).toBe(one);
  });

  it('is next the one that In-Reply-To names', async () => {
    const { two, place } = await threeThreads();
    expect(await place({}, { inReplyTo: '<2@x>', references: ['<1@x>', '<3@x>'] })).toBe(two);
  });

  it('is next the one that References names last', async () => {
    const { three, place } = await threeThreads();
    const references = ['<1@x>', '<2@x>', '<3@x>', '<unknown@elsewhere>'];
    expect(await place({}, { inReplyTo: '<unknown@x>', references })).toBe(three);
  });

  it('is never found by the subject', async () => {
    const { one, two, three, place } = await threeThreads();
    expect([one, two, three]).not.toContain(await place({ subject: 'Re: Refund' }));
  });

  it('is another one for somebody who takes no part in the one named', async () => {
    const { one, place } = await threeThreads();
    const stranger = { address: 'mallory@elsewhere.example', verified: true };
    expect(await place({ sender: stranger, replyToken: one }, { inReplyTo: '<1@x>' })).not.toBe(one);
  });

  it('is the same for somebody who was in copy', async () => {
    const { world, place } = await threeThreads();
    const id = await opened(world, [{ providerId: '4' }, { messageId: '<4@x>', cc: ['boss@x.example'] }]);
    const boss = { address: 'boss@x.example', verified: true };
    expect(await place({ sender: boss }, { inReplyTo: '<4@x>' })).toBe(id);
  });

  it('is another one for a sender nobody vouches for, even under the name of one who takes part', async () => {
    const { one, place } = await threeThreads();
    const forged = { address: 'amara@x.example', verified: false };
    expect(await place({ sender: forged }, { inReplyTo: '<1@x>' })).not.toBe(one);
  });

  it('is the same for a sender nobody vouches for who answers our secret address', async () => {
    const { one, place } = await threeThreads();
    expect(await place({ sender: { address: 'amara@x.example', verified: false }, replyToken: one })).toBe(one);
  });

  it('is the same for a sender nobody vouches for who opened it', async () => {
    const { world, place } = await threeThreads();
    const sender = { address: 'amara@x.example', verified: false };
    const id = await opened(world, [{ providerId: '5', sender }, { messageId: '<5@x>' }]);
    expect(await place({ sender }, { inReplyTo: '<5@x>' })).toBe(id);
  });

  it('is the same within thirty days after it was resolved, and another one after', async () => {
    const { world, one, two, place } = await threeThreads();
    for (const id of [one, two]) await world.happens(id, { type: 'ConversationResolved' });
    expect(await place({ sentAt: '2026-12-19T11:00:00.000Z' }, { inReplyTo: '<1@x>' })).toBe(one);
    const late = await place(
      { providerId: 'late', sentAt: '2026-12-19T13:00:00.000Z' },
      { messageId: '<late@x>', inReplyTo: '<2@x>' },
    );
    expect(late).not.toBe(two);
    expect((await world.events(late))[0]).toMatchObject({
      reason: expect.stringContaining('its thread was resolved long ago'),
    });
  });
});

describe('the conversation of a text message', () => {
  const text = (providerId: string, overrides: Parameters<typeof aMessage>[0] = {}) =>
    aMessage({ providerId, ...overrides });

  it('is the one this number has', async () => {
    const world = aWorld();
    const { conversationId } = await placeMessage(world, text('SM1'));
    expect((await placeMessage(world, text('SM2'))).conversationId).toBe(conversationId);
    expect(
      (await placeMessage(world, text('SM3', { sender: { address: '+15550101', verified: true } }))).conversationId,
    ).not.toBe(conversationId);
  });

  it('is the same within three days after it was resolved, and another one after', async () => {
    const world = aWorld();
    const { conversationId } = await placeMessage(world, text('SM1'));
    await world.happens(conversationId, { type: 'ConversationResolved' });
    const soon = text('SM2', { sentAt: '2026-11-22T12:00:00.000Z' });
    expect((await placeMessage(world, soon)).conversationId).toBe(conversationId);
    await world.happens(conversationId, { type: 'ConversationResolved' });
    const late = text('SM3', { sentAt: '2026-11-22T12:00:00.001Z' });
    const { conversationId: next } = await placeMessage(world, late);
    expect(next).not.toBe(conversationId);
    expect((await placeMessage(world, text('SM4', { sentAt: '2026-11-22T12:01:00.000Z' }))).conversationId).toBe(next);
  });

  it('is one for each number of ours that the customer writes to, also when they take turns', async () => {
    const world = aWorld({ connections: [aConnection(), aConnection({ id: 'sales-sms', address: '+15550001001' })] });
    const place = async (providerId: string, connectionId: string) =>
      (await placeMessage(world, text(providerId, { connectionId }))).conversationId;
    const support = await place('SM1', 'support-sms');
    const sales = await place('SM2', 'sales-sms');
    expect(sales).not.toBe(support);
    expect(await place('SM3', 'support-sms')).toBe(support);
    expect(await place('SM4', 'sales-sms')).toBe(sales);
    expect((await world.conversation(sales)).connectionId).toBe('sales-sms');
    expect(world.memory.customers.size).toBe(1);
  });
});

describe('a flood of mail', () => {
  const eve = { address: 'eve@evil.example', verified: true };
  const mail = (n: number, overrides: Parameters<typeof aMail>[0] = {}) =>
    aMail({ providerId: `flood${n}`, sender: eve, ...overrides }, { messageId: `<${n}@evil.example>` });
  const flooded = async () => {
    const world = aWorld();
    for (let n = 0; n < 25; n += 1) await placeMessage(world, mail(n));
    return world;
  };

  it('opens 25 conversations; what follows goes into the newest it takes part in', async () => {
    const world = await flooded();
    const { conversationId } = await placeMessage(world, mail(25));
    expect(world.memory.conversations.size).toBe(25);
    const received = (await world.events(conversationId)).filter(({ type }) => type === 'MessageReceived');
    expect(received).toHaveLength(2);
  });

  it('leaves everybody else alone', async () => {
    const world = await flooded();
    await placeMessage(world, aMail());
    expect(world.memory.conversations.size).toBe(26);
  });

  it('is over after ten minutes', async () => {
    const world = await flooded();
    await placeMessage(world, mail(25, { sentAt: at('12:11') }));
    expect(world.memory.conversations.size).toBe(26);
  });

  it('under a forged address is one of its own, never in the conversations of whose address it is', async () => {
    const world = await flooded();
    const sender = { ...eve, verified: false };
    const before = new Set(world.memory.conversations.keys());
    const ids = new Set<string>();
    for (let n = 25; n < 60; n += 1) ids.add((await placeMessage(world, mail(n, { sender }))).conversationId);
    expect(ids.size).toBe(25);
    expect([...ids].filter((id) => before.has(id))).toStrictEqual([]);
  });
});
