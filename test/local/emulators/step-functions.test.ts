import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type LocalStepFunctions, startStepFunctions } from '#local/emulators/step-functions.ts';
import { createVirtualClock } from '#local/emulators/virtual-clock.ts';

const day = 86_400_000;
const hour = 3_600_000;
const machineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:escalation';

/** As CDK's LambdaInvoke synthesises it. */
const invoking = (functionName: string, more: object) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: functionName, 'Payload.$': '$' },
  OutputPath: '$.Payload',
  ...more,
});
const retry = [
  { ErrorEquals: ['Lambda.TooManyRequestsException'], IntervalSeconds: 2, MaxAttempts: 2, BackoffRate: 2 },
];

/** Plan, wait until the deadline, escalate, and again until there is nothing more to wait for. */
const definition = {
  StartAt: 'Plan',
  States: {
    Plan: invoking('plan', { Retry: retry, Next: 'Is there more?' }),
    'Is there more?': {
      Type: 'Choice',
      Choices: [{ Variable: '$.next', IsPresent: true, Next: 'Wait' }],
      Default: 'Done',
    },
    Wait: { Type: 'Wait', TimestampPath: '$.next', Next: 'Escalate' },
    Escalate: invoking('escalate', { Next: 'Plan' }),
    Done: { Type: 'Succeed' },
  },
  TimeoutSeconds: 365 * 86_400,
};

type Invocation = { readonly name: string; readonly payload: Record<string, unknown> };
type Invoke = Parameters<typeof startStepFunctions>[0]['invoke'];

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const service of running.splice(0).toReversed()) await service.stop();
});

async function start(
  invoke: Invoke,
  more: Partial<Parameters<typeof startStepFunctions>[0]> = {},
): Promise<{ service: LocalStepFunctions; client: SFNClient; clock: ReturnType<typeof createVirtualClock> }> {
  const clock = more.clock ?? createVirtualClock();
  const machines = [{ name: 'escalation', arn: machineArn, definition }];
  const service = await startStepFunctions({ clock, machines, invoke, ...more });
  const client = new SFNClient({
    endpoint: service.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  running.push(service);
  return { service, client, clock };
}

const begin = (client: SFNClient, input: object, name?: string) =>
  client.send(new StartExecutionCommand({ stateMachineArn: machineArn, name, input: JSON.stringify(input) }));
const describeExecution = (client: SFNClient, executionArn: string | undefined) =>
  client.send(new DescribeExecutionCommand({ executionArn }));
const ended = async (client: SFNClient, executionArn: string | undefined) =>
  vi.waitFor(async () => {
    const execution = await describeExecution(client, executionArn);
    expect(execution.status).not.toBe('RUNNING');
    return execution;
  });

/** The first plan waits for the given instant, the second has nothing more to wait for. */
function planner(invocations: Invocation[]): Invoke {
  return async (name, payload) => {
    const given = payload as Record<string, unknown>;
    invocations.push({ name, payload: given });
    if (name === 'plan') return given.escalated ? { escalated: true } : { next: given.deadline };
    return { escalated: true };
  };
}

describe('an execution', () => {
  it('waits forty days in an instant when the clock is moved', async () => {
    const invocations: Invocation[] = [];
    const { client, clock, service } = await start(planner(invocations));
    const deadline = new Date(clock.now().getTime() + 40 * day).toISOString();
    const { executionArn = '' } = await begin(client, { deadline }, 'c-1');
    await vi.waitFor(() => expect(service.history(executionArn).at(-1)?.state).toBe('Wait'));
    await clock.advance(39 * day);
    expect((await describeExecution(client, executionArn)).status).toBe('RUNNING');
    await clock.advance(day);
    const { status, output, stopDate } = await ended(client, executionArn);
    expect([status, JSON.parse(output ?? '')]).toEqual(['SUCCEEDED', { escalated: true }]);
    expect(stopDate?.getTime()).toBeGreaterThanOrEqual(Date.parse(deadline));
    expect(invocations.map(({ name }) => name)).toEqual(['plan', 'escalate', 'plan']);
    expect(service.transitions(executionArn)).toBe(7);
  });

  it('retries a task as its retrier says, each retry a transition, and then fails with the error', async () => {
    const throttled = Object.assign(new Error('slow down'), { name: 'Lambda.TooManyRequestsException' });
    const at: number[] = [];
    const clock = createVirtualClock();
    const invoke = async () => {
      at.push(clock.now().getTime());
      throw throttled;
    };
    const { client, service } = await start(invoke, { clock });
    const { executionArn = '' } = await begin(client, {});
    await vi.waitFor(() => expect(at).toHaveLength(1));
    await clock.advance(hour);
    const execution = await ended(client, executionArn);
    expect([execution.status, execution.error, execution.cause]).toEqual([
      'FAILED',
      'Lambda.TooManyRequestsException',
      'slow down',
    ]);
    expect(at.map((time, i) => Math.floor((time - (at[i - 1] ?? time)) / 1000))).toEqual([0, 2, 4]);
    expect(service.transitions(executionArn)).toBe(3);
  });

  it('does not retry what its retriers do not name', async () => {
    const invocations: string[] = [];
    const { client } = await start(async (name) => {
      invocations.push(name);
      throw new TypeError('a defect');
    });
    const { executionArn } = await begin(client, {});
    expect((await ended(client, executionArn)).error).toBe('TypeError');
    expect(invocations).toEqual(['plan']);
  });

  it('is stopped by request', async () => {
    const { client, clock, service } = await start(planner([]));
    const { executionArn = '' } = await begin(client, {
      deadline: new Date(clock.now().getTime() + day).toISOString(),
    });
    await vi.waitFor(() => expect(service.history(executionArn).at(-1)?.state).toBe('Wait'));
    await client.send(new StopExecutionCommand({ executionArn, error: 'Resolved', cause: 'the conversation is over' }));
    const execution = await describeExecution(client, executionArn);
    expect([execution.status, execution.error]).toEqual(['ABORTED', 'Resolved']);
    await clock.advance(2 * day);
    expect((await describeExecution(client, executionArn)).status).toBe('ABORTED');
  });

  it('times out by the clock', async () => {
    const { client, clock, service } = await start(planner([]));
    const { executionArn = '' } = await begin(client, {
      deadline: new Date(clock.now().getTime() + 400 * day).toISOString(),
    });
    await vi.waitFor(() => expect(service.history(executionArn).at(-1)?.state).toBe('Wait'));
    await clock.advance(366 * day);
    expect((await ended(client, executionArn)).status).toBe('TIMED_OUT');
  });
});

describe('the name of an execution', () => {
  it('starts it once while it runs, and belongs to one input', async () => {
    const invocations: Invocation[] = [];
    const { client, clock, service } = await start(planner(invocations));
    const input = { deadline: new Date(clock.now().getTime() + day).toISOString() };
    const first = await begin(client, input, 'same');
    const second = await begin(client, input, 'same');
    expect(second.executionArn).toBe(first.executionArn);
    expect(second.startDate).toEqual(first.startDate);
    await expect(begin(client, { other: true }, 'same')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await vi.waitFor(() => expect(service.history(first.executionArn ?? '').at(-1)?.state).toBe('Wait'));
    expect(invocations).toHaveLength(1);
  });

  it('is taken after the execution has ended, for ninety days', async () => {
    const { client, clock } = await start(planner([]));
    const { executionArn } = await begin(client, { escalated: true }, 'once');
    await ended(client, executionArn);
    await expect(begin(client, { escalated: true }, 'once')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await clock.advance(91 * day);
    expect((await begin(client, { escalated: true }, 'once')).executionArn).toBe(executionArn);
  });
});

describe('the list of executions', () => {
  it('is newest first and can be narrowed to a status', async () => {
    const { client, clock } = await start(planner([]));
    const over = await begin(client, { escalated: true }, 'over');
    await ended(client, over.executionArn);
    await clock.advance(1000);
    await begin(client, { deadline: new Date(clock.now().getTime() + day).toISOString() }, 'running');
    const names = async (statusFilter?: 'RUNNING') => {
      const { executions } = await client.send(
        new ListExecutionsCommand({ stateMachineArn: machineArn, statusFilter }),
      );
      return executions?.map(({ name }) => name);
    };
    expect(await names()).toEqual(['running', 'over']);
    expect(await names('RUNNING')).toEqual(['running']);
  });
});

describe('a restart', () => {
  it('runs again what was running, waits only for what is left, and passes over a line that was cut short', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'executions-'));
    const clock = createVirtualClock();
    const nap = {
      StartAt: 'Nap',
      States: { Nap: { Type: 'Wait', Seconds: 7200, Next: 'Wake' }, Wake: invoking('wake', { End: true }) },
    };
    const machines = [{ name: 'escalation', arn: machineArn, definition: nap }];
    const woken: unknown[] = [];
    const invoke: Invoke = async (_name, payload) => {
      woken.push(payload);
      return { woken: true };
    };
    const before = await start(invoke, { dir, clock, machines });
    const { executionArn = '' } = await begin(before.client, { id: 'c-1' }, 'nap');
    await vi.waitFor(() => expect(before.service.history(executionArn).at(-1)?.state).toBe('Nap'));
    await clock.advance(hour);
    await before.service.stop();
    await appendFile(join(dir, 'executions.jsonl'), '{"type":"ended","arn":');
    const { client, service } = await start(invoke, { dir, clock, machines });
    await vi.waitFor(() => expect(service.history(executionArn).at(-1)?.state).toBe('Nap'));
    expect((await begin(client, { id: 'c-1' }, 'nap')).executionArn).toBe(executionArn);
    await clock.advance(hour + 1000);
    expect((await ended(client, executionArn)).status).toBe('SUCCEEDED');
    expect(woken).toEqual([{ id: 'c-1' }]);
    await rm(dir, { recursive: true });
  });
});

describe('a definition', () => {
  it.each([
    ['is not Amazon States Language', { StartAt: 'Nowhere', States: { Somewhere: { Type: 'Succeed' } } }, 'not valid'],
    [
      'calls something other than a function',
      {
        StartAt: 'Send',
        States: { Send: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', Parameters: {}, End: true } },
      },
      'only Lambda functions',
    ],
  ])('is refused at the start when it %s', async (_why, wrong, message) => {
    const machines = [{ name: 'wrong', arn: machineArn, definition: wrong }];
    await expect(
      startStepFunctions({ clock: createVirtualClock(), machines, invoke: async () => null }),
    ).rejects.toThrow(message);
  });
});
