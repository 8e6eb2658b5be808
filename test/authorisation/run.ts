/**
 * Asks every cell of the authorisation tables of the running product and prints what came of it.
 *
 *   node test/authorisation/run.ts             the cells, by group and outcome; ends with 1 when one is not as expected
 *   node test/authorisation/run.ts --write     makes docs/authorisation.md anew from the tables, and asks nothing
 *   node test/authorisation/run.ts --help      this
 *
 * Nothing in it is drawn by chance, so it has no seed.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Verdict } from './ask.ts';
import { checkAll } from './check-all.ts';
import { authorisationPage, pageFile } from './page.ts';
import { startWorld } from './world.ts';

function summary(verdicts: readonly Verdict[]): string {
  const counts = new Map<string, { right: number; wrong: number }>();
  for (const { group, expected, wrong } of verdicts) {
    const name = `${group}: ${expected}`;
    const count = counts.get(name) ?? { right: 0, wrong: 0 };
    counts.set(name, wrong ? { ...count, wrong: count.wrong + 1 } : { ...count, right: count.right + 1 });
  }
  return [...counts].map(([name, { right, wrong }]) => `${name.padEnd(32)} ${right} right, ${wrong} wrong`).join('\n');
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function run(): Promise<void> {
  const started = performance.now();
  print('Starting the functions on emulated services ...');
  const world = await startWorld();
  try {
    const verdicts = await checkAll(world, (group) => print(`Asking: ${group} ...`));
    const wrong = verdicts.filter((verdict) => verdict.wrong !== undefined);
    for (const { cell, wrong: why } of wrong) print(`WRONG ${cell}: ${why}`);
    print(`\n${summary(verdicts)}\n`);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    print(`${verdicts.length} cells in ${seconds} s: ${verdicts.length - wrong.length} passed, ${wrong.length} failed`);
    process.exitCode = wrong.length === 0 ? 0 : 1;
  } finally {
    await world.stop();
  }
}

const { values } = parseArgs({ options: { write: { type: 'boolean' }, help: { type: 'boolean' } } });
if (values.help) print('node test/authorisation/run.ts [--write | --help]; see the head of the file');
else if (values.write) writeFileSync(pageFile, authorisationPage());
else await run();
