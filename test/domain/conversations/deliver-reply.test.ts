import { describe, expect, it } from 'vitest';
import type { OutboundMessage, SendMessage, SendOutcome } from '#domain/channels/delivery.ts';
import { DeliveryPostponed, deliverReply, type Order } from '#domain/conversations/deliver-reply.ts';
import { placeMessage } from '#domain/conversations/place-message.ts';
import { placeReceipt } from '#domain/conversations/place-receipt.ts';
import { aMail, aMessage, aReply } from '#test/support/builders.ts';
import { aWorld } from '#test/support/memory-world.ts';

const busy = { class: 'RATE_LIMITED', reason: 'too many at once' } as const;
const bad = { class: 'INVALID_RECIPIENT', reason: 'no such number' } as const;

/** A conversation with a reply to be sent, and a provider that answers as told. */
async function withReply(outcomes: readonly (SendOutcome | Error)[], channel: 'sms' | 'email' = 'sms') {
  const world = aWorld();
  const { conversationId } = await placeMessage(world, channel === 'sms' ? aMessage() : aMail());
  const connectionId = channel === 'sms' ? 'support-sms' : 'support-mail';
  await world.happens(conversationId, aReply({ messageId: 'm1', channel, connectionId }));
  const reply = (await world.events(conversationId)).find((event) => event.type === 'ReplyWritten');
  if (!reply) throw new Error('the reply was not written');
  const sent: OutboundMessage[] = [];
  const send: SendMessage = async (message) => {
    const outcome = outcomes[sent.push(message) - 1];
    if (!outcome || outcome instanceof Error) throw outcome ?? new Error('sent once more than expected');
    return outcome;
  };
  const order = (attempt: number): Order => ({ conversationId, reply, attempt, attemptsAllowed: 5 });
  const deliver = (attempt = 1) => deliverReply({ ...world.needs, send }, order(attempt));
  const statuses = async () =>
    (await world.events(conversationId)).flatMap((event) => (event.type === 'DeliveryChanged' ? [event.status] : []));
  return { world, conversationId, sent, deliver, statuses };
}

const taken: SendOutcome = { status: 'sent', providerId: 'SM900' };
const later: SendOutcome = { status: 'retry', failure: busy, afterSeconds: 30 };

describe('delivering a reply', () => {
  it('marks it before it leaves, sends it, and notes the id it has at the provider', async () => {
    const { world, conversationId, sent, deliver, statuses } = await withReply([taken]);
    await deliver();
    expect(sent).toMatchObject([{ conversationId, messageId: 'm1', to: '+15550100', automatic: false }]);
    expect(await statuses()).toStrictEqual(['sending', 'sent']);
    expect(await world.conversations.claimed('support-sms#SM900')).toMatchObject({
      messageId: 'm1',
      conversationId,
    });
  });

  it('is sent also where the provider gives it the id of an answer before, which it replaces', async () => {
    const { world, conversationId, deliver, statuses } = await withReply([taken]);
    const key = 'support-sms#SM900';
    world.memory.claims.set(key, { key, conversationId, commitId: 'before', messageId: 'm0' });
    await deliver();
    expect(await statuses()).toStrictEqual(['sending', 'sent']);
  });

  it('is done by a named rule', async () => {
    const { world, conversationId, deliver } = await withReply([taken]);
    await deliver();
    const changes = (await world.events(conversationId)).filter((event) => event.type === 'DeliveryChanged');
    for (const change of changes) expect(change.by).toStrictEqual({ kind: 'parley', rule: 'delivery' });
  });

  it('finds the answer to a mail by the Message-ID it had on the wire', async () => {
    const outcome: SendOutcome = { status: 'sent', providerId: 'ses-77', rfcMessageId: '<ses-77@amazonses.com>' };
    const { world, conversationId, deliver } = await withReply([outcome], 'email');
    await deliver();
    const answer = aMail({ providerId: 'answer' }, { messageId: '<a@x>', inReplyTo: '<ses-77@amazonses.com>' });
    expect((await placeMessage(world, answer)).conversationId).toBe(conversationId);
  });

  it('sends nothing when the order comes a second time', async () => {
    const { sent, deliver, statuses } = await withReply([taken]);
    await deliver(1);
    await deliver(2);
    expect(sent).toHaveLength(1);
    expect(await statuses()).toStrictEqual(['sending', 'sent']);
  });

  it('sends once when two workers have the same order', async () => {
    const { sent, deliver } = await withReply([taken]);
    await Promise.all([deliver(1), deliver(1)]);
    expect(sent).toHaveLength(1);
  });

  it('notes why it failed', async () => {
    const { world, conversationId, deliver } = await withReply([{ status: 'failed', failure: bad }]);
    await deliver();
    expect((await world.events(conversationId)).at(-1)).toMatchObject({ status: 'failed', failure: bad });
  });

  it('notes when the provider did not say whether it took it', async () => {
    const failure = { class: 'AMBIGUOUS', reason: 'no answer in time' } as const;
    const { sent, deliver, statuses } = await withReply([{ status: 'ambiguous', failure }]);
    await deliver(1);
    await deliver(2);
    expect(await statuses()).toStrictEqual(['sending', 'ambiguous']);
    expect(sent).toHaveLength(1);
  });
});

describe('a provider that asks to come back later', () => {
  it('is asked again with the next attempt', async () => {
    const { sent, deliver, statuses } = await withReply([later, taken]);
    await expect(deliver(1)).rejects.toStrictEqual(new DeliveryPostponed(30));
    expect(await statuses()).toStrictEqual(['sending', 'queued']);
    await deliver(2);
    expect(sent).toHaveLength(2);
    expect(await statuses()).toStrictEqual(['sending', 'queued', 'sending', 'sent']);
  });

  it('has failed us when the last attempt is used up', async () => {
    const { world, conversationId, deliver } = await withReply([later]);
    await deliver(5);
    expect((await world.events(conversationId)).at(-1)).toMatchObject({ status: 'failed', failure: busy });
  });
});

describe('a delivery that was interrupted', () => {
  it('is not sent again, since it may have left, and says so', async () => {
    const { world, conversationId, sent, deliver, statuses } = await withReply([new Error('the process was ended')]);
    await expect(deliver(1)).rejects.toThrow('the process was ended');
    await deliver(2);
    await deliver(3);
    expect(sent).toHaveLength(1);
    expect(await statuses()).toStrictEqual(['sending', 'ambiguous']);
    expect((await world.events(conversationId)).at(-1)).toMatchObject({
      failure: { class: 'AMBIGUOUS', reason: expect.stringContaining('may have been sent') },
    });
  });

  it('is refused when there is no such conversation', async () => {
    const { world, deliver } = await withReply([taken]);
    world.memory.conversations.clear();
    await expect(deliver()).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('a receipt', () => {
  const receipt = (status: 'delivered' | 'read' | 'failed', providerId = 'SM900') => ({
    connectionId: 'support-sms',
    providerId,
    status,
    at: '2026-11-19T12:01:00.000Z',
    receiptId: `${providerId}:${status}`,
    ...(status === 'failed' ? { failure: bad } : {}),
  });
  const delivered = async () => {
    const all = await withReply([taken]);
    await all.deliver();
    return all;
  };

  it('moves the message it is about', async () => {
    const { world, conversationId } = await delivered();
    expect(await placeReceipt(world, receipt('delivered'))).toBe('placed');
    expect((await world.conversation(conversationId)).lastMessage).toMatchObject({ delivery: 'delivered' });
    expect((await world.events(conversationId)).at(-1)?.by).toStrictEqual({ kind: 'parley', rule: 'provider-receipt' });
  });

  it('tells why a message did not arrive', async () => {
    const { world, conversationId } = await delivered();
    await placeReceipt(world, receipt('failed'));
    expect((await world.events(conversationId)).at(-1)).toMatchObject({ status: 'failed', failure: bad });
  });

  it('changes nothing when it comes again, or after newer news', async () => {
    const { world, conversationId } = await delivered();
    await placeReceipt(world, receipt('read'));
    const before = await world.conversation(conversationId);
    expect(await placeReceipt(world, receipt('read'))).toBe('placed');
    expect(await placeReceipt(world, receipt('delivered'))).toBe('placed');
    expect(await world.conversation(conversationId)).toStrictEqual(before);
  });

  it('is unknown when we sent no such message', async () => {
    const { world } = await delivered();
    expect(await placeReceipt(world, receipt('delivered', 'SM999'))).toBe('unknown');
  });

  it('is unknown when it names a message of the customer', async () => {
    const { world } = await delivered();
    expect(await placeReceipt(world, receipt('delivered', 'SM1'))).toBe('unknown');
  });

  it('is unknown on another connection', async () => {
    const { world } = await delivered();
    expect(await placeReceipt(world, { ...receipt('delivered'), connectionId: 'support-mail' })).toBe('unknown');
  });
});
