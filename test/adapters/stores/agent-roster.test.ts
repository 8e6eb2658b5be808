import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withRoster } from '#adapters/dynamodb/agent-roster.ts';
import { placeMessage } from '#domain/conversations/place-message.ts';
import { aMessage, anAgent } from '#test/support/builders.ts';
import { aWorld } from '#test/support/memory-world.ts';

const two = [anAgent(), anAgent({ id: 'noah', name: 'Noah' })];

/** A world whose agents are remembered, and how often they were read. */
function remembering(agents = two) {
  const world = aWorld({ agents });
  let read = 0;
  const list = async () => {
    read += 1;
    return world.needs.agents.list();
  };
  const roster = withRoster({ agents: { ...world.needs.agents, list }, conversations: world.needs.conversations });
  let messages = 0;
  return {
    world,
    roster,
    read: () => read,
    placeNew: () => {
      messages += 1;
      const sender = { address: `+1555010${messages}`, verified: true };
      return placeMessage({ ...world.needs, ...roster }, aMessage({ providerId: `SM${messages}`, sender }));
    },
  };
}

describe('remembering who is there', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => vi.useRealTimers());

  it('reads the list once a second', async () => {
    const { roster, read } = remembering();
    await roster.agents.list();
    vi.advanceTimersByTime(999);
    await roster.agents.list();
    expect(read()).toBe(1);
    vi.advanceTimersByTime(1);
    await roster.agents.list();
    expect(read()).toBe(2);
  });

  it('counts what it gave away itself, so that work is spread', async () => {
    const { world, placeNew, read } = remembering();
    for (let message = 0; message < 4; message += 1) await placeNew();
    expect((await world.agents.list()).map(({ load }) => load)).toStrictEqual([2, 2]);
    expect(read()).toBe(1);
  });

  it('reads again when somebody else was quicker', async () => {
    const { world, placeNew, read } = remembering([anAgent()]);
    await placeNew();
    world.memory.agents.set('maya', anAgent({ load: 3 }));
    const { conversationId } = await placeNew();
    expect(await world.conversation(conversationId)).toMatchObject({ holder: { kind: 'nobody' } });
    await placeNew();
    expect(read()).toBe(2);
  });
});
