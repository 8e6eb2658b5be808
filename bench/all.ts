import { writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { coldStartPart } from './cold-start.ts';
import { cpuPart } from './cpu.ts';
import { idleCostPart } from './idle-cost.ts';
import { inboxPart } from './inbox.ts';
import { perChannelPart } from './per-channel.ts';
import { perMessagePart } from './per-message.ts';
import { synthesise } from './support/assembly.ts';
import { measuresTable, type Part } from './support/report.ts';
import { throughputPart } from './throughput.ts';

/** Every measure that the product is held to, in one table. Run: npm run bench; with -- --write into docs/measures.md. */

const file = new URL('../docs/measures.md', import.meta.url);

const gigabytes = Math.round(totalmem() / 2 ** 30);

/** The page of all measures. */
export function pageOf(parts: readonly Part[], on: { readonly date: string; readonly machine: string }): string {
  const lines = [
    '# Measures',
    '',
    `Written by \`npm run bench -- --write\` on ${on.date}, on ${on.machine}.`,
    'Counts and prices come out the same everywhere; CPU time varies by a tenth or two, what is marked noisy by more.',
    'Each part also runs alone: `node bench/<part>.ts`. Prices are in `bench/prices.ts` and nowhere else.',
    '',
    ...measuresTable(parts.flatMap(({ measures }) => measures)),
    ...parts.flatMap(({ title, details }) => ['', `## ${title}`, '', ...details]),
  ];
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

async function runAll(): Promise<readonly Part[]> {
  const parts: Part[] = [];
  const run = async (name: string, work: () => Promise<Part>) => {
    console.error(`${name} …`);
    parts.push(await work());
  };
  // First, while this process is small: it measures latency, and what the other parts leave behind would be in it.
  await run('throughput', () => throughputPart());
  await run('per message', () => perMessagePart());
  await run('per channel', () => perChannelPart());
  await run('cpu', () => cpuPart());
  const assembly = synthesise();
  await run('idle cost', async () => idleCostPart(assembly.template));
  await run('cold start', () => coldStartPart(assembly));
  assembly.remove();
  await run('inbox', () => inboxPart());
  const [throughput, ...others] = parts;
  return throughput ? [...others, throughput] : others;
}

if (import.meta.main) {
  const parts = await runAll();
  const date = new Date().toISOString().slice(0, 10);
  const machine = `${availableParallelism()} shared cores with ${gigabytes} GB, Node ${process.versions.node}`;
  console.log(measuresTable(parts.flatMap(({ measures }) => measures)).join('\n'));
  if (process.argv.includes('--write')) writeFileSync(file, pageOf(parts, { date, machine }));
  process.exit();
}
