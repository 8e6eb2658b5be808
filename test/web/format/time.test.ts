import { describe, expect, it } from 'vitest';
import { age, duration, snoozeChoices } from '../../../web/console/format/time.ts';

const local = (day: number, hour: number, minute = 0): Date => new Date(2026, 10, day, hour, minute);
const labels = (now: Date): string[] => snoozeChoices(now).map(({ label }) => label);

describe('the age of a row', () => {
  const now = local(20, 12).getTime();
  it.each([
    [local(20, 11, 59), '1m'],
    [local(20, 12), 'now'],
    [local(20, 9, 30), '2h'],
    [local(17, 9), 'Tue'],
    [local(3, 9), '3 Nov'],
  ])('of %s is %s', (at, text) => {
    expect(age(at.toISOString(), now)).toBe(text);
  });
});

describe('offering times to snooze until', () => {
  it('offers later today while today lasts', () => {
    expect(labels(local(18, 10))).toEqual(['Later today', 'Tomorrow', 'Next week']);
    expect(labels(local(18, 18))).toEqual(['Tomorrow', 'Next week']);
  });

  it('means nine in the morning by tomorrow, and Monday by next week', () => {
    const [, tomorrow, nextWeek] = snoozeChoices(local(18, 10));
    expect(tomorrow?.until).toEqual(local(19, 9));
    expect(nextWeek?.until).toEqual(local(23, 9));
  });

  it('skips to the Monday after when today is Monday, and does not offer Monday twice on a Sunday', () => {
    expect(snoozeChoices(local(23, 10)).at(-1)?.until).toEqual(local(30, 9));
    expect(labels(local(22, 10))).toEqual(['Later today', 'Tomorrow']);
  });
});

describe('how long something took', () => {
  it('is told in the largest units that matter', () => {
    expect([45, 60, 252, 3600, 3900].map(duration)).toEqual(['45 s', '1 min', '4 min 12 s', '1 h', '1 h 5 min']);
  });
});
