import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Conversation, Holder } from '#domain/conversations/conversation.ts';
import { positionOf } from '#domain/conversations/ports.ts';
import type { ConversationPage, View } from '#functions/agent-api/contract.ts';
import { listConversations } from '#functions/agent-api/conversation-reads.ts';
import { aConversation, anAgent, aQueue, at, noon } from '#test/support/builders.ts';
import { aWorld } from '#test/support/memory-world.ts';
import { anApiEvent, apiNeeds } from './api.ts';

const agents = [anAgent(), anAgent({ id: 'noah', name: 'Noah' })];
const queues = [aQueue(), aQueue({ id: 'returns', name: 'Returns' })];
const caller = { agent: anAgent(), role: 'agent' } as const;
const by = (agentId: string): Holder => ({ kind: 'agent', agentId, agentName: agentId, since: noon });
const holders: readonly Holder[] = [{ kind: 'nobody' }, { kind: 'line', since: noon }, by('maya'), by('noah')];
const stages: readonly Conversation['stage'][] = [
  { status: 'open' },
  { status: 'snoozed', until: at('18:00') },
  { status: 'resolved', at: noon },
];

/** Few times, so that many are equal. */
const someConversations = fc
  .array(
    fc.record({
      queueId: fc.constantFrom('billing', 'returns'),
      holder: fc.constantFrom(...holders),
      stage: fc.oneof(
        { weight: 4, arbitrary: fc.constant(stages[0]) },
        { weight: 1, arbitrary: fc.constantFrom(...stages) },
      ),
      lastActivityAt: fc.constantFrom(...['09:00', '10:00', '11:00'].map(at)),
    }),
    { maxLength: 40 },
  )
  .map((all) => all.map((one, number) => ({ ...aConversation(), ...one, id: `c${number}` }) as Conversation));

const belongs: Record<View, (conversation: Conversation) => boolean> = {
  mine: ({ stage, holder }) => stage.status === 'open' && holder.kind === 'agent' && holder.agentId === 'maya',
  unassigned: ({ stage, holder }) => stage.status === 'open' && holder.kind !== 'agent',
  queue: ({ stage }) => stage.status === 'open',
  open: ({ stage }) => stage.status === 'open',
  snoozed: ({ stage }) => stage.status === 'snoozed',
  resolved: ({ stage }) => stage.status === 'resolved',
};

function listing(conversations: readonly Conversation[]) {
  const world = aWorld({ agents, queues });
  for (const conversation of conversations) world.memory.conversations.set(conversation.id, conversation);
  const { needs } = apiNeeds(world);
  return (query: Record<string, string>) =>
    listConversations(needs, { event: anApiEvent('GET', '/v1/conversations', { query }), caller });
}

/** Every page of a view, one after the other. */
async function pagesOf(
  list: ReturnType<typeof listing>,
  query: Record<string, string>,
): Promise<readonly ConversationPage[]> {
  const pages: ConversationPage[] = [];
  for (let cursor: string | undefined, asked = 0; asked === 0 || cursor; asked += 1) {
    if (asked > 200) throw new Error('the pages never end');
    const page = await list({ ...query, ...(cursor ? { cursor } : {}) });
    pages.push(page);
    cursor = page.nextCursor;
  }
  return pages;
}

describe('a view, page by page', () => {
  it('has everything that belongs there, newest first, without gaps and without repeats', async () => {
    const query = fc.record({
      view: fc.constantFrom<View>('mine', 'unassigned', 'queue', 'open', 'snoozed', 'resolved'),
      queueId: fc.constantFrom('billing', 'returns', undefined),
      limit: fc.integer({ min: 1, max: 7 }),
    });
    await fc.assert(
      fc.asyncProperty(someConversations, query, async (conversations, { view, limit, ...rest }) => {
        const queueId = rest.queueId ?? (view === 'queue' ? 'billing' : undefined);
        const list = listing(conversations);
        const pages = await pagesOf(list, { view, limit: String(limit), ...(queueId ? { queueId } : {}) });
        const expected = conversations
          .filter((one) => belongs[view](one) && (!queueId || one.queueId === queueId))
          .toSorted((one, other) => positionOf(other).localeCompare(positionOf(one)));
        expect(pages.flatMap(({ items }) => items.map(({ id }) => id))).toStrictEqual(expected.map(({ id }) => id));
        for (const { items } of pages) expect(items.length).toBeLessThanOrEqual(limit);
        // Nobody wants to click through pages that are not full.
        for (const { items } of pages.slice(0, -1)) expect(items).toHaveLength(limit);
      }),
      { numRuns: 150 },
    );
  });

  it('is one page without a cursor when all fits', async () => {
    const one = { ...aConversation(), id: 'c1' };
    expect(await listing([one])({ view: 'unassigned' })).toMatchObject({ items: [{ id: 'c1' }] });
    expect(await listing([one])({ view: 'unassigned' })).not.toHaveProperty('nextCursor');
  });

  it('shows of a conversation what lists need, and no more', async () => {
    const { items } = await listing([{ ...aConversation(), id: 'c1' }])({ view: 'open' });
    expect(items[0]).not.toHaveProperty('replyTo');
    expect(items[0]).not.toHaveProperty('deliveries');
  });
});
