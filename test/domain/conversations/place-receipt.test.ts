import { describe, expect, it } from 'vitest';
import type { Receipt } from '#domain/channels/delivery.ts';
import { placeMessage } from '#domain/conversations/place-message.ts';
import { placeReceipt } from '#domain/conversations/place-receipt.ts';
import { aMessage, aReply, noon } from '#test/support/builders.ts';
import { aWorld } from '#test/support/memory-world.ts';

const delivered: Receipt = {
  connectionId: 'support-sms',
  providerId: 'SM-ours',
  status: 'delivered',
  at: noon,
  receiptId: 'SM-ours:delivered',
};

const answered = async () => {
  const world = aWorld();
  const { conversationId } = await placeMessage(world, aMessage());
  await world.happens(conversationId, aReply({ messageId: 'm1' }));
  return { world, conversationId };
};

describe('placing a receipt', () => {
  it('is unknown while nobody knows the provider id', async () => {
    const { world } = await answered();
    expect(await placeReceipt(world, delivered)).toBe('unknown');
  });

  it('needs no provider id when it names our message: also one whose sending nobody confirmed', async () => {
    const { world, conversationId } = await answered();
    const about = { conversationId, messageId: 'm1' };
    expect(await placeReceipt(world, { ...delivered, about })).toBe('placed');
    expect((await world.conversation(conversationId)).deliveries).toStrictEqual({ m1: 'delivered' });
  });

  it('changes nothing the second time', async () => {
    const { world, conversationId } = await answered();
    const about = { conversationId, messageId: 'm1' };
    await placeReceipt(world, { ...delivered, about });
    await placeReceipt(world, { ...delivered, about, status: 'sent', receiptId: 'SM-ours:sent' });
    expect((await world.kinds(conversationId)).filter((kind) => kind === 'DeliveryChanged')).toHaveLength(1);
  });
});
