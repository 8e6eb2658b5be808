const dayMs = 86_400_000;

export type DayCount = {
  /** UTC: `2026-11-22`. */
  readonly day: string;
  readonly count: number;
};

/** What came in on each of the seven days before and, last, today so far. */
export const weekOf = (received: { readonly before: readonly number[]; readonly today: number }, nowMs: number) => {
  const counts = [...received.before, received.today];
  return counts.map(
    (count, index): DayCount => ({
      day: new Date(nowMs - (counts.length - 1 - index) * dayMs).toISOString().slice(0, 10),
      count,
    }),
  );
};

const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', timeZone: 'UTC' });

/** "Sun 22" */
export const dayName = (day: string): string => weekday.format(new Date(`${day}T00:00:00Z`));

/** The next number of the kind 1, 2, 5, 10, 20, 50 …: the top of the scale. */
export const scaleTop = (most: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  return [1, 2, 5, 10].map((step) => step * power).find((top) => top >= most) ?? most;
};
