import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { type CostFigures, costFile, costPage } from './cost-page.ts';
import { steps } from './steps.ts';
import { figuresIn, withMeasures } from './support/readme.ts';
import { measuresTable, type Part, print } from './support/report.ts';
import { type Ran, runStep } from './support/run-step.ts';

/** Every measure that the product is held to, with target and reference: see `usage`. */
const usage = `npm run bench [-- --write] [-- --only messages,cpu]
  --write       writes docs/measures.md, docs/cost.md and the paragraph of the README that quotes them
  --only NAMES  only these steps, printed whole: ${Object.keys(steps).join(', ')}
Nothing is random but what prints its seed. Exits with 1 when a step failed; missed targets are printed and do not fail.`;

const measuresFile = new URL('../docs/measures.md', import.meta.url);
const readmeFile = new URL('../README.md', import.meta.url);
const gigabytes = Math.round(totalmem() / 2 ** 30);

/** The page of all measures. */
export function pageOf(parts: readonly Part[], on: { readonly date: string; readonly machine: string }): string {
  const lines = [
    '# Measures',
    '',
    `Written by \`npm run bench -- --write\` on ${on.date}, on ${on.machine}.`,
    'Counts and prices come out the same everywhere. CPU time goes with the machine and the hour, which the yardstick tells; what is marked noisy varies more.',
    'Each part also runs alone: `node bench/<part>.ts`. Prices are in `bench/prices.ts` and nowhere else; [cost.md](cost.md) has what they come to.',
    '',
    ...measuresTable(parts.flatMap(({ measures }) => measures)),
    ...parts.flatMap(({ title, details }) => ['', `## ${title}`, '', ...details]),
  ];
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

async function runAll(names: readonly string[]): Promise<readonly Ran[]> {
  const ran: Ran[] = [];
  for (const [position, name] of names.entries()) {
    const begunAt = performance.now();
    console.error(`${position + 1} of ${names.length}: ${name} …`);
    const one = await runStep(name);
    const seconds = Math.round((performance.now() - begunAt) / 1000);
    console.error(`${name}: ${one.failed ? `FAILED, ${one.failed}` : 'done'} after ${seconds} s`);
    ran.push(one);
  }
  return ran;
}

/** Undefined when a step that it needs has failed. */
function costIn(ran: readonly Ran[]): CostFigures | undefined {
  const { messages, channels, idle }: Partial<CostFigures> = Object.assign({}, ...ran.map(({ figures }) => figures));
  return messages && channels && idle ? { messages, channels, idle } : undefined;
}

function write(ran: readonly Ran[]): void {
  const date = new Date().toISOString().slice(0, 10);
  const machine = `${availableParallelism()} shared cores with ${gigabytes} GB, Node ${process.versions.node}`;
  const page = pageOf(
    ran.flatMap(({ parts }) => parts),
    { date, machine },
  );
  writeFileSync(measuresFile, page);
  writeFileSync(readmeFile, withMeasures(readFileSync(readmeFile, 'utf8'), figuresIn(page)));
  const cost = costIn(ran);
  if (cost) writeFileSync(costFile, costPage(cost));
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      write: { type: 'boolean', default: false },
      only: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(usage);
  const names = values.only?.split(',') ?? Object.keys(steps);
  if (!names.every((name) => name in steps) || (values.write && values.only)) throw new Error(usage);
  const ran = await runAll(names);
  tell(ran, values.only ? 'whole' : 'in one table');
  if (values.write) write(ran);
  process.exitCode = ran.some(({ failed }) => failed) ? 1 : 0;
}

function tell(ran: readonly Ran[], how: 'whole' | 'in one table'): void {
  const parts = ran.flatMap((each) => each.parts);
  if (how === 'whole') for (const part of parts) print(part);
  else console.log(measuresTable(parts.flatMap(({ measures }) => measures)).join('\n'));
}

if (import.meta.main) await main();
