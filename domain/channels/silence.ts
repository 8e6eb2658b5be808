/** Days before today over which a connection's usual traffic is counted. */
export const usualDays = 7;

/** Fewer a day than this and silence says nothing. */
const leastPerDay = 5;
/** Quiet for so many times the usual gap, and for so many hours at least. */
const timesUsual = 12;
const leastHours = 6;

const hoursBetween = (earlier: string, later: string): number => (Date.parse(later) - Date.parse(earlier)) / 3_600_000;

export type Quiet = {
  /** What came in on each of the days before. */
  readonly perDay: readonly number[];
  readonly lastReceivedAt: string | undefined;
};

/** Why a connection's silence is unusual; undefined when it is not. */
export function unusualSilence({ perDay, lastReceivedAt }: Quiet, now: string): string | undefined {
  const usual = perDay.reduce((sum, count) => sum + count, 0) / Math.max(1, perDay.length);
  if (usual < leastPerDay || lastReceivedAt === undefined) return undefined;
  const quietHours = hoursBetween(lastReceivedAt, now);
  if (quietHours < Math.max(leastHours, (24 / usual) * timesUsual)) return undefined;
  return `nothing for ${Math.floor(quietHours)} hours; usually ${Math.round(usual)} messages a day`;
}
