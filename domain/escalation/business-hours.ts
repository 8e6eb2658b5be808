import * as z from 'zod';
import { type Instant, instant } from '../kernel/clock.ts';
import { Refusal } from '../kernel/refusal.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** How far a calendar is walked, so that no input makes it walk for ever. */
const horizonDays = 3660;

const isTimeZone = (name: string): boolean => {
  try {
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
};

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

const $Interval = z
  .object({
    from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time from 00:00 to 23:59'),
    /** Exclusive. */
    to: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time from 00:01 to 24:00'),
  })
  .refine(({ from, to }) => from < to, 'must close later than it opens; split hours over midnight into two days');

const $Hours = z
  .array($Interval)
  .max(10)
  .refine(
    (hours) => hours.every(({ from }, index) => index === 0 || from >= (hours[index - 1]?.to ?? '')),
    'must be in order and must not overlap',
  );

/** In the order of `Date.getUTCDay`. */
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

export const $BusinessCalendar = z.object({
  id: z.string().min(1),
  name: z.string().min(1).max(100),
  timeZone: z.string().refine(isTimeZone, 'must be a time zone of the IANA database, such as Europe/Berlin'),
  weekly: z
    .partialRecord(z.enum(weekdays), $Hours)
    .refine((weekly) => Object.values(weekly).some((hours) => hours.length > 0), 'must open at least once a week'),
  /** Days unlike the others: closed, or open for `hours` in place of the weekday's. */
  holidays: z
    .array(z.object({ date: z.iso.date(), name: z.string().min(1).max(100), hours: $Hours.optional() }))
    .max(500)
    .refine((days) => new Set(days.map(({ date }) => date)).size === days.length, 'must name each date once')
    .default([]),
});
/** When a business works; deadlines count only these minutes. Hours are on the wall clock of its time zone. */
export type BusinessCalendar = z.infer<typeof $BusinessCalendar>;

const roundTheClock = [{ from: '00:00', to: '24:00' }];

/** The calendar of a business that never closes. */
export const alwaysOpen: BusinessCalendar = {
  id: 'always-open',
  name: 'Always open',
  timeZone: 'UTC',
  weekly: Object.fromEntries(weekdays.map((weekday) => [weekday, roundTheClock])),
  holidays: [],
};

/** Checks a calendar that somebody wrote; refuses one that never opens or contradicts itself. */
export function businessCalendar(input: unknown): BusinessCalendar {
  const result = $BusinessCalendar.safeParse(input);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || 'calendar'}: ${message}`);
  throw new Refusal('invalid', `the business calendar cannot be used; ${problems.join('; ')}`);
}

/**
 * The instant at which so many business minutes have passed since `at`.
 * Ends on closing time rather than on the next opening when both would be right.
 */
export function addBusinessMinutes(calendar: BusinessCalendar, at: Instant, minutes: number): Instant {
  if (!(minutes >= 0)) throw new Refusal('invalid', `minutes is ${minutes}; it must be 0 or more`);
  const start = Date.parse(at);
  let remaining = minutes * minuteMs;
  for (const { opens, closes } of openings(calendar, start)) {
    if (closes < start) continue;
    const from = Math.max(opens, start);
    if (remaining <= closes - from) return instant(new Date(from + remaining));
    remaining -= closes - from;
  }
  throw new Refusal(
    'invalid',
    `calendar ${calendar.id} does not open for ${minutes} minutes within ten years of ${at}`,
  );
}

/** How many business minutes lie between two instants; negative when `to` comes before `from`. */
export function businessMinutesBetween(calendar: BusinessCalendar, from: Instant, to: Instant): number {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  if (end < start) return 0 - businessMinutesBetween(calendar, to, from);
  if (end - start > (horizonDays - 2) * dayMs) {
    throw new Refusal('invalid', `${from} to ${to} is longer than ten years; count a shorter time`);
  }
  let open = 0;
  for (const { opens, closes } of openings(calendar, start)) {
    if (opens >= end) break;
    open += Math.max(0, Math.min(closes, end) - Math.max(opens, start));
  }
  return open / minuteMs;
}

/** Is the business at work at this instant? Closing time itself is outside. */
export function isWithinBusinessHours(calendar: BusinessCalendar, at: Instant): boolean {
  const now = Date.parse(at);
  const next = openingAfter(calendar, now);
  return next !== undefined && next.opens <= now;
}

/** The first instant from `at` on at which the business is at work: `at` itself while it is open. */
export function nextOpening(calendar: BusinessCalendar, at: Instant): Instant {
  const now = Date.parse(at);
  const next = openingAfter(calendar, now);
  if (!next) throw new Refusal('invalid', `calendar ${calendar.id} does not open within ten years of ${at}`);
  return instant(new Date(Math.max(now, next.opens)));
}

/** A stretch of opening hours, in milliseconds since 1970. */
type Opening = { readonly opens: number; readonly closes: number };

const openingAfter = (calendar: BusinessCalendar, now: number): Opening | undefined =>
  openings(calendar, now).find(({ closes }) => closes > now);

/** Stretches of opening hours in order, from the day before `start`, since clocks set back over midnight repeat a day's end. */
function* openings(calendar: BusinessCalendar, start: number): Generator<Opening> {
  const holidays = new Map(calendar.holidays.map((holiday) => [holiday.date, holiday.hours ?? []]));
  const wall = start + offsetAt(calendar.timeZone, start);
  const firstDay = Math.floor(wall / dayMs) * dayMs - dayMs;
  for (let midnight = firstDay; midnight < firstDay + horizonDays * dayMs; midnight += dayMs) {
    const hours = holidays.get(dateOf(midnight)) ?? weeklyHours(calendar, midnight);
    for (const { from, to } of hours) {
      const opens = instantOf(calendar.timeZone, midnight + minutesOf(from) * minuteMs);
      const closes = instantOf(calendar.timeZone, midnight + minutesOf(to) * minuteMs);
      if (opens < closes) yield { opens, closes };
    }
  }
}

const dateOf = (midnight: number): string => new Date(midnight).toISOString().slice(0, 10);

const weeklyHours = (calendar: BusinessCalendar, midnight: number) => {
  const weekday = weekdays[new Date(midnight).getUTCDay()];
  return (weekday && calendar.weekly[weekday]) ?? [];
};

/** Kept because making one costs a thousand times as much as using it. */
const wallClocks = new Map<string, Intl.DateTimeFormat>();

function wallClock(timeZone: string): Intl.DateTimeFormat {
  const known = wallClocks.get(timeZone);
  if (known) return known;
  // Swedish dates are written as ISO 8601 has them, with a space for the T.
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  wallClocks.set(timeZone, made);
  return made;
}

/** Clocks are set at full quarters of an hour of UTC, in every zone since 1972 (tzdb). */
const quarterMs = 15 * minuteMs;
/** A message asks about a few days; this is weeks of them. */
const offsetsKept = 5000;
const offsets = new Map<string, number>();

/** Milliseconds by which the wall clock is ahead of UTC. */
function offsetAt(timeZone: string, at: number): number {
  const quarter = Math.floor(at / quarterMs);
  const key = `${timeZone} ${quarter}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const from = quarter * quarterMs;
  const offset = Date.parse(`${wallClock(timeZone).format(from).replace(' ', 'T')}Z`) - from;
  if (offsets.size >= offsetsKept) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

/**
 * The instant at which the wall clock shows `wall` (written as if it were UTC).
 * Where clocks are set back and show it twice, the first time; where they are set forward past it, the moment of the jump.
 * Both keep later wall times at later instants, so that intervals stay in order and apart.
 */
function instantOf(timeZone: string, wall: number): number {
  const before = offsetAt(timeZone, wall - dayMs);
  const after = offsetAt(timeZone, wall + dayMs);
  if (before === after) return wall - before;
  const earlier = wall - Math.max(before, after);
  const later = wall - Math.min(before, after);
  if (wall - offsetAt(timeZone, earlier) === earlier) return earlier;
  if (wall - offsetAt(timeZone, later) === later) return later;
  return jumpBetween(timeZone, earlier, later);
}

/** The first instant after `low` with the offset that holds at `high`. */
function jumpBetween(timeZone: string, low: number, high: number): number {
  const offset = offsetAt(timeZone, high);
  let [last, first] = [low, high];
  while (first - last > 1) {
    const middle = Math.floor((last + first) / 2);
    if (offsetAt(timeZone, middle) === offset) first = middle;
    else last = middle;
  }
  return first;
}
