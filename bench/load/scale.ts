import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tableNamed } from '#adapters/dynamodb/stores.ts';
import { startDynamoDb } from '#local/emulators/dynamodb/start-dynamodb.ts';
import { tableName } from '#local/names.ts';
import { createTable } from '#local/table.ts';
import { atMost, type Measure, type Part, print, rounded, table } from '../support/report.ts';
import { type System, startSystem } from '../support/system.ts';
import { fill } from './scale/fill.ts';
import { type Metered, startMeter } from './scale/meter.ts';
import { type Operation, operationsAt, rounds, setUp } from './scale/operations.ts';

const usage = `Usage: node bench/load/scale.ts [--largest N]
What the same questions cost on a table of 1,000, 10,000 and 100,000 conversations with ten events each.
  --largest N   ends at this size (100000)
The table is filled by number and not by chance, so it is the same every time. Takes some minutes and about 1 GB of disk.`;

const sizes = [1000, 10_000, 100_000] as const;
const say = (line: string): void => console.error(line);

type Figures = Metered & { readonly cpuMs: number };
type AtSize = {
  readonly conversations: number;
  readonly events: number;
  readonly items: number;
  readonly seconds: number;
  readonly figures: ReadonlyMap<string, Figures>;
};

type Told = { readonly began?: string; readonly ended?: string; readonly cpuMs?: number };
type Meter = Awaited<ReturnType<typeof startMeter>>;

/** Runs the operations in a process of their own; what each took, the median of its rounds. */
async function measure(environment: NodeJS.ProcessEnv, operations: readonly Operation[], meter: Meter) {
  const figures = new Map<string, Figures>();
  const child = fork(new URL('./scale/child.mjs', import.meta.url), {
    env: { ...process.env, ...environment, POWERTOOLS_DEV: 'false' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.on('message', ({ ended, cpuMs = Number.NaN }: Told) => {
    const { calls, readUnits, bytes, saved } = meter.take();
    const of = (sum: number): number => sum / rounds.counted;
    if (ended)
      figures.set(ended, { calls: of(calls), readUnits: of(readUnits), bytes: of(bytes), saved: of(saved), cpuMs });
    child.send('heard');
  });
  child.send({ operations, warming: rounds.warming });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error('an operation failed');
  const idle = operations.find(({ check, saves }) => saves && (figures.get(check)?.saved ?? 0) < 1);
  if (idle) throw new Error(`${idle.check}: not every one saved a decision`);
  return figures;
}

/** A table on disk, which is closed while it is filled. */
async function measureAll(system: System, path: string, largest: number): Promise<readonly AtSize[]> {
  const open = () => startDynamoDb({ path, clock: system.clock });
  let dynamoDb = await open();
  const meter = await startMeter(() => dynamoDb.endpoint);
  process.env.AWS_ENDPOINT_URL_DYNAMODB = meter.endpoint;
  await createTable();
  const own = tableNamed(tableName);
  await setUp(own);
  own.client.destroy();
  const results: AtSize[] = [];
  let [from, events, items] = [0, 0, 0];
  for (const [position, to] of sizes.filter((size) => size <= largest).entries()) {
    await dynamoDb.stop();
    const started = performance.now();
    const filled = await fill(path, { from, to }, say);
    const seconds = (performance.now() - started) / 1000;
    [from, events, items] = [to, events + filled.events, items + filled.items];
    dynamoDb = await open();
    say(`measuring at ${to} conversations and ${events} events`);
    const operations = operationsAt(position, dynamoDb.endpoint);
    const figures = await measure({ ...system.environment }, operations, meter);
    results.push({ conversations: to, events, items, seconds, figures });
  }
  await Promise.all([dynamoDb.stop(), meter.stop()]);
  return results;
}

const names = (results: readonly AtSize[]): readonly string[] => [...(results[0]?.figures.keys() ?? [])];
const figureAt = (result: AtSize | undefined, name: string, of: (figures: Figures) => number): number => {
  const figures = result?.figures.get(name);
  return figures ? of(figures) : Number.NaN;
};

/** How much more the largest table takes than the smallest. */
const growth = (results: readonly AtSize[], name: string, of: (figures: Figures) => number): number =>
  figureAt(results.at(-1), name, of) / figureAt(results[0], name, of);

function chart(title: string, results: readonly AtSize[], of: (figures: Figures) => number): readonly string[] {
  const line = (name: string) =>
    `  line "${name}" [${results.map((result) => rounded(figureAt(result, name, of))).join(', ')}]`;
  return [
    '```mermaid',
    'xychart-beta',
    `  title "${title}"`,
    `  x-axis "conversations" [${results.map(({ conversations }) => `"${rounded(conversations)}"`).join(', ')}]`,
    ...names(results).map(line),
    '```',
    '',
  ];
}

function measuresOf(results: readonly AtSize[]): readonly Measure[] {
  const [smallest, largest] = [results[0], results.at(-1)].map((result) => rounded(result?.conversations ?? 0));
  const worst = (of: (figures: Figures) => number) =>
    names(results)
      .map((name) => ({ name, ratio: growth(results, name, of) }))
      .toSorted((one, other) => other.ratio - one.ratio)[0];
  const measureOf = (what: string, target: number, of: (figures: Figures) => number): Measure => {
    const { name = '', ratio = Number.NaN } = worst(of) ?? {};
    return atMost(`scale, ${largest} to ${smallest} conversations: ${what}`, {
      figure: ratio,
      target,
      unit: '×',
      reference: `most: ${name}`,
    });
  };
  return [
    measureOf('calls', 1, ({ calls }) => calls),
    // So few conversations as the smallest table has do not fill the pages of every view.
    measureOf('read units', 2, ({ readUnits }) => readUnits),
    measureOf('CPU of a handler (noisy)', 1.5, ({ cpuMs }) => cpuMs),
  ];
}

function rows(results: readonly AtSize[]): readonly (readonly string[])[] {
  return names(results).map((name) => [
    name,
    ...results.flatMap((result) => {
      const of = (figure: (figures: Figures) => number): string => rounded(figureAt(result, name, figure));
      return [
        `${of(({ calls }) => calls)} / ${of(({ readUnits }) => readUnits)} / ${of(({ bytes }) => bytes / 1000)} / ${of(({ cpuMs }) => cpuMs)}`,
      ];
    }),
    rounded(growth(results, name, ({ calls }) => calls)),
    rounded(growth(results, name, ({ cpuMs }) => cpuMs)),
  ]);
}

/** The same questions on ever larger tables. */
export async function scalePart(largest: number = sizes[2]): Promise<Part> {
  const path = mkdtempSync(join(tmpdir(), 'parley-scale-'));
  const system = await startSystem('embedded');
  try {
    const results = await measureAll(system, path, largest);
    const heads = results.map(({ conversations }) => `${rounded(conversations)}: calls / read units / kB / CPU ms`);
    const last = results.at(-1);
    return {
      title: 'Scale',
      measures: measuresOf(results),
      details: [
        `${rounded(last?.conversations ?? 0)} conversations with ${rounded(last?.events ?? 0)} events in ${rounded(last?.items ?? 0)} items, in the shapes in which the product writes them, put straight into the emulator’s database (the last step took ${rounded(last?.seconds ?? 0)} s).`,
        `Nine in ten are resolved, one in twenty waits in one line; 42 agents. The waiting do not fill a page of each of the queue’s four shelves before 10,000: that is why the unassigned view reads more there. CPU is the median of ${rounds.counted} calls of the real handler and SDK in a process of its own; calls are those to the table. Search is by address or id; there is none by words.`,
        '',
        ...table(['question', ...heads, 'calls ×', 'CPU ×'], rows(results)),
        '',
        ...chart('CPU, milliseconds', results, ({ cpuMs }) => cpuMs),
        ...chart('Calls to the table', results, ({ calls }) => calls),
      ],
    };
  } finally {
    await system.stop();
    rmSync(path, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { largest: { type: 'string', default: String(sizes[2]) }, help: { type: 'boolean', default: false } },
  });
  if (values.help) console.log(usage);
  else print(await scalePart(Number(values.largest)));
  process.exit();
}
