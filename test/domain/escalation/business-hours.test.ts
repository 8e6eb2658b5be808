import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import {
  addBusinessMinutes,
  alwaysOpen,
  type BusinessCalendar,
  businessCalendar,
  businessMinutesBetween,
  isWithinBusinessHours,
  nextOpening,
} from '#domain/escalation/business-hours.ts';
import { Refusal } from '#domain/kernel/refusal.ts';

type Hours = readonly { readonly from: string; readonly to: string }[];

const workdays = (hours: Hours) => ({
  monday: hours,
  tuesday: hours,
  wednesday: hours,
  thursday: hours,
  friday: hours,
});
const everyDay = (hours: Hours) => ({ ...workdays(hours), saturday: hours, sunday: hours });

const aCalendar = (overrides: Record<string, unknown> = {}): BusinessCalendar =>
  businessCalendar({
    id: 'support',
    name: 'Support',
    timeZone: 'Europe/Berlin',
    weekly: workdays([{ from: '09:00', to: '17:30' }]),
    holidays: [],
    ...overrides,
  });

const berlin = aCalendar();
const roundTheClock = [{ from: '00:00', to: '24:00' }];
const berlinAllDay = aCalendar({ weekly: everyDay(roundTheClock) });
const lunchBreak = aCalendar({
  weekly: workdays([
    { from: '09:00', to: '12:30' },
    { from: '13:30', to: '17:00' },
  ]),
});
const christmas = aCalendar({
  holidays: [
    { date: '2026-12-24', name: 'Christmas Eve', hours: [{ from: '09:00', to: '12:00' }] },
    { date: '2026-12-25', name: 'Christmas Day' },
    { date: '2026-12-26', name: 'Boxing Day', hours: [{ from: '10:00', to: '11:00' }] },
  ],
});
const newYork = aCalendar({ timeZone: 'America/New_York', weekly: everyDay([{ from: '08:00', to: '20:00' }]) });
const newYorkNights = aCalendar({ timeZone: 'America/New_York', weekly: everyDay([{ from: '00:00', to: '06:00' }]) });
const kolkata = aCalendar({ timeZone: 'Asia/Kolkata', weekly: workdays([{ from: '09:30', to: '18:30' }]) });
const lordHowe = aCalendar({ timeZone: 'Australia/Lord_Howe', weekly: everyDay([{ from: '00:00', to: '06:00' }]) });

describe('adding business minutes', () => {
  it.for([
    // Wednesday 18 November 2026, Berlin is UTC+1.
    ['within one day', berlin, '2026-11-18T09:00:00.000Z', 60, '2026-11-18T10:00:00.000Z'],
    ['ending on closing time', berlin, '2026-11-18T15:30:00.000Z', 60, '2026-11-18T16:30:00.000Z'],
    ['over a night', berlin, '2026-11-18T16:00:00.000Z', 60, '2026-11-19T08:30:00.000Z'],
    ['over a weekend', berlin, '2026-11-20T16:00:00.000Z', 60, '2026-11-23T08:30:00.000Z'],
    ['from a Saturday', berlin, '2026-11-21T10:00:00.000Z', 30, '2026-11-23T08:30:00.000Z'],
    ['from before opening', berlin, '2026-11-18T01:00:00.000Z', 0, '2026-11-18T08:00:00.000Z'],
    ['nothing while open', berlin, '2026-11-18T09:00:12.345Z', 0, '2026-11-18T09:00:12.345Z'],
    ['a whole week', berlin, '2026-11-18T09:00:00.000Z', 5 * 510, '2026-11-25T09:00:00.000Z'],
    ['over a lunch break', lunchBreak, '2026-11-18T11:00:00.000Z', 60, '2026-11-18T13:00:00.000Z'],
    // Wednesday 09:30 UTC to 23 December closing is 7 h, then 3 h on Christmas Eve, 1 h on Boxing Day, Monday 28.
    ['over holidays', christmas, '2026-12-23T09:30:00.000Z', 12 * 60, '2026-12-28T09:00:00.000Z'],
    ['in a half-hour zone', kolkata, '2026-11-18T12:30:00.000Z', 60, '2026-11-19T04:30:00.000Z'],
  ] as const)('counts %s', ([, calendar, at, minutes, expected]) => {
    expect(addBusinessMinutes(calendar, at, minutes)).toBe(expected);
  });

  it.for([
    // Clocks go forward on Sunday 29 March 2026 at 01:00 UTC: 09:00 is 08:00 UTC on Friday, 07:00 UTC on Monday.
    ['Berlin, closed over the change', berlin, '2026-03-27T16:00:00.000Z', 60, '2026-03-30T07:30:00.000Z'],
    ['Berlin, a day of 23 hours', berlinAllDay, '2026-03-28T23:00:00.000Z', 23 * 60, '2026-03-29T22:00:00.000Z'],
    ['Berlin, a day of 25 hours', berlinAllDay, '2026-10-24T22:00:00.000Z', 25 * 60, '2026-10-25T23:00:00.000Z'],
    // 8 March 2026: 02:00 EST becomes 03:00 EDT at 07:00 UTC, so the night of 00:00-06:00 has five hours.
    ['New York, a short night', newYorkNights, '2026-03-08T05:00:00.000Z', 301, '2026-03-09T04:01:00.000Z'],
    // 1 November 2026: 02:00 EDT becomes 01:00 EST at 06:00 UTC, so the night has seven hours.
    ['New York, a long night', newYorkNights, '2026-11-01T04:00:00.000Z', 421, '2026-11-02T05:01:00.000Z'],
    // 4 October 2026: 02:00 (+10:30) becomes 02:30 (+11:00), so the night has five and a half hours.
    ['Lord Howe, a short night', lordHowe, '2026-10-03T13:30:00.000Z', 331, '2026-10-04T13:01:00.000Z'],
    // 5 April 2026: 02:00 (+11:00) becomes 01:30 (+10:30), so the night has six and a half hours.
    ['Lord Howe, a long night', lordHowe, '2026-04-04T13:00:00.000Z', 391, '2026-04-05T13:31:00.000Z'],
  ] as const)('counts elapsed minutes when clocks change: %s', ([, calendar, at, minutes, expected]) => {
    expect(addBusinessMinutes(calendar, at, minutes)).toBe(expected);
  });

  it('refuses a number of minutes that is no time ahead', () => {
    expect(() => addBusinessMinutes(berlin, '2026-11-18T09:00:00.000Z', -5)).toThrow(/minutes is -5/);
    expect(() => addBusinessMinutes(berlin, '2026-11-18T09:00:00.000Z', Number.NaN)).toThrow(Refusal);
  });

  it('refuses a deadline more than ten years ahead instead of walking there', () => {
    expect(() => addBusinessMinutes(berlin, '2026-11-18T09:00:00.000Z', 1e12)).toThrow(/within ten years/);
  });
});

describe('times that the wall clock skips or shows twice', () => {
  it('opens at the jump when the opening time is skipped', () => {
    const calendar = aCalendar({ weekly: { sunday: [{ from: '02:15', to: '04:00' }] } });
    // 02:15 does not exist on 29 March 2026; the clock jumps from 02:00 to 03:00 at 01:00 UTC.
    expect(nextOpening(calendar, '2026-03-29T00:00:00.000Z')).toBe('2026-03-29T01:00:00.000Z');
    expect(businessMinutesBetween(calendar, '2026-03-29T00:00:00.000Z', '2026-03-29T12:00:00.000Z')).toBe(60);
  });

  it('does not open for an interval that is skipped whole', () => {
    const calendar = aCalendar({ weekly: { sunday: [{ from: '02:15', to: '02:45' }] } });
    expect(nextOpening(calendar, '2026-03-29T00:00:00.000Z')).toBe('2026-04-05T00:15:00.000Z');
  });

  it('takes the first of two equal times, for opening and for closing', () => {
    const calendar = aCalendar({
      weekly: {
        sunday: [
          { from: '01:00', to: '02:30' },
          { from: '02:30', to: '03:30' },
        ],
      },
    });
    // 25 October 2026: 02:30 is at 00:30 UTC and again at 01:30 UTC; 03:30 is at 02:30 UTC.
    const whole = businessMinutesBetween(calendar, '2026-10-24T20:00:00.000Z', '2026-10-25T12:00:00.000Z');
    expect(whole).toBe(90 + 120);
    expect(nextOpening(calendar, '2026-10-24T20:00:00.000Z')).toBe('2026-10-24T23:00:00.000Z');
  });

  it('skips a whole day that a country left out', () => {
    // Samoa had no 30 December 2011: midnight after the 29th began the 31st.
    const samoa = aCalendar({ timeZone: 'Pacific/Apia', weekly: everyDay(roundTheClock) });
    expect(businessMinutesBetween(samoa, '2011-12-29T10:00:00.000Z', '2011-12-31T10:00:00.000Z')).toBe(48 * 60);
    const fridays = aCalendar({ timeZone: 'Pacific/Apia', weekly: { friday: roundTheClock } });
    expect(businessMinutesBetween(fridays, '2011-12-29T10:00:00.000Z', '2012-01-01T10:00:00.000Z')).toBe(0);
  });

  it('opens when the day begins where midnight is skipped', () => {
    // Cairo's clocks went from 00:00 to 01:00 on Friday 24 April 2026, at 22:00 UTC.
    const cairo = aCalendar({ timeZone: 'Africa/Cairo', weekly: { friday: [{ from: '00:00', to: '03:00' }] } });
    expect(nextOpening(cairo, '2026-04-23T12:00:00.000Z')).toBe('2026-04-23T22:00:00.000Z');
    expect(businessMinutesBetween(cairo, '2026-04-23T12:00:00.000Z', '2026-04-24T12:00:00.000Z')).toBe(120);
  });
});

describe('counting business minutes between two instants', () => {
  it('is negative when the second comes first', () => {
    expect(businessMinutesBetween(berlin, '2026-11-19T08:30:00.000Z', '2026-11-18T16:00:00.000Z')).toBe(-60);
  });

  it('is nothing over a closed weekend', () => {
    expect(businessMinutesBetween(berlin, '2026-11-20T16:30:00.000Z', '2026-11-23T08:00:00.000Z')).toBe(0);
    expect(businessMinutesBetween(berlin, '2026-11-23T08:00:00.000Z', '2026-11-20T16:30:00.000Z')).toBe(0);
  });

  it('refuses to count more than ten years', () => {
    expect(() => businessMinutesBetween(berlin, '1999-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z')).toThrow(
      Refusal,
    );
  });
});

describe('being open', () => {
  it.each([
    ['at opening time', '2026-11-18T08:00:00.000Z', true],
    ['in the last millisecond', '2026-11-18T16:29:59.999Z', true],
    ['at closing time', '2026-11-18T16:30:00.000Z', false],
    ['on a Sunday', '2026-11-22T10:00:00.000Z', false],
  ])('%s: %s', (_, at, open) => {
    expect(isWithinBusinessHours(berlin, at)).toBe(open);
  });

  it('is at any time for a business that never closes', () => {
    expect(isWithinBusinessHours(alwaysOpen, '2026-12-25T03:00:00.000Z')).toBe(true);
    expect(addBusinessMinutes(alwaysOpen, '2026-12-25T03:00:00.000Z', 1500)).toBe('2026-12-26T04:00:00.000Z');
  });

  it('comes next after a holiday that falls on the only opening day', () => {
    const holidays = [{ date: '2026-11-23', name: 'Closed' }];
    const once = aCalendar({ weekly: { monday: [{ from: '09:00', to: '10:00' }] }, holidays });
    expect(nextOpening(once, '2026-11-23T08:30:00.000Z')).toBe('2026-11-30T08:00:00.000Z');
  });
});

describe('checking a calendar', () => {
  it('takes what is written in a settings page, holidays left out', () => {
    const { holidays, ...written } = aCalendar();
    expect(businessCalendar(written)).toEqual({ ...written, holidays });
  });

  it.each([
    ['that never opens', { weekly: {} }, /weekly: must open at least once a week/],
    ['whose days are all empty', { weekly: { monday: [] } }, /must open at least once a week/],
    ['in no time zone', { timeZone: 'Europe/Atlantis' }, /timeZone: must be a time zone of the IANA database/],
    ['in an offset, which knows no summer time', { timeZone: '+02:00' }, /timeZone/],
    ['that closes before it opens', { weekly: { monday: [{ from: '17:00', to: '09:00' }] } }, /must close later/],
    ['that opens for no time', { weekly: { monday: [{ from: '09:00', to: '09:00' }] } }, /must close later/],
    ['with no such hour', { weekly: { monday: [{ from: '09:00', to: '25:00' }] } }, /24:00/],
    ['with no such day', { weekly: { montag: [{ from: '09:00', to: '17:00' }] } }, /weekly/],
    ['with no such date', { holidays: [{ date: '2026-02-30', name: 'Leap' }] }, /holidays.0.date/],
    [
      'with overlapping hours',
      {
        weekly: {
          monday: [
            { from: '09:00', to: '13:00' },
            { from: '12:00', to: '17:00' },
          ],
        },
      },
      /must not overlap/,
    ],
    [
      'with one holiday twice',
      {
        holidays: [
          { date: '2026-12-25', name: 'Christmas' },
          { date: '2026-12-25', name: 'Xmas' },
        ],
      },
      /each date once/,
    ],
  ])('refuses one %s', (_, overrides, sentence) => {
    const check = () => aCalendar(overrides);
    expect(check).toThrow(Refusal);
    expect(check).toThrow(sentence);
  });
});

const calendars = fc.constantFrom(
  berlin,
  berlinAllDay,
  lunchBreak,
  christmas,
  newYork,
  newYorkNights,
  kolkata,
  lordHowe,
  alwaysOpen,
);
const instants = fc
  .integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2027-06-01T00:00:00Z') })
  .map((ms) => new Date(ms).toISOString());
const minutes = fc.integer({ min: 0, max: 20_000 });

describe('business-hours arithmetic', () => {
  it('gives back by counting what was added', () => {
    fc.assert(
      fc.property(calendars, instants, minutes, (calendar, at, added) => {
        const due = addBusinessMinutes(calendar, at, added);
        expect(businessMinutesBetween(calendar, at, due)).toBe(added);
      }),
    );
  });

  it('ends within opening hours or on closing time', () => {
    fc.assert(
      fc.property(calendars, instants, minutes, (calendar, at, added) => {
        const due = addBusinessMinutes(calendar, at, added);
        const justBefore = new Date(Date.parse(due) - 1).toISOString();
        expect(isWithinBusinessHours(calendar, due) || isWithinBusinessHours(calendar, justBefore)).toBe(true);
      }),
    );
  });

  it('puts a later start or more minutes at no earlier end', () => {
    fc.assert(
      fc.property(calendars, fc.tuple(instants, instants), fc.tuple(minutes, minutes), (calendar, ats, amounts) => {
        const [early = '', late = ''] = ats.toSorted();
        const [few = 0, many = 0] = amounts.toSorted((a, b) => a - b);
        const first = addBusinessMinutes(calendar, early, few);
        expect(addBusinessMinutes(calendar, late, few) >= first).toBe(true);
        expect(addBusinessMinutes(calendar, early, many) >= first).toBe(true);
      }),
    );
  });

  it('adds in two steps as in one', () => {
    fc.assert(
      fc.property(calendars, instants, fc.tuple(minutes, minutes), (calendar, at, [one, two]) => {
        const inSteps = addBusinessMinutes(calendar, addBusinessMinutes(calendar, at, one), two);
        const together = addBusinessMinutes(calendar, at, one + two);
        expect(businessMinutesBetween(calendar, inSteps, together)).toBe(0);
      }),
    );
  });

  it('is open exactly when the wall clock says so', () => {
    fc.assert(
      fc.property(calendars, instants, (calendar, at) => {
        expect(isWithinBusinessHours(calendar, at)).toBe(openByWallClock(calendar, at));
      }),
      { numRuns: 1000 },
    );
  });
});

/** Luxon's opinion; the calendars above neither open nor close at a time that occurs twice. */
function openByWallClock(calendar: BusinessCalendar, at: string): boolean {
  const wall = DateTime.fromISO(at, { zone: calendar.timeZone });
  const weekday = wall.setLocale('en').toFormat('cccc').toLowerCase();
  const holiday = calendar.holidays.find(({ date }) => date === wall.toISODate());
  const weekly: Partial<Record<string, Hours>> = calendar.weekly;
  const hours: Hours = holiday ? (holiday.hours ?? []) : (weekly[weekday] ?? []);
  const time = wall.toFormat('HH:mm');
  return hours.some(({ from, to }) => from <= time && time < to);
}
