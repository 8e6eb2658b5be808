const minuteMs = 60_000;

export type SlaTone = 'calm' | 'soon' | 'over';
export type SlaState = { readonly tone: SlaTone; readonly text: string; readonly spoken: string };

/** How a deadline reads now: calm beyond an hour, soon within it, over after it; seconds only in the last two minutes. */
export const slaState = (dueAt: string, nowMs: number): SlaState => {
  const leftMs = Date.parse(dueAt) - nowMs;
  if (leftMs < 0) {
    const text = `${span(-leftMs)} over`;
    return { tone: 'over', text, spoken: `Reply is ${text}due` };
  }
  const text = span(leftMs);
  return { tone: leftMs <= 60 * minuteMs ? 'soon' : 'calm', text, spoken: `Reply due in ${text}` };
};

const span = (ms: number): string => {
  if (ms < 2 * minuteMs) return `${Math.floor(ms / 1000)}s`;
  const minutes = Math.floor(ms / minuteMs);
  if (minutes < 60) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)}d`;
  return minutes % 60 === 0 || hours >= 10 ? `${hours}h` : `${hours}h ${minutes % 60}m`;
};

/** Share of the promised time that has gone by, 0 to 1. */
export const slaProgress = (deadline: { setAt: string; dueAt: string }, nowMs: number): number => {
  const setMs = Date.parse(deadline.setAt);
  const promisedMs = Math.max(1, Date.parse(deadline.dueAt) - setMs);
  return Math.min(1, Math.max(0, (nowMs - setMs) / promisedMs));
};
