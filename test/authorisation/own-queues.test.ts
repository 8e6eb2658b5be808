import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storesOn } from '#adapters/dynamodb/stores.ts';
import { listConversations } from '#functions/agent-api/conversation-reads.ts';
import { anApiEvent, apiNeeds } from '#test/functions/agent-api/api.ts';
import { anAgent, anOpening, aQueue, noon } from '#test/support/builders.ts';
import { aWorld } from '#test/support/memory-world.ts';
import { type Call, callOn } from './call.ts';
import { aboutOf } from './check-api.ts';
import type { Whose } from './seed.ts';
import { startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 120_000);
afterAll(() => world.stop());

const put = (...call: Call) => callOn(world, 'PUT', call);
const post = (...call: Call) => callOn(world, 'POST', call);
const get = (...call: Call) => callOn(world, 'GET', call);
const stores = () => storesOn(world.table);

describe('whoever sees only their own queues', () => {
  it('sees what they have or had last, wherever it lies', async () => {
    const { asked } = await aboutOf(world, 'foreign', false);
    const path = `/v1/conversations/${asked.id}`;
    expect(await get('agent¹', path)).toMatchObject({ status: 404 });
    await post('admin', `${path}/assign`, { agentId: 'agent-own' });
    expect(await get('agent¹', path)).toMatchObject({ status: 200 });
    expect((await get('agent¹', '/v1/conversations?view=mine')).body.items).toContainEqual(
      expect.objectContaining({ id: asked.id }),
    );
    await post('agent¹', `${path}/resolve`, undefined);
    expect(await get('agent¹', path)).toMatchObject({ status: 200 });
  });

  it('sees of a customer who wrote to several queues only their own part', async () => {
    const mine = await world.conversationOf('own');
    const foreign = await world.conversationOf('foreign', mine.customerId);
    const { status, body } = await get('agent¹', `/v1/customers/${mine.customerId}`);
    expect(status).toBe(200);
    expect(body.conversations.map(({ id }: { id: string }) => id)).toStrictEqual([mine.id]);
    const both = (await get('agent', `/v1/customers/${mine.customerId}`)).body.conversations;
    expect(both.map(({ id }: { id: string }) => id).toSorted()).toStrictEqual([mine.id, foreign.id].toSorted());
  });

  it('sees what was joined into one of theirs as part of it', async () => {
    const mine = await world.conversationOf('own');
    const foreign = await world.conversationOf('foreign', mine.customerId);
    await post('admin', `/v1/conversations/${mine.id}/join`, { conversationId: foreign.id });
    expect(await get('agent¹', `/v1/conversations/${mine.id}`)).toMatchObject({ status: 200 });
    expect(await get('agent¹', `/v1/conversations/${foreign.id}`)).toMatchObject({ status: 200 });
  });

  it('can name nothing of others in a body either, and is answered as if it were not there', async () => {
    const { asked: mine } = await aboutOf(world, 'own', false);
    const { asked: foreign } = await aboutOf(world, 'foreign', false);
    const without = (answer: { body: { instance?: string; detail?: string } }, id: string) => ({
      ...answer.body,
      instance: '',
      detail: answer.body.detail?.replaceAll(id, '{id}'),
    });
    const alike = async (path: string, bodyOf: (id: string) => unknown, id: string) => {
      const [theirs, none] = [await post('agent¹', path, bodyOf(id)), await post('agent¹', path, bodyOf('gone'))];
      expect(theirs.status).toBe(404);
      expect(without(theirs, id)).toStrictEqual(without(none, 'gone'));
    };
    const interaction = { kind: 'phone', at: noon, people: [], text: 'Talked', outcome: 'resolved' };
    await alike(`/v1/conversations/${mine.id}/join`, (conversationId) => ({ conversationId }), foreign.id);
    await alike(`/v1/customers/${mine.customerId}/merge`, (customerId) => ({ customerId }), foreign.customerId);
    await alike(
      '/v1/interactions',
      (id) => ({ customer: { id }, queueId: 'billing', subject: 'A visit', interaction }),
      foreign.customerId,
    );
  });

  it('is let in everywhere again once the administrator says so', async () => {
    const { asked } = await aboutOf(world, 'foreign', true);
    const { load: _, idleSince: __, id, ...fields } = (await stores().agents.get('agent-own')) ?? {};
    await put('admin', `/v1/agents/${id}`, { ...fields, sees: 'all' });
    expect(await get('agent¹', `/v1/conversations/${asked.id}`)).toMatchObject({ status: 200 });
    await put('admin', `/v1/agents/${id}`, { ...fields, sees: 'own-queues' });
    expect(await get('agent¹', `/v1/conversations/${asked.id}`)).toMatchObject({ status: 404 });
  });
});

describe('the lists of whoever sees only their own queues', () => {
  /** One minute apart, newest first: two of theirs near the top with a hundred of others between, one at the end. */
  const newestFirst = [
    'own',
    ...Array<Whose>(50).fill('foreign'),
    'own',
    ...Array<Whose>(120).fill('foreign'),
    'own',
  ] as const;

  async function aHelpDesk() {
    const helpDesk = aWorld({ queues: [aQueue(), aQueue({ id: 'vip', name: 'VIP' })] });
    for (const [position, whose] of newestFirst.entries()) {
      helpDesk.moveClockTo(new Date(Date.parse(noon) - position * 60_000).toISOString());
      const queueId = whose === 'own' ? 'billing' : 'vip';
      await helpDesk.happens(`${whose}${position}`, anOpening({ queueId, customerId: whose }));
    }
    return apiNeeds(helpDesk).needs;
  }

  it.each([1, 2, 3])('show all of theirs, %i at a time, and no cursor names what was passed over', async (limit) => {
    const needs = await aHelpDesk();
    const caller = { role: 'agent', agent: anAgent({ queueIds: ['billing'], sees: 'own-queues' }) } as const;
    const seen: string[] = [];
    let query: Record<string, string> = { view: 'open', limit: String(limit) };
    for (let pages = 0; pages < 10; pages += 1) {
      const { items, nextCursor } = await listConversations(needs, {
        event: anApiEvent('GET', '/', { query }),
        caller,
      });
      seen.push(...items.map(({ id }) => id));
      if (nextCursor === undefined) break;
      expect(Buffer.from(nextCursor, 'base64url').toString()).toMatch(/#own\d+$/);
      query = { ...query, cursor: nextCursor };
    }
    expect(seen).toStrictEqual(['own0', 'own51', 'own172']);
  });
});
