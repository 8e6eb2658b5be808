import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stages } from '#lib/stage.ts';
import { type LocalSystem, startSystem } from '#test/support/local-system.ts';
import { $Line, type Line } from '../record/lines.ts';
import { fileVariable } from '../record/writer.ts';
import { administratorsTend, quarantineIsTried } from './administrators.ts';
import { agentsAnswer, agentsRead, agentsWork, filesAreLost, lossesAreFound, repliesWait } from './agents.ts';
import { customersWrite } from './customers.ts';
import { type Losses, lossesIn } from './lost.ts';
import { pagesAreUsed } from './pages.ts';
import { poolIsSet, textsLeaveFromPool, textsLeaveUnderName } from './texts.ts';
import { timePasses } from './time.ts';

type Journey = (system: LocalSystem, losses: Losses) => Promise<unknown>;

/** In an order in which none is in the way of the next: what ends things comes last. */
const journeys: Readonly<Record<string, Journey>> = {
  administratorsTend,
  agentsAnswer,
  poolIsSet,
  agentsWork,
  agentsRead,
  pagesAreUsed,
  repliesWait,
  filesAreLost,
  customersWrite,
  textsLeaveFromPool,
  quarantineIsTried,
  timePasses,
  lossesAreFound,
  textsLeaveUnderName,
};

const preload = new URL('../record/preload.ts', import.meta.url).href;

const readLines = (file: string): readonly Line[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => $Line.parse(JSON.parse(line)));

/** Has everything done that the functions are there for, and tells what they asked of AWS meanwhile. */
export async function travelled(say: (line: string) => void): Promise<readonly Line[]> {
  const file = join(tmpdir(), `parley-calls-${process.pid}.jsonl`);
  const env = {
    ANALYSIS: stages.production.analysis,
    PARLEY_DUPLICATES: '0',
    NODE_OPTIONS: `--import=${preload}`,
    [fileVariable]: file,
  };
  const system = await startSystem({ env });
  const losses = lossesIn(() => readLines(file));
  try {
    for (const [name, journey] of Object.entries(journeys)) {
      const begun = performance.now();
      await journey(system, losses);
      say(`${name}: ${Math.round(performance.now() - begun)} ms`);
    }
    return readLines(file);
  } finally {
    await system.stop();
    rmSync(file, { force: true });
  }
}
