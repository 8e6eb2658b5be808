import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Agent } from '#domain/agents/agent.ts';
import { type LocalSystem, startSystem } from '#test/support/local-system.ts';
import { detailOf, eventually, findRow, get, post, put, whenConversation } from './journey.ts';

describe('nobody is free, then somebody is', () => {
  let system: LocalSystem;
  const agents = async (): Promise<readonly Agent[]> =>
    (await get<{ items: Agent[] }>(system, 'ada', '/v1/agents')).body.items;
  const everybody = async (presence: 'available' | 'away'): Promise<void> => {
    for (const agent of await agents())
      await put(system, 'ada', { path: `/v1/agents/${agent.id}/presence`, body: { presence } });
  };

  beforeAll(async () => {
    system = await startSystem();
    await everybody('away');
  });
  afterAll(() => system.stop());

  it('waits in line with the reason, and is served by priority, then age', async () => {
    await system.sendSms({ from: '+15550160', text: 'First in line, ref 6160' });
    const first = await findRow(system, 'ref 6160');
    const waiting = await whenConversation(system, first.id, ({ conversation }) => conversation.holder.kind === 'line');
    expect(waiting.events.find((event) => event.type === 'WaitingStarted')?.reason).toMatch(/nobody is free/);

    await system.sendSms({ from: '+15550161', text: 'This is urgent, ref 6161: no access, help immediately!' });
    const urgent = await findRow(system, 'ref 6161');
    await whenConversation(system, urgent.id, ({ conversation }) => conversation.holder.kind === 'line');

    const sam = (await agents()).find((agent) => agent.id === 'sam');

    if (!sam) throw new Error('Sam works in the demo');
    const { id: samId, load: _load, idleSince: _since, ...setUp } = sam;
    await put(system, 'ada', { path: `/v1/agents/${samId}`, body: { ...setUp, capacity: 1, presence: 'available' } });

    const served = await whenConversation(
      system,
      urgent.id,
      ({ conversation }) => conversation.holder.kind === 'agent',
    );
    expect(served.conversation.holder).toMatchObject({ agentId: samId });
    await system.settled();
    expect((await detailOf(system, first.id)).conversation.holder.kind).toBe('line');

    await post(system, 'sam', { path: `/v1/conversations/${urgent.id}/resolve` });
    await whenConversation(system, first.id, ({ conversation }) => conversation.holder.kind === 'agent');
    const load = await eventually(
      'Sam is full again',
      async () => (await agents()).find(({ id }) => id === samId)?.load === 1,
    );
    expect(load).toBe(true);
  });
});
