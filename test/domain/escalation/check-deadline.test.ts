import { describe, expect, it } from 'vitest';
import type { Draft } from '#domain/conversations/facts.ts';
import { placeMessage } from '#domain/conversations/place-message.ts';
import { checkDeadline, endSnooze } from '#domain/escalation/check-deadline.ts';
import { aMessage, anAgent, aPolicy, aQueue, assignedTo, at } from '#test/support/builders.ts';
import { aWorld } from '#test/support/memory-world.ts';

const lead = anAgent({ id: 'iris', name: 'Iris Falk', leadsQueueIds: ['billing'] });
const noLead = { ...lead, leadsQueueIds: [] };

/** A message at noon that is due at 13:00: warned at 12:45, level 1 at 13:00, level 2 at 13:30. */
async function aPromise(setup: Parameters<typeof aWorld>[0] = {}) {
  const world = aWorld({ agents: [anAgent(), lead], ...setup });
  const { conversationId } = await placeMessage(world, aMessage());
  const deadlineId = (await world.conversation(conversationId)).deadline?.id ?? '';
  const lookAt = (time: string) => {
    world.moveClockTo(at(time));
    return checkDeadline(world, { conversationId, deadlineId, dueAt: at(time) });
  };
  const escalations = async () =>
    (await world.events(conversationId)).flatMap((event) => {
      if (event.type === 'EscalationWarned') return ['warned'];
      return event.type === 'ConversationEscalated' ? [`level ${event.level}`] : [];
    });
  return { world, conversationId, lookAt, escalations };
}

describe('a promise that nobody keeps', () => {
  it('is warned about, then escalated level by level, and then over', async () => {
    const { world, conversationId, lookAt, escalations } = await aPromise();
    expect(await lookAt('12:45')).toBe(at('13:00'));
    expect(await lookAt('13:00')).toBe(at('13:30'));
    expect(await lookAt('13:30')).toBeUndefined();
    expect(await escalations()).toStrictEqual(['warned', 'level 1', 'level 2']);
    expect(await world.conversation(conversationId)).toMatchObject({
      priority: 'high',
      escalationLevel: 2,
      holder: { kind: 'agent', agentId: 'iris' },
    });
    expect((await world.agents.get('iris'))?.load).toBe(1);
  });

  it('takes each step once, however often the timer goes off', async () => {
    const { lookAt, escalations } = await aPromise();
    for (const time of ['12:45', '13:00', '13:30'])
      await Promise.all([lookAt(time), lookAt(time), lookAt(time), lookAt(time)]);
    expect(await escalations()).toStrictEqual(['warned', 'level 1', 'level 2']);
  });

  it('takes one step at a time when the timer was held up, and goes on at once', async () => {
    const { lookAt, escalations } = await aPromise();
    expect(await lookAt('15:00')).toBe(at('13:00'));
    expect(await lookAt('15:00')).toBe(at('13:30'));
    expect(await lookAt('15:00')).toBeUndefined();
    expect(await escalations()).toStrictEqual(['warned', 'level 1', 'level 2']);
  });

  it('waits on when the timer goes off early', async () => {
    const { lookAt, escalations } = await aPromise();
    expect(await lookAt('12:30')).toBe(at('12:45'));
    expect(await escalations()).toStrictEqual([]);
  });

  it('goes on when no lead has room', async () => {
    const { world, conversationId, lookAt } = await aPromise({
      agents: [anAgent({ presence: 'away' }), { ...lead, load: 3 }],
    });
    for (const time of ['12:45', '13:00', '13:30']) await lookAt(time);
    const { holder, escalationLevel } = await world.conversation(conversationId);
    expect({ holder, escalationLevel }).toStrictEqual({ holder: { kind: 'nobody' }, escalationLevel: 2 });
    expect((await world.events(conversationId)).at(-1)).toMatchObject({
      reason: expect.stringContaining('no lead has room to take it'),
    });
  });

  it('frees the agent who had it when it is handed to a lead', async () => {
    const { world, conversationId, lookAt } = await aPromise();
    await world.happens(conversationId, assignedTo(anAgent()));
    for (const time of ['12:45', '13:00', '13:30']) await lookAt(time);
    expect((await world.agents.list()).map(({ id, load }) => [id, load])).toStrictEqual([
      ['iris', 1],
      ['maya', 0],
    ]);
  });

  it('goes on with the leads of the queue it was moved to', async () => {
    const { world, conversationId, lookAt } = await aPromise({
      agents: [noLead, { ...lead, id: 'ben', name: 'Ben Ott', leadsQueueIds: ['desk'] }],
      queues: [aQueue(), aQueue({ id: 'desk', name: 'Front desk' })],
      policies: [
        aPolicy({
          levels: [
            { afterMinutes: 0, actions: [{ do: 'move-to-queue', queueId: 'desk' }] },
            { afterMinutes: 30, actions: [{ do: 'notify-leads' }] },
          ],
        }),
      ],
    });
    for (const time of ['12:45', '13:00', '13:30']) await lookAt(time);
    expect((await world.conversation(conversationId)).queueId).toBe('desk');
    expect((await world.events(conversationId)).at(-1)).toMatchObject({ level: 2, notified: ['ben'] });
  });
});

describe('a promise that is over', () => {
  it.each<[string, (deadlineId: string) => Draft]>([
    ['was kept', (deadlineId) => ({ type: 'DeadlineMet', deadlineId })],
    ['was resolved', () => ({ type: 'ConversationResolved' })],
  ])('ends its workflow when it %s', async (_, draft) => {
    const { world, conversationId, lookAt, escalations } = await aPromise();
    const { deadline } = await world.conversation(conversationId);
    await world.happens(conversationId, draft(deadline?.id ?? ''));
    expect(await lookAt('13:00')).toBeUndefined();
    expect(await escalations()).toStrictEqual([]);
  });

  it('ends its workflow when there is no such conversation', async () => {
    expect(
      await checkDeadline(aWorld(), { conversationId: 'gone', deadlineId: 'd1', dueAt: at('13:00') }),
    ).toBeUndefined();
  });
});

describe('a promise about a snoozed conversation', () => {
  it('is left in peace until it is back', async () => {
    const { world, conversationId, lookAt, escalations } = await aPromise();
    await world.happens(conversationId, { type: 'ConversationSnoozed', until: at('18:00') });
    expect(await lookAt('12:45')).toBeUndefined();
    world.moveClockTo(at('18:00'));
    await endSnooze(world, { conversationId, until: at('18:00') });
    await lookAt('18:00');
    expect(await escalations()).toStrictEqual(['warned']);
  });

  it('goes on when its time has come though the waking is late, instead of asking again and again', async () => {
    const { world, conversationId, lookAt, escalations } = await aPromise();
    await world.happens(conversationId, { type: 'ConversationSnoozed', until: at('18:00') });
    await lookAt('18:00');
    expect(await escalations()).toStrictEqual(['warned']);
  });
});

describe('the end of a snooze', () => {
  it('wakes the conversation once', async () => {
    const { world, conversationId } = await aPromise();
    await world.happens(conversationId, { type: 'ConversationSnoozed', until: at('18:00') });
    world.moveClockTo(at('18:00'));
    await endSnooze(world, { conversationId, until: at('18:00') });
    await endSnooze(world, { conversationId, until: at('18:00') });
    const woken = (await world.events(conversationId)).filter((event) => event.type === 'ConversationWoken');
    expect(woken).toMatchObject([{ reason: 'its time had come', by: { kind: 'parley', rule: 'snooze' } }]);
  });

  it('does not wake one that was put away for longer meanwhile', async () => {
    const { world, conversationId } = await aPromise();
    await world.happens(conversationId, { type: 'ConversationSnoozed', until: at('18:00') });
    await world.happens(conversationId, { type: 'ConversationSnoozed', until: at('20:00') });
    await endSnooze(world, { conversationId, until: at('18:00') });
    expect((await world.conversation(conversationId)).stage).toMatchObject({ until: at('20:00') });
  });
});
