/** The time of a schedule: it stands still unless the scheduler moves it. */
export type Time = {
  ms(): number;
  date(): Date;
  /** Never backwards. */
  moveTo(ms: number): void;
};

/** A Thursday noon. */
export const startsAt = Date.parse('2026-11-19T12:00:00.000Z');

export function createTime(): Time {
  let now = startsAt;
  return {
    ms: () => now,
    date: () => new Date(now),
    moveTo(ms) {
      now = Math.max(now, ms);
    },
  };
}
