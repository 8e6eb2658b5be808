import { createHash } from 'node:crypto';
import { type Part, print, rounded } from './support/report.ts';

/**
 * How fast this machine is at this hour: CPU of a fixed piece of work that has nothing to do with Parley. Shared machines
 * differ by half and more from day to day. Run: node bench/yardstick.ts
 */

const rounds = 101;
const times = 2000;

const sample = {
  id: 'q7s5krzjm2x5s3gyhxvq2cnd4e',
  at: '2026-11-22T09:00:00.000Z',
  people: Array.from({ length: 10 }, (_, n) => ({ name: `Somebody ${n}`, address: `somebody${n}@shop.example` })),
};

/** JSON to and fro, a pattern, a hash: what servers do most. */
function work(): number {
  let found = 0;
  for (let time = 0; time < times; time += 1) {
    const text = JSON.stringify({ ...sample, time });
    const { people }: typeof sample = JSON.parse(text);
    const digest = createHash('sha256').update(text).digest('hex');
    found += people.length + (digest.match(/[0-9]{4}/g) ?? []).length + text.split(/[@.]/).length;
  }
  return found;
}

function millisecondsOfWork(): number {
  const before = process.cpuUsage();
  if (work() === 0) throw new Error('the work was left out');
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

export async function yardstickPart(): Promise<Part> {
  const all = Array.from({ length: rounds }, millisecondsOfWork).toSorted((one, other) => one - other);
  return {
    title: 'Yardstick',
    measures: [
      {
        name: 'yardstick: CPU of a fixed piece of work',
        figure: `${rounded(all[rounds >> 1] ?? 0)} ms`,
        target: '',
        met: undefined,
        reference: 'by it, CPU times of two runs compare',
      },
    ],
    details: [
      `${rounded(times)} times JSON to and fro, a hash and two patterns; the median of ${rounds} rounds, the fastest ${rounded(all[0] ?? 0)} ms, the slowest ${rounded(all.at(-1) ?? 0)} ms. The targets of CPU time are absolute; a machine that takes longer for this takes as much longer for them.`,
    ],
  };
}

if (import.meta.main) print(await yardstickPart());
