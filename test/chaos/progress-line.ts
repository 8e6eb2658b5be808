import type { Progress } from './campaign.ts';

type Told = { readonly say: (line: string) => void; readonly everyMs: number };

/** Says how far a campaign is, every so often, and each schedule that fails at once. */
export function progressLine({ say, everyMs }: Told): Progress {
  const begunAt = performance.now();
  let last = begunAt;
  return ({ tried, of, failed, latest }) => {
    if (latest.problems.length > 0) say(`seed ${latest.plan.seed} fails: ${latest.problems.join('; ')}`);
    const now = performance.now();
    if (now - last < everyMs && tried < of) return;
    last = now;
    const rate = tried / ((now - begunAt) / 1000);
    const left = Math.round((of - tried) / rate);
    say(`${tried} of ${of} schedules, ${rate.toFixed(1)} a second, ${failed} failed, ${left} s to go`);
  };
}
