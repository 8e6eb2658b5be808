/** Later than any second for 3000 years: then it is milliseconds. */
const millisecondsFrom = 100_000_000_000;

/** Meta's time as an instant; what is none falls back to when we received it. */
export function timeOf(told: string | number | undefined, receivedAt: string): string {
  const value = Number(told ?? Number.NaN);
  const at = new Date(value >= millisecondsFrom ? value : value * 1000);
  return value > 0 && !Number.isNaN(at.getTime()) ? at.toISOString() : receivedAt;
}
