import { describe, expect, it } from 'vitest';
import { consequencesOf } from '#domain/conversations/consequences.ts';
import { placeMessage } from '#domain/conversations/place-message.ts';
import { aMessage, anAgent, assignedTo } from '#test/support/builders.ts';
import { aWorld } from '#test/support/memory-world.ts';

const placed = async (world: ReturnType<typeof aWorld>, id = 'SM1') =>
  (await placeMessage(world.needs, aMessage({ providerId: id }))).conversationId;

describe('a conversation that opens', () => {
  it('is given to whoever is free in the same decision, with the reason and a place of their capacity', async () => {
    const world = aWorld();
    const id = await placed(world);
    expect(await world.conversation(id)).toMatchObject({ version: 1, holder: { kind: 'agent', agentId: 'maya' } });
    expect((await world.events(id)).at(-1)).toMatchObject({
      type: 'ConversationAssigned',
      by: { kind: 'parley', rule: 'routing' },
      reason: expect.stringContaining('the only one free'),
    });
    expect(await world.agents.get('maya')).toMatchObject({ load: 1 });
  });

  it('asks for no routing then', async () => {
    const world = aWorld();
    const id = await placed(world);
    const following = consequencesOf(await world.events(id), await world.conversation(id));
    expect(following.map((each) => each.do)).not.toContain('route');
  });

  it('is left to routing when nobody is free', async () => {
    const world = aWorld({ agents: [anAgent({ presence: 'away' })] });
    const id = await placed(world);
    expect(await world.conversation(id)).toMatchObject({ holder: { kind: 'nobody' } });
    const following = consequencesOf(await world.events(id), await world.conversation(id));
    expect(following.map((each) => each.do)).toContain('route');
  });

  it('is left to routing, and not held up, when its agent was taken meanwhile', async () => {
    const world = aWorld();
    const asked: number[] = [];
    const agents = {
      list: async () => {
        asked.push(1);
        const found = await world.agents.list();
        // Full by the time of saving.
        world.memory.agents.set('maya', anAgent({ load: 3 }));
        return found;
      },
    };
    const { conversationId, outcome } = await placeMessage({ ...world.needs, agents }, aMessage());
    expect(outcome).toBe('saved');
    expect(await world.conversation(conversationId)).toMatchObject({ holder: { kind: 'nobody' } });
    expect(asked).toHaveLength(1);
    expect(await world.agents.get('maya')).toMatchObject({ load: 3 });
  });

  it('has facts with ids of their own', async () => {
    const world = aWorld();
    const ids = (await world.events(await placed(world))).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('a conversation that comes back', () => {
  it('is given to who had it before', async () => {
    const noah = anAgent({ id: 'noah', name: 'Noah' });
    const world = aWorld({ agents: [anAgent({ load: 2 }), noah] });
    const id = await placed(world);
    await world.happens(id, assignedTo(anAgent({ load: 2 })));
    await world.happens(id, { type: 'ConversationResolved' });
    await placed(world, 'SM2');
    expect(await world.conversation(id)).toMatchObject({ holder: { agentId: 'maya' }, stage: { status: 'open' } });
  });

  it('stays with whoever has it', async () => {
    const world = aWorld();
    const id = await placed(world);
    await placed(world, 'SM2');
    expect((await world.kinds(id)).filter((kind) => kind === 'ConversationAssigned')).toHaveLength(1);
  });
});
