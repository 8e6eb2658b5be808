import { describe, expect, it } from 'vitest';
import { alwaysOpen, businessCalendar } from '#domain/escalation/business-hours.ts';
import { deadlineFrom, deadlineReason } from '#domain/escalation/deadlines.ts';
import { aPolicy, at } from '#test/support/builders.ts';

const office = businessCalendar({
  id: 'office',
  name: 'Office hours',
  timeZone: 'Europe/Berlin',
  weekly: Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [day, [{ from: '09:00', to: '17:00' }]]),
  ),
});
const owed = { id: 'd1', kind: 'first-reply', setAt: at('12:00') } as const;

describe('a deadline', () => {
  it('lies as far ahead as the policy says, with all that will follow', () => {
    expect(deadlineFrom({ policy: aPolicy(), calendar: alwaysOpen }, owed)).toStrictEqual({
      ...owed,
      policyId: 'standard',
      dueAt: at('13:00'),
      steps: [
        { level: 0, at: at('12:45') },
        { level: 1, at: at('13:00') },
        { level: 2, at: at('13:30') },
      ],
    });
  });

  it('is another one for the next reply', () => {
    const deadline = deadlineFrom({ policy: aPolicy(), calendar: alwaysOpen }, { ...owed, kind: 'next-reply' });
    expect(deadline.dueAt).toBe(at('14:00'));
  });

  it.each([
    ['the policy never warns', 0],
    ['the warning would come before the message', 60],
  ])('has no warning when %s', (_, warnBeforeMinutes) => {
    const { steps } = deadlineFrom({ policy: aPolicy({ warnBeforeMinutes }), calendar: alwaysOpen }, owed);
    expect(steps.map((step) => step.level)).toStrictEqual([1, 2]);
  });

  it('counts no weekend: a message of Friday evening is due on Monday', () => {
    const friday = { ...owed, setAt: '2026-11-20T15:40:00.000Z' };
    expect(deadlineFrom({ policy: aPolicy(), calendar: office }, friday)).toMatchObject({
      // 16:40 in Berlin: 20 minutes on Friday, 40 on Monday.
      dueAt: '2026-11-23T08:40:00.000Z',
      steps: [
        { level: 0, at: '2026-11-23T08:25:00.000Z' },
        { level: 1, at: '2026-11-23T08:40:00.000Z' },
        { level: 2, at: '2026-11-23T09:10:00.000Z' },
      ],
    });
  });

  it('can be told in words', () => {
    const terms = { policy: aPolicy(), calendar: office };
    expect(deadlineReason(terms, deadlineFrom(terms, { ...owed, kind: 'next-reply' }))).toBe(
      'next reply within 120 business minutes (policy Standard, calendar Office hours)',
    );
  });
});
