import { serviceError, startJsonService } from './http/json-service.ts';
import { type Execution, type ExecutionLog, openExecutionLog } from './step-functions/execution-log.ts';
import { type Machine, type PreparedMachine, prepareMachine } from './step-functions/machine.ts';
import { executionArn, refuseInput, startedBefore } from './step-functions/naming.ts';
import { describe, list } from './step-functions/reporting.ts';
import { type HistoryEvent, type Invoke, type Outcome, type Run, runExecution } from './step-functions/running.ts';
import type { VirtualClock } from './virtual-clock.ts';

export type StepFunctionsOptions = {
  /** The folder that keeps the executions; in memory when there is none. */
  readonly dir?: string | undefined;
  readonly clock: VirtualClock;
  readonly machines: readonly Machine[];
  readonly invoke: Invoke;
  readonly port?: number | undefined;
};

export type LocalStepFunctions = {
  readonly endpoint: string;
  /** What happened in an execution since this process began to run it. */
  history(executionArn: string): readonly HistoryEvent[];
  /** State transitions as billed: one per state entered, and one per retry. */
  transitions(executionArn: string): number;
  stop(): Promise<void>;
};

type Input = Record<string, unknown>;
type Parts = {
  readonly clock: VirtualClock;
  readonly log: ExecutionLog;
  readonly machines: ReadonlyMap<string, PreparedMachine>;
  readonly runs: Map<string, Run>;
  readonly invoke: Invoke;
};

/** Starts Step Functions. What was running when the process ended is run again from the beginning with the same input. */
export async function startStepFunctions(options: StepFunctionsOptions): Promise<LocalStepFunctions> {
  const { clock, invoke } = options;
  const machines = new Map(options.machines.map((machine) => [machine.arn, prepareMachine(machine)]));
  const parts: Parts = { clock, invoke, machines, log: openExecutionLog(options.dir), runs: new Map() };
  const operations = new Map([
    ['StartExecution', (input: Input) => startExecution(parts, input)],
    ['DescribeExecution', (input: Input) => describe(executionOf(parts, input))],
    ['StopExecution', (input: Input) => stopExecution(parts, input)],
    ['ListExecutions', (input: Input) => list(parts.log.executions.values(), input)],
  ]);
  const service = await startJsonService({
    version: '1.0',
    port: options.port,
    async answer(name, input) {
      const operation = operations.get(name);
      if (operation === undefined) throw serviceError('UnknownOperationException', 'The operation is not emulated');
      return operation(input);
    },
  });
  for (const execution of parts.log.executions.values()) resume(parts, execution);
  const history = (arn: string) => parts.runs.get(arn)?.history ?? [];
  return {
    endpoint: service.endpoint,
    history,
    transitions: (arn) => history(arn).filter(({ type }) => type === 'StateEntered' || type === 'StateRetried').length,
    async stop() {
      await service.stop();
      for (const run of parts.runs.values()) run.abort();
      await Promise.all(Array.from(parts.runs.values(), ({ ended }) => ended));
    },
  };
}

function startExecution(parts: Parts, input: Input): object {
  const machine = machineOf(parts, input);
  const { arn, name } = executionArn(machine, input.name);
  const text = String(input.input ?? '{}');
  refuseInput(text);
  const earlier = startedBefore(parts.log.executions.get(arn), { input: text, now: parts.clock.now() });
  const execution =
    earlier ??
    parts.log.started({
      arn,
      name,
      machineArn: machine.arn,
      input: text,
      startedAt: parts.clock.now().toISOString(),
    });
  if (!earlier) run(parts, machine, execution);
  return { executionArn: arn, startDate: Date.parse(execution.startedAt) / 1000 };
}

function stopExecution(parts: Parts, input: Input): object {
  const execution = executionOf(parts, input);
  if (!execution.ending) {
    const [error, cause] = [input.error, input.cause].map((given) => (given === undefined ? undefined : String(given)));
    end(parts, execution, { status: 'ABORTED', error, cause });
    parts.runs.get(execution.arn)?.abort();
  }
  return { stopDate: Date.parse(execution.ending?.stoppedAt ?? execution.startedAt) / 1000 };
}

function resume(parts: Parts, execution: Execution): void {
  const machine = parts.machines.get(execution.machineArn);
  if (machine && !execution.ending) run(parts, machine, execution);
}

function run(parts: Parts, machine: PreparedMachine, execution: Execution): void {
  const begun = runExecution(parts, machine, execution);
  parts.runs.set(execution.arn, begun);
  void begun.ended.then((outcome) => end(parts, execution, outcome));
}

/** Aborted without a status means that this process is ending; the execution goes on in the next one. */
function end({ clock, log }: Parts, execution: Execution, outcome: Outcome): void {
  if (outcome === 'aborted' || execution.ending) return;
  log.ended(execution, { ...outcome, stoppedAt: clock.now().toISOString() });
}

function machineOf({ machines }: Parts, input: Input): PreparedMachine {
  const machine = machines.get(String(input.stateMachineArn));
  if (machine) return machine;
  throw serviceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${input.stateMachineArn}'`);
}

function executionOf({ log }: Parts, input: Input): Execution {
  const execution = log.executions.get(String(input.executionArn));
  if (execution) return execution;
  throw serviceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${input.executionArn}'`);
}
