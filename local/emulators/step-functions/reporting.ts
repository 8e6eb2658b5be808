import type { Execution } from './execution-log.ts';

const mostPerPage = 1000;

/** DescribeExecution's answer. */
export const describe = (execution: Execution): object => ({
  ...summary(execution),
  input: execution.input,
  output: execution.ending?.output,
  error: execution.ending?.error,
  cause: execution.ending?.cause,
});

/** ListExecutions' answer: newest first. */
export function list(executions: Iterable<Execution>, input: Readonly<Record<string, unknown>>): object {
  const from = Number(input.nextToken ?? 0);
  const size = Number(input.maxResults ?? 0) || mostPerPage;
  const found = [...executions]
    .filter(({ machineArn }) => machineArn === input.stateMachineArn)
    .map(summary)
    .filter(({ status }) => input.statusFilter === undefined || status === input.statusFilter)
    .toSorted((a, b) => b.startDate - a.startDate);
  const page = found.slice(from, from + size);
  return { executions: page, nextToken: found.length > from + size ? String(from + size) : undefined };
}

const summary = ({ arn, machineArn, name, startedAt, ending }: Execution) => ({
  executionArn: arn,
  stateMachineArn: machineArn,
  name,
  status: ending?.status ?? 'RUNNING',
  startDate: Date.parse(startedAt) / 1000,
  stopDate: ending && Date.parse(ending.stoppedAt) / 1000,
});
