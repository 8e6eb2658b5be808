import { seededRandom } from './load/arithmetic.ts';
import { generate, type Load } from './load/generate.ts';
import { problemsOf } from './load/results.ts';
import { targetAt } from './load/target.ts';
import { atMost, type Part, print, rounded } from './support/report.ts';

/**
 * The whole local system from outside: signed webhooks of mixed channels in, frames on a console's socket out. Wall time,
 * and noisy: the system, the emulators, the sender and everybody else share this machine. More of it: `npm run load -- --help`.
 * Run: node bench/throughput.ts [seconds]
 */

const senders = 16;
/** Messages a second while the way to the screen is measured: a busy help desk, not a flood. */
const steadyPerSecond = 5;

type Times = { readonly percentile: (share: number) => number };

const ms = (of: Times, share: number): string => `${rounded(of.percentile(share))} ms`;

const traffic = { random: seededRandom(1), newcomers: 0.05, say: () => undefined };

export async function throughputPart(seconds = 10): Promise<Part> {
  const target = await targetAt(undefined);
  const run = async (load: Pick<Load, 'pace' | 'until'>) => {
    const outcome = await generate(target, { ...traffic, ...load });
    const problems = problemsOf(outcome);
    if (problems.length > 0) throw new Error(problems.join('; '));
    return outcome;
  };
  try {
    const flooding = { kind: 'closed', senders, mostUnseen: Number.POSITIVE_INFINITY } as const;
    await run({ pace: flooding, until: { seconds: 2 } });
    const pace = { kind: 'open', perSecond: steadyPerSecond, random: seededRandom(2) } as const;
    const steady = (await run({ pace, until: { seconds } })).latency.all;
    const flood = await run({ pace: flooding, until: { seconds } });
    const perSecond = flood.accepted / flood.sendingSeconds;
    const { ack } = flood.latency.all;
    return {
      title: 'Local end to end',
      measures: [
        {
          name: 'local: webhooks accepted a second (noisy)',
          figure: rounded(perSecond),
          target: '≥ 300',
          met: perSecond >= 300,
          reference: 'Request Tracker 7 messages/s',
        },
        atMost('local: webhook acknowledged, p99 (noisy)', {
          figure: steady.ack.percentile(0.99),
          target: 20,
          unit: 'ms',
          reference: `under the flood p50 ${ms(ack, 0.5)}, p99 ${ms(ack, 0.99)}`,
        }),
        atMost('local: on an agent’s screen, p99 (noisy)', {
          figure: steady.screen.percentile(0.99),
          target: 150,
          unit: 'ms',
          reference: `p50 ${ms(steady.screen, 0.5)}`,
        }),
      ],
      details: [
        `${steadyPerSecond} messages a second of mixed channels at random times for ${seconds} s, then ${senders} senders at once for ${seconds} s. Acknowledged at the steady pace: p50 ${ms(steady.ack, 0.5)}.`,
        'Wall time on one machine that runs the system, every emulator and the senders: the fewer cores, the worse.',
      ],
    };
  } finally {
    await target.stop();
  }
}

if (import.meta.main) {
  print(await throughputPart(Number(process.argv[2] ?? 10)));
  process.exit();
}
