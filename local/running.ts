import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readJson, writeJson } from './emulators/durable-file.ts';

/** What a running system leaves in its folder, so that others find it. */
const $Running = z.object({ pid: z.number().int(), url: z.string() });
export type Running = z.infer<typeof $Running>;

/** The folder that keeps everything. */
export const dataFolder = (): string => process.env.PARLEY_DATA ?? '.parley';

const lockFile = (dataDir: string): string => join(dataDir, 'running.json');

export const noteRunning = (dataDir: string, running: Running): void => writeJson(lockFile(dataDir), running);

export const noteStopped = (dataDir: string): void => rmSync(lockFile(dataDir), { force: true });

/** The process that answers at an address, if it is a Parley. */
export async function parleyAt(url: string): Promise<number | undefined> {
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2000) });
    await response.body?.cancel();
    const pid = Number(response.headers.get('x-parley-pid') ?? 'none');
    return Number.isInteger(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** The system that keeps its data in this folder, if it is running. A file left by a killed one counts for nothing. */
export async function findRunning(dataDir: string): Promise<Running | undefined> {
  const running = $Running.safeParse(readJson(lockFile(dataDir))).data;
  if (!running || !isAlive(running.pid)) return undefined;
  return (await parleyAt(running.url)) === running.pid ? running : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
