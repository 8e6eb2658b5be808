import { rounded, table } from '../support/report.ts';
import { type Latencies, slopeOf } from './arithmetic.ts';
import type { Memory, Outcome } from './generate.ts';

const megabyte = 1e6;
const ofMessages = 10_000;
/** Until caches are full and code is compiled, memory grows in any case. */
const warmingShare = 0.2;

/** Megabytes that a figure of the memory grows by with 10,000 messages, once the system is warm. */
export function growthOf(memory: readonly Memory[], of: (one: Memory) => number): number {
  const last = memory.at(-1)?.messages ?? 0;
  const warm = memory.filter(({ messages }) => messages >= last * warmingShare);
  return slopeOf(warm.map((one) => ({ x: one.messages / ofMessages, y: of(one) / megabyte })));
}

/** How much slower the slowest hundredth of the last tenth was than that of the first. */
export function slowing({ latency }: Outcome): number {
  const [first, last] = [latency.tenths[0], latency.tenths.at(-1)];
  return (last?.screen.percentile(0.99) ?? Number.NaN) / (first?.screen.percentile(0.99) ?? Number.NaN);
}

export const droppedIn = ({ ledger }: Outcome): number =>
  Object.values(ledger.dropped).reduce((sum, count) => sum + count, 0);

/** Accepted, and in no ledger. */
export const lostIn = ({ accepted, ledger }: Outcome): number => accepted - ledger.received;

/** What must not be after a run; empty when all is well. */
export function problemsOf(outcome: Outcome): readonly string[] {
  const { accepted, ledger, deadLetters, unseen } = outcome;
  const handled = ledger.placed + ledger.quarantined + droppedIn(outcome);
  return [
    ...(lostIn(outcome) === 0 ? [] : [`${accepted} were accepted and ${ledger.received} are in the ledgers`]),
    ...(handled === ledger.received ? [] : [`${ledger.received} were received and ${handled} are accounted for`]),
    ...(deadLetters === 0 ? [] : [`${deadLetters} messages are among the dead letters`]),
    ...(unseen === 0 ? [] : [`${unseen} messages did not appear on the screen`]),
    ...(outcome.refused.has(0) ? [`${outcome.refused.get(0)} messages got no answer`] : []),
  ];
}

const shares = [0.5, 0.9, 0.99, 0.999, 1];

const latencyRow = (name: string, of: Latencies): readonly string[] => [
  name,
  ...shares.map((share) => rounded(of.percentile(share))),
];

const listed = (counts: Iterable<readonly [string | number, number]>): string =>
  [...counts].map(([name, count]) => `${name}: ${count}`).join(', ') || 'none';

function memoryLines({ memory }: Outcome): readonly string[] {
  if (memory.length < 3) return [];
  const every = Math.ceil(memory.length / 10);
  const rows = memory.filter((_, n) => n % every === 0 || n === memory.length - 1);
  const inMb = (bytes: number): string => rounded(bytes / megabyte);
  return [
    'Memory while nothing is on the way and after a full collection, in MB:',
    '',
    ...table(
      ['messages', 'RSS', 'heap'],
      rows.map(({ messages, rss, heapUsed }) => [rounded(messages), inMb(rss), inMb(heapUsed)]),
    ),
    '',
  ];
}

/** All figures of a run, for people. */
export function describe(outcome: Outcome): readonly string[] {
  const { accepted, seconds, sendingSeconds, ledger, latency } = outcome;
  return [
    `${rounded(accepted)} messages of ${rounded(outcome.customers)} customers accepted in ${rounded(sendingSeconds)} s and handled in ${rounded(seconds)} s: ${rounded(accepted / sendingSeconds)} accepted and ${rounded(accepted / seconds)} handled a second.`,
    `Refused, by status: ${listed(outcome.refused)}. Received ${rounded(ledger.received)} = placed ${rounded(ledger.placed)} + quarantined ${ledger.quarantined} + dropped ${droppedIn(outcome)} (${listed(Object.entries(ledger.dropped))}).`,
    `CPU for each message: ${rounded(outcome.cpuMs)} ms. That is the whole process: handlers, HTTP, sockets, and every emulator and stand-in with its disk.`,
    '',
    ...table(
      ['milliseconds', 'p50', 'p90', 'p99', 'p99.9', 'max'],
      [latencyRow('acknowledged', latency.all.ack), latencyRow('on the screen', latency.all.screen)],
    ),
    '',
    ...memoryLines(outcome),
  ];
}
