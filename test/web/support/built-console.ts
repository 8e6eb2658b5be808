import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Builds the console as it is deployed, into a folder of its own; answers the folder. */
export const buildConsole = async (): Promise<string> => {
  const outDir = await mkdtemp(join(tmpdir(), 'console-'));
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  // Its own process: inside the test run React would build for tests, three times the size.
  await promisify(execFile)(
    process.execPath,
    [vite, 'build', '--config', 'web/vite.config.ts', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'error'],
    { cwd: root, env: { ...process.env, NODE_ENV: 'production' } },
  );
  return outDir;
};
