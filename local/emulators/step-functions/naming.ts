import { randomUUID } from 'node:crypto';
import { serviceError } from '../http/json-service.ts';
import type { Execution } from './execution-log.ts';
import type { Machine } from './machine.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
const nameIsReservedMs = 90 * 86_400_000;
const validName = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;

/** The ARN of an execution, by the name it was given or one of its own. */
export function executionArn(machine: Machine, given: unknown): { readonly arn: string; readonly name: string } {
  const name = given === undefined ? randomUUID() : String(given);
  if (!validName.test(name)) throw serviceError('InvalidName', `Invalid Name: '${name}'`);
  return { arn: `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`, name };
}

export function refuseInput(input: string): void {
  try {
    JSON.parse(input);
  } catch {
    throw serviceError('InvalidExecutionInput', 'Invalid State Machine Execution Input: it is not JSON');
  }
}

/** The execution that a start repeats: the same name and input while it runs. Any other use of the name is refused. */
export function startedBefore(
  execution: Execution | undefined,
  start: { readonly input: string; readonly now: Date },
): Execution | undefined {
  if (execution === undefined) return undefined;
  if (!execution.ending && execution.input === start.input) return execution;
  const isFree = execution.ending && start.now.getTime() - Date.parse(execution.ending.stoppedAt) > nameIsReservedMs;
  if (isFree) return undefined;
  throw serviceError('ExecutionAlreadyExists', `Execution Already Exists: '${execution.arn}'`);
}
