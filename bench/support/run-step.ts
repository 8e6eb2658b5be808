import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Outcome } from '../steps.ts';
import type { Part } from './report.ts';

const child = fileURLToPath(new URL('./step-child.ts', import.meta.url));

/** No step takes as long. */
const mostMs = 40 * 60_000;

export type Ran = Outcome & { readonly name: string; readonly failed?: string };

/** A step that failed has a place on the page too. */
const failedPart = (name: string, why: string): Part => ({
  title: `${name}: failed`,
  measures: [
    { name: `${name}: this part of the bench failed`, figure: 'failed', target: '', met: false, reference: '' },
  ],
  details: [why],
});

/** Runs a step in a process of its own; what goes wrong there is told and goes no further. What it prints is progress. */
export async function runStep(name: string): Promise<Ran> {
  const running = fork(child, [name], { serialization: 'advanced', stdio: ['ignore', 2, 2, 'ipc'], timeout: mostMs });
  const { promise, resolve } = Promise.withResolvers<Ran>();
  let outcome: Outcome | undefined;
  running.on('message', (found: Outcome) => {
    outcome = found;
  });
  running.on('exit', (code, signal) => {
    const why = `it ended with ${signal ?? code} and without a result`;
    resolve(outcome ? { name, ...outcome } : { name, parts: [failedPart(name, why)], failed: why });
  });
  return promise;
}
