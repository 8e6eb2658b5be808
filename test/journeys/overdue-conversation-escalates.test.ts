import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalSystem, startSystem } from '#test/support/local-system.ts';
import { detailOf, findRow, nowOf, post, reply, whenConversation } from './journey.ts';

const hourMs = 3_600_000;

describe('an unanswered conversation over a weekend', () => {
  let system: LocalSystem;
  beforeAll(async () => {
    system = await startSystem();
    await toFridayAfternoon(system);
  });
  afterAll(() => system.stop());

  it('is not late while nobody works, and is warned about and escalated on Monday', async () => {
    await system.sendSms({ from: '+15550170', text: 'Friday evening question, ref 7170' });
    const { id } = await findRow(system, 'ref 7170');
    const opened = await whenConversation(system, id, ({ conversation }) => conversation.deadline !== undefined);
    const due = new Date(opened.conversation.deadline?.dueAt ?? '');
    expect(due.getUTCDay()).toBe(1);

    await system.advanceClock('PT48H');
    await system.settled();
    const sunday = await detailOf(system, id);
    expect(sunday.events.some(({ type }) => type === 'EscalationWarned' || type === 'ConversationEscalated')).toBe(
      false,
    );

    await system.advanceClock(`PT${Math.ceil((due.getTime() - (await nowOf(system)).getTime()) / hourMs) + 4}H`);
    const monday = await whenConversation(system, id, ({ conversation }) => conversation.escalationLevel === 2);
    expect(monday.events.filter(({ type }) => type === 'EscalationWarned')).toHaveLength(1);
    const levels = monday.events.flatMap((event) => (event.type === 'ConversationEscalated' ? [event.level] : []));
    expect(levels).toStrictEqual([1, 2]);
    expect(monday.conversation.priority).toBe('high');
    for (const event of monday.events)
      if (event.type === 'ConversationEscalated') expect(event.reason).toMatch(/no reply in time/);
  });

  it('is left alone when it was answered in time', async () => {
    await system.sendSms({ from: '+15550171', text: 'Quick question, ref 7171' });
    const { id } = await findRow(system, 'ref 7171');
    const opened = await whenConversation(system, id, ({ conversation }) => conversation.deadline !== undefined);
    expect((await reply(system, { by: 'maya', seen: opened, text: 'Quick answer.' })).status).toBe(201);
    await system.advanceClock('P4D');
    await system.settled();
    const later = await detailOf(system, id);
    expect(later.events.some(({ type }) => type.startsWith('Escalation') || type === 'ConversationEscalated')).toBe(
      false,
    );
  });

  it('comes back when its snooze is over', async () => {
    await system.sendSms({ from: '+15550172', text: 'Call me next week, ref 7172' });
    const { id } = await findRow(system, 'ref 7172');
    const until = new Date((await nowOf(system)).getTime() + 72 * hourMs).toISOString();
    expect((await post(system, 'maya', { path: `/v1/conversations/${id}/snooze`, body: { until } })).status).toBe(200);
    await system.settled();
    await system.advanceClock('PT73H');
    const back = await whenConversation(system, id, ({ conversation }) => conversation.stage.status === 'open');
    expect(back.events.some(({ type }) => type === 'ConversationWoken')).toBe(true);
  });
});

/** Friday, 17:10 in Berlin: twenty minutes of work are left before the weekend. */
async function toFridayAfternoon(system: LocalSystem): Promise<void> {
  const now = await nowOf(system);
  const friday = new Date(now);
  friday.setUTCHours(16, 10, 0, 0);
  while (friday.getUTCDay() !== 5 || friday <= now) friday.setUTCDate(friday.getUTCDate() + 1);
  await system.advanceClock(`PT${Math.ceil((friday.getTime() - now.getTime()) / 1000)}S`);
}
