import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { consoleFolder } from './http/site.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** What the console is made of; it takes its schemas from the other folders. */
const sources = ['web', 'domain', 'functions'];

const changedAt = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function isUpToDate(): boolean {
  const builtAt = changedAt(join(consoleFolder, 'index.html'));
  const files = sources.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return builtAt > 0 && files.every((file) => changedAt(file) <= builtAt);
}

/** Builds the console in a process of its own unless what is there is newer than its sources. */
export async function buildConsole(say: (line: string) => void): Promise<void> {
  if (isUpToDate()) return;
  say('Building the console (once, and again when its sources change) …');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const build = spawn(process.execPath, [vite, 'build', '--config', 'web/vite.config.ts', '--logLevel', 'error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const complaints: Buffer[] = [];
  build.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  const [code] = await once(build, 'close');
  if (code === 0) return;
  say(`The console could not be built; the rest works.\n${Buffer.concat(complaints).toString().trim()}`);
}
