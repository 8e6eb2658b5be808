import { describe, expect, it } from 'vitest';
import { placeMessage } from '#domain/conversations/place-message.ts';
import { recogniseCaller } from '#domain/voice/recognise-caller.ts';
import { aMessage, anAgent, assignedTo } from '#test/support/builders.ts';
import { aWorld } from '#test/support/memory-world.ts';

const phone = '+15550100123';

describe('recognising a caller', () => {
  it('finds who wrote from this number before, with what is open and who has it', async () => {
    const world = aWorld({ agents: [anAgent({ presence: 'away' })] });
    const sender = { address: phone, name: 'Amara Okafor', verified: true };
    const { conversationId } = await placeMessage(world.needs, aMessage({ sender }));
    expect(await recogniseCaller(world.needs, phone)).toMatchObject({
      known: 'true',
      name: 'Amara Okafor',
      openConversationId: conversationId,
      openSubject: 'Where is my refund?',
      lastAgent: '',
      priority: 'normal',
      greeting: 'Welcome back, Amara Okafor.',
    });
    await world.happens(conversationId, assignedTo(anAgent()));
    expect(await recogniseCaller(world.needs, phone)).toMatchObject({ lastAgent: 'Maya Lindt' });
  });

  it('does not call people by their number', async () => {
    const world = aWorld();
    await placeMessage(world.needs, aMessage({ sender: { address: phone, verified: true } }));
    expect(await recogniseCaller(world.needs, phone)).toMatchObject({
      known: 'true',
      name: '',
      greeting: 'Welcome back.',
    });
  });

  it('tells of a conversation that is resolved nothing', async () => {
    const world = aWorld();
    const { conversationId } = await placeMessage(
      world.needs,
      aMessage({ sender: { address: phone, verified: true } }),
    );
    await world.happens(conversationId, { type: 'ConversationResolved' });
    expect(await recogniseCaller(world.needs, phone)).toMatchObject({ known: 'true', openConversationId: '' });
  });

  it('does not know a stranger', async () => {
    expect(await recogniseCaller(aWorld().needs, phone)).toMatchObject({
      known: 'false',
      customerId: phone,
      greeting: '',
    });
  });
});
