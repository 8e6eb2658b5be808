import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Agent, gainedRoom } from '#domain/agents/agent.ts';
import type { Draft } from '#domain/conversations/facts.ts';
import { chooseAgent } from '#domain/routing/choose-agent.ts';
import { routeConversation, serveLine } from '#domain/routing/route-conversation.ts';
import { aMessage, anAgent, anAnalysis, anOpening, aQueue, assignedTo, at } from '#test/support/builders.ts';
import { aWorld, type World } from '#test/support/memory-world.ts';

const maya = anAgent({ capacity: 1 });
const noah = anAgent({ id: 'noah', name: 'Noah Wirth', capacity: 1 });

const open = (world: World, id: string, overrides: Parameters<typeof anOpening>[0] = {}) =>
  world.happens(id, anOpening(overrides));
const holderOf = async (world: World, id: string) => {
  const { holder } = await world.conversation(id);
  return holder.kind === 'agent' ? holder.agentId : holder.kind;
};

describe('routing a conversation', () => {
  it('gives it to a free agent, with the reason and by a named rule', async () => {
    const world = aWorld({ agents: [maya] });
    await open(world, 'c1');
    expect(await routeConversation(world, 'c1')).toBe('assigned');
    expect((await world.events('c1')).at(-1)).toMatchObject({
      type: 'ConversationAssigned',
      agentId: 'maya',
      by: { kind: 'parley', rule: 'routing' },
      reason: '1 of 1 places free, the only one free in Billing',
    });
    expect((await world.agents.get('maya'))?.load).toBe(1);
  });

  it('puts it into the waiting line when nobody is free, with the reason, once', async () => {
    const world = aWorld({ agents: [{ ...maya, presence: 'away' }] });
    await open(world, 'c1');
    expect(await routeConversation(world, 'c1')).toBe('waiting');
    expect(await routeConversation(world, 'c1')).toBe('waiting');
    expect(await world.kinds('c1')).toStrictEqual(['ConversationOpened', 'WaitingStarted']);
    expect((await world.events('c1')).at(-1)).toMatchObject({ reason: 'nobody is free in Billing: 1 away' });
  });

  it.each<[string, readonly Draft[]]>([
    ['has an agent', [assignedTo(noah)]],
    ['is resolved', [{ type: 'ConversationResolved' }]],
    ['is snoozed', [{ type: 'ConversationSnoozed', until: at('18:00') }]],
  ])('leaves alone one that %s', async (_, drafts) => {
    const world = aWorld({ agents: [maya, noah] });
    await open(world, 'c1');
    const before = await world.happens('c1', ...drafts);
    expect(await routeConversation(world, 'c1')).toBe('settled');
    expect(await world.conversation('c1')).toStrictEqual(before);
  });

  it('gives it to one agent only when asked twice at once', async () => {
    const world = aWorld({ agents: [maya, noah] });
    await open(world, 'c1');
    const outcomes = await Promise.all([routeConversation(world, 'c1'), routeConversation(world, 'c1')]);
    expect(outcomes.toSorted()).toStrictEqual(['assigned', 'settled']);
    expect(await world.kinds('c1')).toStrictEqual(['ConversationOpened', 'ConversationAssigned']);
  });

  it('fills no agent beyond capacity when many are routed at once', async () => {
    const world = aWorld({ agents: [{ ...maya, capacity: 2 }, noah] });
    const ids = ['c1', 'c2', 'c3', 'c4', 'c5'];
    for (const id of ids) await open(world, id);
    const outcomes = await Promise.all(ids.map((id) => routeConversation(world, id)));
    expect(outcomes.filter((outcome) => outcome === 'assigned')).toHaveLength(3);
    expect((await world.agents.list()).map((agent) => agent.load)).toStrictEqual([2, 1]);
  });

  it('leaves nobody waiting whose agent became free in the very moment', async () => {
    const world = aWorld({ agents: [{ ...maya, presence: 'away' }] });
    await open(world, 'c1');
    let looks = 0;
    const agents: World['agents'] = {
      ...world.agents,
      async list() {
        const seen = await world.agents.list();
        looks += 1;
        // She comes back, and finds the line still empty, after she was seen away and before the line is joined.
        if (looks === 1) {
          await world.agents.put(maya);
          await serveLine(world, 'maya');
        }
        return seen;
      },
    };
    await routeConversation({ ...world.needs, agents }, 'c1');
    expect(await holderOf(world, 'c1')).toBe('maya');
  });

  it('is refused when there is no such conversation', async () => {
    await expect(routeConversation(aWorld(), 'gone')).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('serving the waiting line', () => {
  const waiting = async (world: World, id: string, since: { time: string } & Parameters<typeof anOpening>[0]) => {
    const { time, ...opening } = since;
    world.moveClockTo(at(time));
    await open(world, id, opening);
    await routeConversation(world, id);
  };

  it('goes by priority, then by age', async () => {
    const world = aWorld({ agents: [] });
    await waiting(world, 'young', { time: '10:00' });
    await waiting(world, 'old', { time: '09:00' });
    await waiting(world, 'urgent', { priority: 'urgent', time: '11:00' });
    world.memory.agents.set('maya', { ...maya, capacity: 2 });
    expect(await serveLine(world, 'maya')).toBe(2);
    expect(await Promise.all(['urgent', 'old', 'young'].map((id) => holderOf(world, id)))).toStrictEqual([
      'maya',
      'maya',
      'line',
    ]);
  });

  it('goes across all queues of the agent', async () => {
    const world = aWorld({ agents: [], queues: [aQueue(), aQueue({ id: 'returns', name: 'Returns' })] });
    await waiting(world, 'billing', { time: '09:00' });
    await waiting(world, 'returns', { queueId: 'returns', priority: 'high', time: '10:00' });
    world.memory.agents.set('maya', { ...maya, queueIds: ['billing', 'returns'] });
    await serveLine(world, 'maya');
    expect(await holderOf(world, 'returns')).toBe('maya');
    expect(await holderOf(world, 'billing')).toBe('line');
  });

  it('does nothing for somebody who is away, full or unknown', async () => {
    const world = aWorld({
      agents: [
        { ...maya, presence: 'away' },
        { ...noah, load: 1 },
      ],
    });
    await waiting(world, 'c1', { time: '09:00' });
    expect(await Promise.all(['maya', 'noah', 'gone'].map((id) => serveLine(world, id)))).toStrictEqual([0, 0, 0]);
    expect(await world.kinds('c1')).toStrictEqual(['ConversationOpened', 'WaitingStarted']);
  });

  it('goes on to the next when one was given to a colleague who is free too', async () => {
    const world = aWorld({ agents: [] });
    await waiting(world, 'c1', { time: '09:00' });
    await waiting(world, 'c2', { time: '10:00' });
    world.memory.agents.set('maya', maya);
    world.memory.agents.set('noah', { ...noah, idleSince: at('07:00') });
    await serveLine(world, 'maya');
    await serveLine(world, 'noah');
    expect([await holderOf(world, 'c1'), await holderOf(world, 'c2')]).toStrictEqual(['noah', 'maya']);
  });

  it('passes over what the agent cannot take', async () => {
    const world = aWorld({ agents: [anAgent({ id: 'lea', languages: ['fr'], presence: 'away' })] });
    await waiting(world, 'french', { time: '09:00' });
    const message = aMessage({ text: 'Où est mon colis ?' });
    await world.happens('french', { type: 'MessageReceived', message, analysis: anAnalysis({ language: 'fr' }) });
    await waiting(world, 'english', { time: '10:00' });
    world.memory.agents.set('maya', maya);
    await serveLine(world, 'maya');
    expect([await holderOf(world, 'french'), await holderOf(world, 'english')]).toStrictEqual(['line', 'maya']);
  });

  it('is not held up by a line whose skills the agent lacks', async () => {
    const world = aWorld({ agents: [], queues: [aQueue(), aQueue({ id: 'vip', skills: ['vip'] })] });
    for (let number = 0; number < 30; number += 1)
      await waiting(world, `vip${number}`, { queueId: 'vip', priority: 'urgent', time: '08:00' });
    await waiting(world, 'c1', { time: '09:00' });
    world.memory.agents.set('maya', { ...maya, queueIds: ['billing', 'vip'] });
    await serveLine(world, 'maya');
    expect(await holderOf(world, 'c1')).toBe('maya');
  });
});

describe('a day of arrivals, resolutions and comings and goings', () => {
  const agents = [
    anAgent({ capacity: 1, queueIds: ['billing'] }),
    anAgent({ id: 'noah', capacity: 2, queueIds: ['billing', 'vip'], skills: ['vip'] }),
    anAgent({ id: 'lea', capacity: 1, queueIds: ['vip'], skills: ['vip'], presence: 'offline' }),
  ];
  const queues = [aQueue(), aQueue({ id: 'vip', name: 'VIP', skills: ['vip'] })];
  const step = fc.oneof(
    fc.record({ do: fc.constant('arrive' as const), queue: fc.constantFrom('billing', 'vip'), urgent: fc.boolean() }),
    fc.record({ do: fc.constant('resolve' as const), nth: fc.nat(20) }),
    fc.record({ do: fc.constant('put-back' as const), nth: fc.nat(20) }),
    fc.record({
      do: fc.constant('presence' as const),
      agent: fc.constantFrom('maya', 'noah', 'lea'),
      presence: fc.constantFrom('available' as const, 'away' as const),
    }),
  );
  type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

  const nth = (world: World, number: number) => {
    const held = [...world.memory.conversations.values()].filter(
      ({ holder, stage }) => holder.kind === 'agent' && stage.status === 'open',
    );
    return held[number % Math.max(1, held.length)];
  };

  async function happen(world: World, now: Step, number: number): Promise<void> {
    if (now.do === 'presence') {
      const agent = await world.agents.get(now.agent);
      if (agent) await world.agents.put({ ...agent, presence: now.presence });
      return;
    }
    if (now.do === 'arrive') {
      await open(world, `c${number}`, { queueId: now.queue, priority: now.urgent ? 'urgent' : 'normal' });
      await routeConversation(world, `c${number}`);
      return;
    }
    const conversation = nth(world, now.nth);
    if (conversation?.holder.kind !== 'agent') return;
    const { agentId } = conversation.holder;
    if (now.do === 'resolve') await world.happens(conversation.id, { type: 'ConversationResolved' });
    else {
      await world.happens(conversation.id, { type: 'ConversationUnassigned', agentId, reason: 'put back' });
      await routeConversation(world, conversation.id);
    }
  }

  /** What publish-events does with agents that changed. */
  async function serveWhoGainedRoom(world: World, before: ReadonlyMap<string, Agent>): Promise<void> {
    for (const agent of await world.agents.list())
      if (gainedRoom(before.get(agent.id), agent)) await serveLine(world, agent.id);
  }

  it('fills nobody beyond capacity, and lets nobody wait for whom somebody is free', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const world = aWorld({ agents, queues });
        for (const [number, now] of steps.entries()) {
          const before = new Map(world.memory.agents);
          await happen(world, now, number);
          await serveWhoGainedRoom(world, before);
          const present = await world.agents.list();
          for (const agent of present) {
            const held = [...world.memory.conversations.values()].filter(
              ({ holder, stage }) => stage.status === 'open' && holder.kind === 'agent' && holder.agentId === agent.id,
            );
            expect(agent.load).toBe(held.length);
            expect(agent.load).toBeLessThanOrEqual(agent.capacity);
          }
          for (const conversation of world.memory.conversations.values()) {
            const queue = queues.find(({ id }) => id === conversation.queueId);
            if (conversation.holder.kind !== 'line' || !queue) continue;
            expect(chooseAgent(conversation, queue, present).kind).toBe('wait');
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
