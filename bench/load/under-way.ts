import { type Latencies, latencies } from './arithmetic.ts';

export type Timed = { readonly ack: Latencies; readonly screen: Latencies };

const timed = (): Timed => ({ ack: latencies(), screen: latencies() });
const parts = 10;

type Sent = { readonly intendedAt: number; readonly tenth: Timed };

/** Messages between the time at which they were meant to be sent and the screen, and how long each took. */
export function createUnderWay() {
  const all = timed();
  const tenths = Array.from({ length: parts }, timed);
  const sent = new Map<string, Sent>();
  let [accepted, shown] = [0, 0];
  return {
    all,
    /** The same by tenths of the run, in the order in which messages were sent. */
    tenths,
    accepted: () => accepted,
    /** Accepted, and not on the screen yet. */
    unseen: () => accepted - shown,
    /** Not answered yet, or not on the screen yet. */
    count: () => sent.size,
    begin(name: string, intendedAt: number, share: number) {
      const tenth = tenths[Math.min(parts - 1, Math.floor(share * parts))] ?? all;
      sent.set(name, { intendedAt, tenth });
      return {
        acknowledged() {
          accepted += 1;
          for (const { ack } of [all, tenth]) ack.record(performance.now() - intendedAt);
        },
        refused: () => void sent.delete(name),
      };
    },
    shown(name: string) {
      const one = sent.get(name);
      if (!one) return;
      sent.delete(name);
      shown += 1;
      for (const { screen } of [all, one.tenth]) screen.record(performance.now() - one.intendedAt);
    },
  };
}
export type UnderWay = ReturnType<typeof createUnderWay>;
