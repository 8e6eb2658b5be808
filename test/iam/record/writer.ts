import { AsyncLocalStorage } from 'node:async_hooks';
import { appendFileSync } from 'node:fs';
import type { Line } from './lines.ts';

/** Names the file for the process that is watched. */
export const fileVariable = 'PARLEY_RECORDED_CALLS';

/** The function that is at work. */
export const atWork = new AsyncLocalStorage<string>();

/** Synchronously: the process may be killed at any time. */
export function writeLine(line: Line): void {
  const file = process.env[fileVariable];
  if (!file) throw new Error(`${fileVariable} names no file`);
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}
