import { describe, expect, it } from 'vitest';
import type { Draft } from '#domain/conversations/facts.ts';
import { placeMessage } from '#domain/conversations/place-message.ts';
import { onTimer } from '#domain/escalation/on-timer.ts';
import type { Timer, Watch } from '#domain/escalation/watch.ts';
import { aMessage, at } from '#test/support/builders.ts';
import { aWorld } from '#test/support/memory-world.ts';

/** A message at noon that is due at 13:00: warned at 12:45, level 1 at 13:00, level 2 at 13:30. */
async function aPromise() {
  const world = aWorld();
  const { conversationId } = await placeMessage(world, aMessage());
  const id = (await world.conversation(conversationId)).deadline?.id ?? '';
  const started: { readonly name: string; readonly watch: Watch }[] = [];
  const workflow = async (name: string, watch: Watch) => void started.push({ name, watch });
  const timer = (time: string): Timer => ({
    name: `timer ${time}`,
    watch: { kind: 'deadline', conversationId, id, dueAt: at(time) },
  });
  const goesOff = (each: Timer, now: string, needs: Partial<typeof world> = {}) => {
    world.moveClockTo(at(now));
    return onTimer({ ...world, ...needs, workflow }, each);
  };
  const warnings = async () => (await world.kinds(conversationId)).filter((type) => type === 'EscalationWarned').length;
  return { world, conversationId, deadlineId: id, started, timer, goesOff, warnings };
}

describe('a timer', () => {
  it('settles a warning with one look', async () => {
    const { timer, goesOff, started, warnings } = await aPromise();
    await goesOff(timer('12:45'), '12:45');
    expect([await warnings(), started]).toStrictEqual([1, []]);
  });

  it('hands what was missed to the workflow and does not escalate by itself', async () => {
    const { world, conversationId, timer, goesOff, started } = await aPromise();
    await goesOff(timer('12:45'), '12:45');
    await goesOff(timer('13:00'), '13:00');
    expect(started).toStrictEqual([timer('13:00')]);
    expect(await world.kinds(conversationId)).not.toContain('ConversationEscalated');
  });

  it('is content with what is due later: that has a timer of its own', async () => {
    const { timer, goesOff, started, warnings } = await aPromise();
    await goesOff(timer('12:45'), '12:45');
    await goesOff(timer('12:45'), '13:05');
    expect([await warnings(), started]).toStrictEqual([1, []]);
  });

  it.each<[string, (deadlineId: string) => Draft]>([
    ['answered', (deadlineId) => ({ type: 'DeadlineMet', deadlineId })],
    ['closed', () => ({ type: 'ConversationResolved' })],
    ['put away until later', () => ({ type: 'ConversationSnoozed', until: at('18:00') })],
  ])('finds nothing to do once the conversation was %s', async (_, draft) => {
    const { world, conversationId, deadlineId, timer, goesOff, started, warnings } = await aPromise();
    await world.happens(conversationId, draft(deadlineId));
    await goesOff(timer('13:00'), '13:00');
    expect([await warnings(), started]).toStrictEqual([0, []]);
  });

  it('that is early by our clock lets the workflow wait, which has a better one', async () => {
    const { timer, goesOff, started, warnings } = await aPromise();
    await goesOff(timer('12:45'), '12:40');
    expect([await warnings(), started]).toStrictEqual([0, [timer('12:45')]]);
  });

  it('leaves what cannot be looked at to the workflow, which tries for hours', async () => {
    const { world, timer, goesOff, started } = await aPromise();
    const get = async () => {
      throw new Error('the table does not answer');
    };
    await goesOff(timer('12:45'), '12:45', { conversations: { ...world.conversations, get } });
    expect(started).toStrictEqual([timer('12:45')]);
  });

  it('fails when the workflow cannot be started either, so that it is delivered again', async () => {
    const { world, timer } = await aPromise();
    const workflow = async () => {
      throw new Error('no executions today');
    };
    world.moveClockTo(at('12:40'));
    await expect(onTimer({ ...world, workflow }, timer('12:45'))).rejects.toThrow('no executions today');
  });
});

describe('the timer of a snooze', () => {
  const snoozed = async () => {
    const promise = await aPromise();
    const { conversationId, world } = promise;
    await world.happens(conversationId, { type: 'ConversationSnoozed', until: at('18:00') });
    const timer: Timer = {
      name: 'snooze',
      watch: { kind: 'snooze', conversationId, id: at('18:00'), dueAt: at('18:00') },
    };
    return { ...promise, timer, status: async () => (await world.conversation(conversationId)).stage.status };
  };

  it('wakes the conversation, without a workflow', async () => {
    const { timer, goesOff, started, status } = await snoozed();
    await goesOff(timer, '18:00');
    expect([await status(), started]).toStrictEqual(['open', []]);
  });

  it('that is early by our clock lets the workflow wait', async () => {
    const { timer, goesOff, started, status } = await snoozed();
    await goesOff(timer, '17:55');
    expect([await status(), started]).toStrictEqual(['snoozed', [timer]]);
  });
});
