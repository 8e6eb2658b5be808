import { parseArgs } from 'node:util';
import { atMost, type Part, print, table } from '../../bench/support/report.ts';
import { limits } from './contract.ts';
import { corpus, groupsOfNet } from './corpus.ts';
import { createPlayer, type Played } from './support/play.ts';

/**
 * Puts hostile input through the real handlers: nothing may crash, cost more than 250 ms of CPU or 64 MB, or end otherwise
 * than stored or refused with a reason. The inputs are written down, not drawn: there is no seed.
 */
const usage = `npm run hostile [-- --group WORD] [--case WORD]
  --group WORD  only groups whose name has the word
  --case WORD   only cases whose name has the word
  --verbose     every case with its outcome, reason and cost`;

type Filter = { readonly group?: string | undefined; readonly name?: string | undefined };

const megabytes = (bytes: number): number => bytes / 2 ** 20;
const worst = (values: readonly number[]): number => Math.max(0, ...values);

/** Plays the corpus, with a line of progress for each group. */
export async function playCorpus({ group = '', name = '' }: Filter = {}): Promise<readonly Played[]> {
  const asked = corpus()
    .map((hostile, position) => ({ hostile, position }))
    .filter(({ hostile }) => hostile.group.includes(group) && hostile.name.includes(name));
  const player = createPlayer();
  const played: Played[] = [];
  for (const one of asked) {
    const before = played.at(-1)?.hostile.group;
    if (one.hostile.group !== before) {
      process.stderr.write(`${one.hostile.group} …\n`);
      // Each part of the corpus points the SDK at emulators of its own.
      if (before !== undefined && groupsOfNet.has(before) !== groupsOfNet.has(one.hostile.group)) await player.stop();
    }
    played.push(await player.play(one));
  }
  await player.stop();
  return played;
}

function rowOf(group: string, all: readonly Played[]): readonly string[] {
  const own = all.filter(({ hostile }) => hostile.group === group);
  const count = (outcome: string): string => String(own.filter(({ verdict }) => verdict?.outcome === outcome).length);
  return [
    group,
    String(own.length),
    count('stored'),
    count('refused'),
    count('ignored'),
    `${worst(own.map(({ cpuMs }) => cpuMs)).toFixed(0)} ms`,
    `${worst(own.map(({ memoryBytes }) => megabytes(memoryBytes))).toFixed(1)} MB`,
    String(own.filter(({ misses }) => misses.length > 0).length),
  ];
}

const linesOf = (played: readonly Played[]): readonly string[] => [
  ...table(
    ['group', 'cases', 'stored', 'refused', 'ignored', 'worst CPU', 'worst memory', 'missed'],
    [...new Set(played.map(({ hostile }) => hostile.group))].map((group) => rowOf(group, played)),
  ),
  '',
  'CPU of the whole process with the handlers, memory in use over the idle process; emulated services run beside it.',
  ...played.flatMap(({ hostile, misses }) =>
    misses.map((miss) => `- missed: ${hostile.group}, ${hostile.name}: ${miss}`),
  ),
];

const lineOf = ({ hostile, verdict, cpuMs, memoryBytes }: Played): string =>
  `${hostile.group}: ${hostile.name}: ${verdict?.outcome} (${verdict?.reason}), ${cpuMs.toFixed(0)} ms, ${megabytes(memoryBytes).toFixed(1)} MB`;

const reference = 'DOMPurify + jsdom: 10.7 s on 110 kB of nested divs';

function partOf(played: readonly Played[]): Part {
  const isCost = (miss: string): boolean => /^\d+ (ms CPU|MB)$/.test(miss);
  const through = played.filter(({ misses }) => misses.some((miss) => !isCost(miss))).length;
  return {
    title: 'Hostile input',
    measures: [
      atMost('hostile input: cases that got through or crashed', {
        figure: through,
        target: 0,
        unit: `of ${played.length}`,
        reference,
      }),
      atMost('hostile input: CPU of the worst case', {
        figure: worst(played.map(({ cpuMs }) => cpuMs)),
        target: limits.cpuMs,
        unit: 'ms',
        reference,
      }),
      atMost('hostile input: memory of the worst case', {
        figure: worst(played.map(({ memoryBytes }) => megabytes(memoryBytes))),
        target: megabytes(limits.memoryBytes),
        unit: 'MB',
        reference,
      }),
    ],
    details: linesOf(played),
  };
}

/** The whole corpus as a section of the measures. */
export const hostilePart = async (): Promise<Part> => partOf(await playCorpus());

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      group: { type: 'string' },
      case: { type: 'string' },
      help: { type: 'boolean' },
      verbose: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    process.exit();
  }
  const played = await playCorpus({ group: values.group, name: values.case });
  if (values.verbose) for (const one of played) process.stdout.write(`${lineOf(one)}\n`);
  print(partOf(played));
  process.exit(played.length > 0 && played.every(({ misses }) => misses.length === 0) ? 0 : 1);
}
