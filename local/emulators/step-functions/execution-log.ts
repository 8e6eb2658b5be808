import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
export type Ending = {
  readonly status: Exclude<ExecutionStatus, 'RUNNING'>;
  /** ISO 8601, on the virtual clock, as are all times here. */
  readonly stoppedAt: string;
  readonly output?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
};
export type Execution = {
  readonly arn: string;
  readonly machineArn: string;
  readonly name: string;
  /** JSON, as it was given. */
  readonly input: string;
  readonly startedAt: string;
  /** When each wait ends, by state name and how often that was entered before; so a restart does not wait anew. */
  readonly waits: Map<string, string>;
  ending?: Ending;
};

type Line =
  | { readonly type: 'started'; readonly arn: string; readonly execution: Omit<Execution, 'waits' | 'ending'> }
  | { readonly type: 'waiting'; readonly arn: string; readonly wait: string; readonly until: string }
  | { readonly type: 'ended'; readonly arn: string; readonly ending: Ending };

export type ExecutionLog = {
  readonly executions: Map<string, Execution>;
  started(execution: Omit<Execution, 'waits' | 'ending'>): Execution;
  waiting(execution: Execution, wait: string, until: Date): void;
  ended(execution: Execution, ending: Ending): void;
};

const endedExecutionsKept = 1000;

/** Opens the log of executions in a folder, or in memory. A line is appended before anyone is told of what it says. */
export function openExecutionLog(dir: string | undefined): ExecutionLog {
  const file = dir === undefined ? undefined : join(dir, 'executions.jsonl');
  const executions = new Map<string, Execution>();
  if (dir !== undefined) mkdirSync(dir, { recursive: true });
  if (file !== undefined) {
    for (const line of linesOf(file)) apply(executions, line);
    forgetOldest(executions);
    rewrite(file, executions);
  }
  const append = (line: Line) => {
    if (file !== undefined) appendFileSync(file, `${JSON.stringify(line)}\n`);
    return apply(executions, line);
  };
  return {
    executions,
    started(execution) {
      append({ type: 'started', arn: execution.arn, execution });
      return executions.get(execution.arn) ?? { ...execution, waits: new Map() };
    },
    waiting: ({ arn }, wait, until) => append({ type: 'waiting', arn, wait, until: until.toISOString() }),
    ended: ({ arn }, ending) => append({ type: 'ended', arn, ending }),
  };
}

function apply(executions: Map<string, Execution>, line: Line): void {
  if (line.type === 'started') executions.set(line.arn, { ...line.execution, waits: new Map() });
  const execution = executions.get(line.arn);
  if (line.type === 'waiting') execution?.waits.set(line.wait, line.until);
  if (line.type === 'ended' && execution) execution.ending = line.ending;
}

/** A killed process may leave half a last line; nobody was told of what it would have said. */
function linesOf(file: string): readonly Line[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

function forgetOldest(executions: Map<string, Execution>): void {
  const ended = [...executions.values()].filter(({ ending }) => ending !== undefined);
  for (const { arn } of ended.slice(0, -endedExecutionsKept)) executions.delete(arn);
}

function rewrite(file: string, executions: ReadonlyMap<string, Execution>): void {
  const lines = Array.from(executions.values()).flatMap(({ waits, ending, ...execution }): Line[] => [
    { type: 'started', arn: execution.arn, execution },
    ...(ending
      ? []
      : Array.from(waits, ([wait, until]) => ({ type: 'waiting', arn: execution.arn, wait, until }) as const)),
    ...(ending ? [{ type: 'ended', arn: execution.arn, ending } as const] : []),
  ]);
  writeFileSync(`${file}.next`, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  renameSync(`${file}.next`, file);
}
