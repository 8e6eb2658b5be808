import { parseArgs } from 'node:util';
import { atMost, type Part, print, rounded } from '../support/report.ts';
import { seededRandom } from './arithmetic.ts';
import { generate, type Load, type Outcome } from './generate.ts';
import type { Pace } from './pace.ts';
import { describe, growthOf, lostIn, problemsOf, slowing } from './results.ts';
import { targetAt } from './target.ts';

const usage = `Usage: npm run load -- [options]
Puts a load of signed webhooks and mails of mixed channels and sizes on a local system, until all of it is handled.
  --senders N      closed loop: N senders, each sends when its last message was answered (16)
  --backlog N      closed loop: senders wait while N messages are not on the screen yet (200)
  --rate R         open loop instead: R messages a second at random times (Poisson); latency counts from those times
  --messages N     ends after N messages; 100000 is the soak
  --seconds S      ends after S seconds (20)
  --newcomers P    percent of the messages that come from somebody new (5)
  --url URL        a system that runs already; else one of its own is started on a free port
  --seed N         repeats the traffic of an earlier run
Exits with 1 when something was lost, refused without an answer or not handled.`;

const say = (line: string): void => console.error(line);

/** What the command line asks for; throws on what it does not know. */
function readArguments(given: readonly string[]) {
  const { values } = parseArgs({
    args: [...given],
    options: {
      senders: { type: 'string', default: '16' },
      backlog: { type: 'string', default: '200' },
      rate: { type: 'string' },
      messages: { type: 'string' },
      seconds: { type: 'string', default: '20' },
      newcomers: { type: 'string', default: '5' },
      url: { type: 'string' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      help: { type: 'boolean', default: false },
    },
  });
  return values;
}

type Arguments = ReturnType<typeof readArguments>;

function loadOf(asked: Arguments): Load {
  const random = seededRandom(Number(asked.seed));
  const pace: Pace =
    asked.rate === undefined
      ? { kind: 'closed', senders: Number(asked.senders), mostUnseen: Number(asked.backlog) }
      : { kind: 'open', perSecond: Number(asked.rate), random: seededRandom(Number(asked.seed) + 1) };
  const until =
    asked.messages === undefined ? { seconds: Number(asked.seconds) } : { messages: Number(asked.messages) };
  return { pace, until, random, newcomers: Number(asked.newcomers) / 100, say };
}

const mixed = 'load of mixed channels';

/** Growth and slowing, which a short run does not show. */
function lastingOf(outcome: Outcome): Part['measures'] {
  const { memory } = outcome;
  if (memory.length < 10) return [];
  return [
    atMost(`${mixed}: growth of RSS with 10,000 messages`, {
      figure: growthOf(memory, ({ rss }) => rss),
      target: 1,
      unit: 'MB',
      reference: `heap ${rounded(growthOf(memory, ({ heapUsed }) => heapUsed))} MB`,
    }),
    atMost(`${mixed}: p99 on the screen, last tenth to first (noisy)`, {
      figure: slowing(outcome),
      target: 1.2,
      unit: '×',
      reference: '',
    }),
  ];
}

/** How much is handled: only where the system and not the clock decides about it. */
function throughputOf({ accepted, seconds }: Outcome, { pace }: Load): Part['measures'] {
  const handled = accepted / seconds;
  const name = `${mixed}: handled a second (noisy)`;
  const reference = 'Request Tracker 7 messages/s';
  if (pace.kind === 'open') return [];
  return [{ name, figure: rounded(handled), target: '≥ 100', met: handled >= 100, reference }];
}

/** The figures of a run that the product is held to. */
const measuresOf = (outcome: Outcome, load: Load): Part['measures'] => [
  atMost(`${mixed}: accepted and lost`, {
    figure: lostIn(outcome),
    target: 0,
    unit: '',
    reference: `${rounded(outcome.accepted)} accepted; received = placed + quarantined + dropped`,
  }),
  ...throughputOf(outcome, load),
  atMost(`${mixed}: CPU of the whole local system a message (noisy)`, {
    figure: outcome.cpuMs,
    target: 15,
    unit: 'ms',
    reference: 'with every emulator; Request Tracker 143-194 ms',
  }),
  ...lastingOf(outcome),
];

/** Until a system of our own has compiled and read what it needs; not counted. */
const warmingMessages = 500;

/** Runs a load and reports it; ends the system if it is ours. */
async function runLoad(
  load: Load,
  url?: string,
): Promise<{ readonly part: Part; readonly problems: readonly string[] }> {
  const target = await targetAt(url);
  let endedWell = false;
  try {
    say(
      url === undefined
        ? `a system of our own runs at ${target.url}; ${warmingMessages} messages warm it`
        : `the system at ${target.url} is taken`,
    );
    if (url === undefined) await generate(target, { ...load, until: { messages: warmingMessages } });
    const outcome = await generate(target, load);
    endedWell = await target.stop();
    const part = { title: 'Load', measures: measuresOf(outcome, load), details: describe(outcome) };
    const rejected = endedWell ? [] : ['the system did not end well'];
    return { part, problems: [...problemsOf(outcome), ...rejected] };
  } finally {
    if (!endedWell) await target.stop();
  }
}

/** Twenty seconds of mixed traffic on a system of its own. */
export async function loadPart(seconds = 20): Promise<Part> {
  const pace: Pace = { kind: 'closed', senders: 16, mostUnseen: 200 };
  const load: Load = { pace, until: { seconds }, random: seededRandom(1), newcomers: 0.05, say };
  const { part, problems } = await runLoad(load);
  if (problems.length > 0) throw new Error(problems.join('; '));
  return part;
}

async function main(): Promise<void> {
  const asked = readArguments(process.argv.slice(2));
  if (asked.help) return console.log(usage);
  say(`seed ${asked.seed}`);
  const { part, problems } = await runLoad(loadOf(asked), asked.url);
  print(part);
  for (const problem of problems) console.error(`PROBLEM: ${problem}`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

if (import.meta.main) {
  await main().catch((error: unknown) => {
    console.error(error instanceof TypeError && 'code' in error ? `${error.message}\n\n${usage}` : error);
    process.exitCode = 1;
  });
  process.exit();
}
