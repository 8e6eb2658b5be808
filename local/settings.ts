import { randomInt } from 'node:crypto';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { dataFolder } from './running.ts';
import type { SystemOptions } from './system.ts';

export type Settings = SystemOptions & {
  readonly port: number;
  readonly isFresh: boolean;
  readonly hasDemo: boolean;
  readonly hasConsole: boolean;
};

const usualPort = 4400;
const usualDuplicates = 1 / 20;

export const usage = `Usage: npm start [-- --fresh] [-- --no-demo]
  --fresh     forget everything that was kept and start anew
  --no-demo   without customers and conversations
Environment: PORT (${usualPort}), PARLEY_DATA (.parley), ANALYSIS (embedded, comprehend or hybrid),
  PARLEY_LOG=1 (logs of functions in <data>/functions.log), PARLEY_NO_CONSOLE=1,
  PARLEY_SEED (which deliveries happen twice), PARLEY_DUPLICATES (how many of them, 0 to 1)`;

/** What the command line and the environment ask for; throws when it does not know an option. */
export function readSettings(given: readonly string[]): Settings {
  const { values } = parseArgs({
    args: [...given],
    options: { fresh: { type: 'boolean' }, demo: { type: 'boolean' } },
    allowNegative: true,
  });
  const { env } = process;
  const dataDir = resolve(dataFolder());
  return {
    dataDir,
    port: Number(env.PORT ?? usualPort),
    isFresh: values.fresh === true,
    hasDemo: values.demo !== false,
    hasConsole: env.PARLEY_NO_CONSOLE !== '1',
    analysis: env.ANALYSIS ?? 'embedded',
    seed: Number(env.PARLEY_SEED ?? randomInt(1_000_000)),
    duplicates: Number(env.PARLEY_DUPLICATES ?? usualDuplicates),
    logFile: env.PARLEY_LOG === '1' ? join(dataDir, 'functions.log') : undefined,
  };
}
