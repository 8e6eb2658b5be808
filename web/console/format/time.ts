const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short' });
const dayMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const whole = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

export const clockTime = (at: string): string => clock.format(new Date(at));
export const wholeTime = (at: string): string => whole.format(new Date(at));

/** "now", "4m", "2h", "Tue", "3 Nov": the age of a row. */
export const age = (at: string, nowMs: number): string => {
  const ms = nowMs - Date.parse(at);
  if (ms < minuteMs) return 'now';
  if (ms < 60 * minuteMs) return `${Math.floor(ms / minuteMs)}m`;
  if (ms < dayMs) return `${Math.floor(ms / (60 * minuteMs))}h`;
  return ms < 6 * dayMs ? weekday.format(new Date(at)) : dayMonth.format(new Date(at));
};

/** "09:12", "Tue 09:12", "3 Nov 09:12": a moment, as short as it stays clear. */
export const moment = (at: string, nowMs: number): string => {
  const date = new Date(at);
  const days = Math.abs(midnight(new Date(nowMs)) - midnight(date)) / dayMs;
  if (days < 0.5) return clock.format(date);
  return `${days < 6.5 ? weekday.format(date) : dayMonth.format(date)} ${clock.format(date)}`;
};

/** "Today", "Yesterday", "Tue 17 Nov": the heading over a day's messages. */
export const dayHeading = (at: string, nowMs: number): string => {
  const date = new Date(at);
  const days = Math.round((midnight(new Date(nowMs)) - midnight(date)) / dayMs);
  if (days === 0) return 'Today';
  return days === 1 ? 'Yesterday' : `${weekday.format(date)} ${dayMonth.format(date)}`;
};

const midnight = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

export type SnoozeChoice = { readonly id: string; readonly label: string; readonly until: Date };

/** Later today (three hours, not past 20:00), tomorrow 9:00, next Monday 9:00; in the agent's own time zone. */
export const snoozeChoices = (now: Date): readonly SnoozeChoice[] => {
  const later = new Date(now.getTime() + 3 * 60 * minuteMs);
  const daysToMonday = (8 - now.getDay()) % 7 || 7;
  const endsToday = later.getDate() === now.getDate() && later.getHours() < 20;
  return [
    ...(endsToday ? [{ id: 'later', label: 'Later today', until: later }] : []),
    { id: 'tomorrow', label: 'Tomorrow', until: atNine(now, 1) },
    // On a Sunday, tomorrow is next week already.
    ...(daysToMonday > 1 ? [{ id: 'next-week', label: 'Next week', until: atNine(now, daysToMonday) }] : []),
  ];
};

const atNine = (now: Date, daysAhead: number): Date =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() + daysAhead, 9);

/** "45 s", "4 min 12 s", "1 h 5 min": how long something took. */
export const duration = (seconds: number): string => {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};
