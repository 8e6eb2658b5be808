/**
 * The fault harness: drives the real handlers through schedules of duplicates, crashes, refusals and late timers.
 *
 *   npm run chaos                        the exhaustive pass and 10,000 random schedules, then kills of the local system
 *   npm run chaos -- --schedules 500     fewer random ones
 *   npm run chaos -- --seed 42           beginning at another seed
 *   npm run chaos -- --every-pair 50     fewer pairs of crashes in the exhaustive pass: every 50th (3)
 *   npm run chaos -- --replay 42         one seed: its whole trace, and its shortest form if it fails
 *   npm run chaos -- --kills 3           rounds of killing the local system with SIGKILL (0: none)
 */
import { parseArgs } from 'node:util';
import { print } from '../../bench/support/report.ts';
import { storyOf } from './campaign.ts';
import { chaosPart } from './chaos-part.ts';
import { killRounds } from './kill/kill-rounds.ts';
import { progressLine } from './progress-line.ts';
import { startThreads } from './threads.ts';

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    'every-pair': { type: 'string', default: '3' },
    replay: { type: 'string' },
    kills: { type: 'string', default: '3' },
    help: { type: 'boolean', default: false },
  },
});

const help = `npm run chaos -- [--schedules N] [--seed N] [--every-pair N] [--kills N] | --replay SEED
Exhaustive crashes of a small scenario, then N random schedules (10000) from a seed (1) on, then N rounds (3) of killing the local system.`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function replay(seed: number): Promise<boolean> {
  const threads = startThreads(1);
  const [verdict] = await threads.verdicts([seed], { wants: 'traces' });
  if (!verdict) throw new Error(`seed ${seed} was not run`);
  const holds = verdict.problems.length === 0;
  const lines = holds
    ? [JSON.stringify(verdict.plan), ...verdict.trace, `Seed ${seed} holds.`]
    : await storyOf(threads, verdict);
  say(lines.join('\n'));
  await threads.stop();
  return holds;
}

async function long(): Promise<boolean> {
  const [schedules, seed, kills] = [Number(values.schedules), Number(values.seed), Number(values.kills)];
  say(`Exhaustive pass and ${schedules} random schedules from seed ${seed} on.`);
  const everyPair = Number(values['every-pair']);
  const part = await chaosPart({ schedules, seed, everyPair }, progressLine({ say, everyMs: 5000 }));
  print(part);
  const lost = await killRounds({ rounds: kills, seed, say });
  return part.measures.every(({ met }) => met !== false) && lost.length === 0;
}

if (values.help) say(help);
else {
  const held = values.replay === undefined ? await long() : await replay(Number(values.replay));
  process.exitCode = held ? 0 : 1;
}
