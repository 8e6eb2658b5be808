import type { Verdict } from './judge.ts';
import type { Fault, Plan, Step } from './plan.ts';

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

function stepInWords(step: Step): string {
  const { number, at, do: what, ...rest } = step;
  const more = Object.entries(rest).map(
    ([name, value]) => `${name} ${Array.isArray(value) ? value.map(seconds).join(', ') : value}`,
  );
  return `at ${seconds(at)}: step ${number}, ${what}${more.length > 0 ? ` (${more.join('; ')})` : ''}`;
}

function faultInWords(fault: Fault): string {
  switch (fault.on) {
    case 'request':
      return `request ${fault.at}${fault.of === undefined ? '' : ` to ${fault.of}`}: ${fault.kind}`;
    case 'service':
      return `from request ${fault.at}${fault.of === undefined ? '' : ` to ${fault.of}`} on its service answers ${fault.kind}, ${fault.times} times`;
    case 'invocation':
      return `what invocation ${fault.at} handled is handed over again`;
    case 'timer':
      return `timer ${fault.at}: ${fault.kind}${fault.kind === 'late' ? ` by ${seconds(fault.byMs)}` : ''}`;
    case 'clock':
      return `the clock of function ${fault.function} is off by ${seconds(fault.byMs)}`;
  }
}

/** What goes on and on is told by its beginning and its end. */
const linesTold = 240;

const abridged = (trace: readonly string[]): readonly string[] =>
  trace.length <= linesTold
    ? trace
    : [...trace.slice(0, linesTold / 2), `… ${trace.length - linesTold} lines …`, ...trace.slice(-linesTold / 2)];

const replayOf = (plan: Plan): string => `npm run chaos -- --replay ${plan.seed}`;

/** A schedule that failed, for people. `found` is as its seed made it, `shortest` what is left of it. */
export const tell = (found: Verdict, shortest: Verdict): readonly string[] => [
  `Seed ${found.plan.seed} fails: ${found.problems.join('; ')}`,
  `Shortest form (${shortest.plan.order}): ${shortest.problems.join('; ')}`,
  ...shortest.plan.steps.map((step) => `  ${stepInWords(step)}`),
  ...shortest.plan.faults.map((fault) => `  fault: ${faultInWords(fault)}`),
  'What happened:',
  ...abridged(shortest.trace).map((line) => `  ${line}`),
  `Replay: ${replayOf(found.plan)}`,
  `Shortest plan: ${JSON.stringify(shortest.plan)}`,
];
