import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { catalogue, type FunctionName } from '#functions/catalogue.ts';
import type { FunctionRow } from '#functions/function-row.ts';
import { keysOf } from '#lib/keys-of.ts';
import { type Assembly, filesIn, gzipBytesOf, synthesise } from './support/assembly.ts';
import { firstEvents } from './support/first-events.ts';
import { atMost, type Measure, type Part, print, rounded, table } from './support/report.ts';
import { type System, startSystem } from './support/system.ts';

/**
 * What a function costs before it answers for the first time: bundled as it is deployed, in a fresh Node process, against
 * the emulators. CPU of the whole process, without Node's own start. Run: node bench/cold-start.ts [rounds]
 */

type Started = {
  readonly init: number;
  readonly response: number;
  /** Addresses of the files that were loaded, when they were asked for. */
  readonly loaded: readonly string[];
  readonly failure?: string;
};

const targets = {
  webhook: { kilobytes: 100, cpuMs: 110 },
  other: { kilobytes: 130, cpuMs: 150 },
} as const;

/** Behind a webhook and without the table, which those few need that answer out of it. */
const isPlainWebhook = ({ entry, environment }: FunctionRow): boolean =>
  entry.startsWith('webhooks/') && !('TABLE_NAME' in environment.shape);

/** What a function's cold start is held to. */
export const targetOf = (name: FunctionName) => (isPlainWebhook(catalogue[name]) ? targets.webhook : targets.other);

const child = new URL('./support/cold-start-child.mjs', import.meta.url);

type Start = { readonly bundle: string; readonly event: unknown; readonly environment: Record<string, string> };

/** With `listing` it is a little slower. */
async function startOnce({ bundle, event, environment }: Start, listing?: 'listing'): Promise<Started> {
  const process_ = fork(child, {
    // The runtime's own switch; what functions log is not looked at here.
    env: { ...process.env, ...environment, POWERTOOLS_DEV: 'false', AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const context = { functionName: 'bench', awsRequestId: 'bench', memoryLimitInMB: '512', invokedFunctionArn: 'arn' };
  process_.send({ bundle: pathToFileURL(bundle).href, event, context, listing });
  const [started] = (await once(process_, 'message')) as [Started];
  if (started.failure) throw new Error(`${bundle} failed on its first event: ${started.failure}`);
  return started;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

type Figures = {
  readonly name: FunctionName;
  /** Gzip of what is loaded from the start to the first response. */
  readonly kilobytes: number;
  /** Gzip of all that is deployed. */
  readonly assetKilobytes: number;
  readonly init: number;
  readonly response: number;
};

async function measure(system: System, { codeOf }: Assembly, rounds: number): Promise<readonly Figures[]> {
  const started = new Map<FunctionName, Started[]>();
  const loaded = new Map<FunctionName, readonly string[]>();
  const environment = { ...system.environment };
  for (let round = 0; round <= rounds; round += 1) {
    const events = await firstEvents(system, round);
    for (const name of keysOf(catalogue)) {
      const start = { bundle: join(codeOf[name], 'index.mjs'), event: events[name], environment };
      if (round === 0) loaded.set(name, (await startOnce(start, 'listing')).loaded);
      else started.set(name, [...(started.get(name) ?? []), await startOnce(start)]);
    }
  }
  return [...started].map(([name, all]) => ({
    name,
    kilobytes: gzipBytesOf((loaded.get(name) ?? []).map((url) => fileURLToPath(url))) / 1000,
    assetKilobytes: gzipBytesOf(filesIn(codeOf[name])) / 1000,
    init: median(all.map(({ init }) => init)),
    response: median(all.map(({ response }) => response)),
  }));
}

function worst(figures: readonly Figures[], kind: keyof typeof targets): readonly Measure[] {
  const target = targets[kind];
  const ofKind = figures.filter(({ name }) => targetOf(name) === target);
  const largest = ofKind.toSorted((a, b) => b.kilobytes - a.kilobytes)[0];
  const slowest = ofKind.toSorted((a, b) => b.response - a.response)[0];
  const title = kind === 'webhook' ? 'webhook functions' : 'other functions';
  return [
    atMost(`cold start, ${title}: gzip of the largest`, {
      figure: largest?.kilobytes ?? 0,
      target: target.kilobytes,
      unit: 'kB',
      reference: `${largest?.name ?? ''}; SQS client alone 98.8 kB`,
    }),
    atMost(`cold start, ${title}: CPU to first response of the slowest`, {
      figure: slowest?.response ?? 0,
      target: target.cpuMs,
      unit: 'ms',
      reference: `${slowest?.name ?? ''}; hello-world on Node 24: 114 ms wall in Lambda`,
    }),
  ];
}

const row = ({ name, kilobytes, assetKilobytes, init, response }: Figures): readonly string[] => {
  const { kilobytes: most, cpuMs } = targetOf(name);
  return [
    name,
    `${rounded(kilobytes)} ${kilobytes <= most ? '' : `> ${most}`}`.trim(),
    rounded(assetKilobytes),
    rounded(init),
    `${rounded(response)} ${response <= cpuMs ? '' : `> ${cpuMs}`}`.trim(),
  ];
};

export async function coldStartPart(assembly: Assembly, rounds = 7): Promise<Part> {
  const system = await startSystem('hybrid');
  try {
    const figures = await measure(system, assembly, rounds);
    return {
      title: 'Cold start',
      measures: [...worst(figures, 'webhook'), ...worst(figures, 'other')],
      details: [
        `Median of ${rounds} fresh processes each. Plain HTTP to the emulators: TLS comes on top in AWS, the runtime's own start too.`,
        'Webhook functions that ask the table before they answer are held to the target of the others.',
        'Loaded: the files read from the start to the first response to a plain first event, each as gzip makes it; the targets are for these. Deployed: all files, among them what only other channels and events load.',
        '',
        ...table(
          ['function', 'loaded, gzip kB', 'deployed, gzip kB', 'init CPU ms', 'CPU to first response ms'],
          figures.map(row),
        ),
      ],
    };
  } finally {
    await system.stop();
  }
}

if (import.meta.main) {
  const assembly = synthesise();
  print(await coldStartPart(assembly, Number(process.argv[2] ?? 7)));
  assembly.remove();
  process.exit();
}
