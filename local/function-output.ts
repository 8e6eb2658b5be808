import { AsyncLocalStorage } from 'node:async_hooks';
import { createWriteStream } from 'node:fs';
import { format } from 'node:util';

const insideFunction = new AsyncLocalStorage<true>();

/** Runs what belongs to a function: whatever it writes to the console goes to its log. */
export const asFunction = <Result>(work: () => Promise<Result>): Promise<Result> => insideFunction.run(true, work);

const oneLine = (given: readonly unknown[]): string => {
  const text = format(...given);
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return JSON.stringify({ message: text });
  }
};

/** Keeps the logs of functions off the terminal: into a file as JSON lines, or nowhere when there is none. */
export function leadFunctionOutput(file: string | undefined): { stop(): Promise<void> } {
  const log = file === undefined ? undefined : createWriteStream(file, { flags: 'a', mode: 0o600 });
  for (const method of ['debug', 'error', 'info', 'log', 'warn'] as const) {
    const toTerminal = console[method].bind(console);
    console[method] = (...given: unknown[]) => {
      if (insideFunction.getStore()) log?.write(`${oneLine(given)}\n`);
      else toTerminal(...given);
    };
  }
  return { stop: () => new Promise((resolve) => (log ? log.end(resolve) : resolve())) };
}
