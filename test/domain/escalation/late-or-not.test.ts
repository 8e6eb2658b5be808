import { describe, expect, it } from 'vitest';
import type { Draft } from '#domain/conversations/facts.ts';
import { leaveInto, takeIn } from '#domain/conversations/join-conversations.ts';
import { placeMessage } from '#domain/conversations/place-message.ts';
import { type BusinessCalendar, businessCalendar } from '#domain/escalation/business-hours.ts';
import { aMessage, anAgent, anOrigin, aPolicy, aQueue, at } from '#test/support/builders.ts';
import { aWorld } from '#test/support/memory-world.ts';
import { type Disturbances, watchedWorld } from '#test/support/watched-world.ts';

const lead = anAgent({ id: 'iris', name: 'Iris Falk', leadsQueueIds: ['billing'] });
const day = '11-19T';

/** A message at noon that is due at 13:00: warned at 12:45, level 1 at 13:00, level 2 at 13:30. */
async function aPromise(disturbances: Disturbances = {}) {
  const world = aWorld({
    agents: [anAgent(), lead],
    queues: [aQueue(), aQueue({ id: 'desk', name: 'Front desk' })],
  });
  const watched = watchedWorld(world, disturbances);
  // The customer's message carries the time at which it was taken in; clocks of others do not set deadlines.
  world.moveClockTo(at('12:00'));
  const { conversationId } = await placeMessage(world, aMessage());
  const deadlineId = (await world.conversation(conversationId)).deadline?.id ?? '';
  await watched.until(at('12:00'));
  const happens = (...drafts: readonly Draft[]) => world.happens(conversationId, ...drafts);
  const answered = () => happens({ type: 'DeadlineMet', deadlineId });
  return { world, conversationId, happens, answered, ...watched };
}

const disturbed: readonly Disturbances[] = [-5, 0, 5].flatMap((skewMinutes) =>
  [0, 59, 60].flatMap((timerLateSeconds) => [1, 2, 3].map((times) => ({ skewMinutes, timerLateSeconds, times }))),
);
const inWords = ({ skewMinutes, timerLateSeconds, times }: Disturbances) =>
  `clock ${skewMinutes} min off, timers ${timerLateSeconds} s late, delivered ${times} times`;
const cases = disturbed.map((each) => [inWords(each), each] as const);
const millisecond = (time: string, by: number) => new Date(Date.parse(at(time)) + by).toISOString();

describe.each(cases)('with %s, a promise', (_, disturbances) => {
  it('that nobody keeps is warned about once and escalated once per level, none too early, none over two minutes late', async () => {
    const { escalations, untilQuiet } = await aPromise(disturbances);
    await untilQuiet();
    const made = escalations();
    expect(made.map((each) => each.split(' ')[0])).toStrictEqual(['warned', 'escalated', 'escalated']);
    for (const [position, time] of ['12:45', '13:00', '13:30'].entries()) {
      const lateBy = Date.parse(`2026-${made[position]?.split(' ')[1]}Z`) - Date.parse(at(time));
      expect(lateBy).toBeGreaterThanOrEqual(0);
      expect(lateBy).toBeLessThanOrEqual(120_000);
    }
  });

  it('that was kept a millisecond before its time is not escalated', async () => {
    const { answered, escalations, until, untilQuiet } = await aPromise(disturbances);
    await until(millisecond('13:00', -1));
    await answered();
    await untilQuiet();
    expect(escalations().filter((each) => each.startsWith('escalated'))).toStrictEqual([]);
  });
});

describe('a reply', () => {
  it('a millisecond after its time comes after the escalation, and ends it', async () => {
    const { answered, escalations, until, untilQuiet } = await aPromise();
    await until(millisecond('13:00', 1));
    await answered();
    await untilQuiet();
    expect(escalations()).toStrictEqual([`warned ${day}12:45:00`, `escalated ${day}13:00:00`]);
  });

  it('within the minute for which the timer may be late leaves nobody to be called', async () => {
    const { answered, escalations, until, untilQuiet } = await aPromise({ timerLateSeconds: 60 });
    await until(millisecond('13:00', 1));
    await answered();
    await untilQuiet();
    expect(escalations()).toStrictEqual([`warned ${day}12:46:00`]);
  });

  it('in good time costs one look and no workflow', async () => {
    const { answered, looks, until, untilQuiet } = await aPromise();
    await until(at('12:30'));
    await answered();
    await untilQuiet();
    expect(looks).toStrictEqual({ byTimer: 1, byWorkflow: 0 });
  });
});

describe('a conversation', () => {
  const resolved: Draft = { type: 'ConversationResolved' };

  it.each<[string, readonly Draft[]]>([
    ['closed', [resolved]],
    ['closed and opened again', [resolved, { type: 'ConversationReopened', reason: 'not done' }]],
  ])('that was %s in time is not escalated', async (_, drafts) => {
    const { happens, escalations, until, untilQuiet } = await aPromise();
    await until(at('12:30'));
    await happens(...drafts);
    await untilQuiet();
    expect(escalations()).toStrictEqual([]);
  });

  it('that comes back with a message has a promise of its own', async () => {
    const { world, happens, escalations, until, untilQuiet } = await aPromise();
    await until(at('12:30'));
    await happens(resolved);
    await until(at('14:00'));
    await placeMessage(world, aMessage({ providerId: 'SM2', sentAt: at('14:00') }));
    await untilQuiet();
    expect(escalations()).toStrictEqual([
      `warned ${day}15:45:00`,
      `escalated ${day}16:00:00`,
      `escalated ${day}16:30:00`,
    ]);
  });

  it('that was joined into another leaves the promise to that one', async () => {
    const { world, conversationId, escalations, until, untilQuiet } = await aPromise();
    const other = aMessage({ providerId: 'SM2', sender: { address: '+15550199', verified: true } });
    await until(at('12:30'));
    const { conversationId: intoId } = await placeMessage(world, other);
    const [from, into] = [await world.conversation(conversationId), await world.conversation(intoId)];
    const joining = { origin: anOrigin({ commitId: 'join', at: at('12:30') }), from, into, reason: 'the same matter' };
    const [left] = leaveInto(joining);
    const [taken] = takeIn(joining);
    if (left) await world.happens(conversationId, left);
    if (taken) await world.happens(intoId, taken);
    await untilQuiet();
    expect(escalations()).toStrictEqual([
      `warned ${day}13:15:00`,
      `escalated ${day}13:30:00`,
      `escalated ${day}14:00:00`,
    ]);
  });

  it('that was moved to another queue is escalated there', async () => {
    const { world, conversationId, happens, escalations, until, untilQuiet } = await aPromise();
    await until(at('12:50'));
    await happens({ type: 'ConversationTransferred', fromQueueId: 'billing', toQueueId: 'desk', reason: 'a visit' });
    await untilQuiet();
    expect(escalations()).toHaveLength(3);
    expect((await world.events(conversationId)).findLast(({ type }) => type === 'ConversationEscalated')).toMatchObject(
      {
        level: 2,
        notified: [],
      },
    );
  });
});

describe('a snooze', () => {
  it.each(cases)('ends once and not before its time with %s', async (_, disturbances) => {
    const { world, conversationId, happens, answered, until, untilQuiet } = await aPromise(disturbances);
    await answered();
    await happens({ type: 'ConversationSnoozed', until: at('18:00') });
    await until(millisecond('18:00', -1));
    expect((await world.conversation(conversationId)).stage.status).toBe('snoozed');
    await untilQuiet();
    expect((await world.kinds(conversationId)).filter((type) => type === 'ConversationWoken')).toHaveLength(1);
  });

  it('holds back what is due meanwhile until it is over', async () => {
    const { happens, escalations, untilQuiet } = await aPromise();
    await happens({ type: 'ConversationSnoozed', until: at('18:00') });
    await untilQuiet();
    expect(escalations()).toStrictEqual([
      `warned ${day}18:01:00`,
      `escalated ${day}18:02:00`,
      `escalated ${day}18:02:00`,
    ]);
  });

  it('that somebody ends early makes what was due be looked at then', async () => {
    const { happens, escalations, until, untilQuiet } = await aPromise();
    await happens({ type: 'ConversationSnoozed', until: at('18:00') });
    await until(at('14:00'));
    expect(escalations()).toStrictEqual([]);
    await happens({ type: 'ConversationWoken', reason: 'needed now' });
    await until(at('14:05'));
    expect(escalations()).toHaveLength(3);
    await untilQuiet();
    expect(escalations()).toHaveLength(3);
  });
});

describe('business hours', () => {
  const berlin: BusinessCalendar = businessCalendar({
    id: 'berlin',
    name: 'Berlin office',
    timeZone: 'Europe/Berlin',
    weekly: Object.fromEntries(
      ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((weekday) => [
        weekday,
        [{ from: '09:00', to: '17:00' }],
      ]),
    ),
  });

  it.each([
    // Clocks go back on 25 October 2026 and forward on 28 March 2027: 9:30 on Monday is another time of UTC than on Friday.
    ['back', '2026-10-23T14:30:00.000Z', ['warned 10-26T08:15:00', 'escalated 10-26T08:30:00']],
    ['forward', '2027-03-26T15:30:00.000Z', ['warned 03-29T07:15:00', 'escalated 03-29T07:30:00']],
  ])('hold over a weekend on which clocks go %s', async (_, friday, expected) => {
    const policy = aPolicy({ calendarId: 'berlin', levels: [{ afterMinutes: 0, actions: [{ do: 'notify-leads' }] }] });
    const world = aWorld({ agents: [lead], calendars: [berlin], policies: [policy] });
    world.moveClockTo(friday);
    const { escalations, untilQuiet } = watchedWorld(world);
    await placeMessage(world, aMessage({ sentAt: friday }));
    await untilQuiet();
    expect(escalations()).toStrictEqual(expected);
  });
});
