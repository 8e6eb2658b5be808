import { describe, expect, it } from 'vitest';
import { catalogue, type FunctionName } from '#functions/catalogue.ts';
import { type FunctionRow, socketApis } from '#functions/function-row.ts';
import { sqsQueues } from '#functions/sqs-queues.ts';
import { keysOf } from '#lib/keys-of.ts';
import { production, type Resource, Synthesised } from '#test/lib/synthesised.ts';

const synthesised = new Synthesised(production);
/** Nobody else keeps what these give up. */
const withDeadLettersOfTheirOwn = keysOf(catalogue).filter((name) =>
  ['sns', 'stream', 'schedule', 'eventbridge'].includes(catalogue[name].trigger.kind),
);
const rows = Object.entries<FunctionRow>(catalogue).map(([name, row]) => ({ name: name as FunctionName, row }));

function deployed(name: FunctionName): NonNullable<Resource['Properties']> {
  const found = synthesised
    .ofType('AWS::Lambda::Function')
    .filter(([id]) => id.startsWith(`ParleyFunction${name}Function`));
  expect(found).toHaveLength(1);
  return found[0]?.[1].Properties;
}

describe.each(rows)('$name', ({ name, row }) => {
  it('is deployed with exactly the environment its schema names', () => {
    const given = deployed(name).Environment?.Variables ?? {};
    expect(Object.keys(given).toSorted()).toEqual(Object.keys(row.environment.shape).toSorted());
    const literal = Object.entries(given).filter(([, value]) => typeof value === 'string');
    for (const [variable, value] of literal)
      expect(row.environment.shape[variable]).toSatisfy((schema) => schema.safeParse(value).success);
  });

  it('has the memory, time and runtime of its row', () => {
    expect(deployed(name)).toMatchObject({
      MemorySize: row.memoryMb,
      Timeout: row.timeoutSeconds,
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
    });
    expect(deployed(name)).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  it('has an alarm that says what a person notices and where to read on', () => {
    const alarms = synthesised
      .ofType('AWS::CloudWatch::Alarm')
      .map(([, { Properties }]) => Properties)
      .filter(({ AlarmDescription }) => AlarmDescription.includes(row.impact));
    const isCalledAnew = row.trigger.kind === 'sns' || row.trigger.kind === 'eventbridge';
    expect(alarms).toHaveLength(withDeadLettersOfTheirOwn.includes(name) && !isCalledAnew ? 2 : 1);
    // What is called anew until it succeeds is heard of when it was given up.
    const heading = isCalledAnew ? `dead-letters-of-${name.toLowerCase()}` : name.toLowerCase();
    expect(alarms[0].AlarmDescription).toContain(`docs/runbook.md#${heading}`);
    expect(alarms[0]).toMatchObject({ Threshold: 1, Period: 300, Statistic: isCalledAnew ? 'Maximum' : 'Sum' });
    expect(alarms[0].AlarmActions).toHaveLength(1);
  });
});

describe('triggers', () => {
  it('are the routes of the catalogue, closed to the world where it says so', () => {
    const routes = synthesised
      .ofType('AWS::ApiGatewayV2::Route')
      .map(([, { Properties }]) => [
        Properties.RouteKey,
        Properties.AuthorizationType === 'JWT' ? 'signed-in' : 'public',
      ]);
    const wanted = rows.flatMap(({ row }) =>
      row.trigger.kind === 'http' ? row.trigger.routes.map(({ path, access }) => [path, access]) : [],
    );
    const sockets = socketApis.flatMap(() => ['$connect', '$disconnect', '$default'].map((route) => [route, 'public']));
    expect(routes.toSorted()).toEqual([...wanted, ...sockets].toSorted());
  });

  it('report single failures of a batch', () => {
    const mappings = synthesised.ofType('AWS::Lambda::EventSourceMapping');
    const wanted = rows.flatMap(({ row: { trigger } }): readonly string[] => {
      if (trigger.kind === 'sqs') return trigger.queues;
      return trigger.kind === 'stream' ? ['stream'] : [];
    });
    expect(mappings).toHaveLength(wanted.length);
    for (const [, { Properties }] of mappings)
      expect(Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
  });

  it('give up a record of the stream alone, after retries, into dead letters', () => {
    const [stream] = synthesised
      .ofType('AWS::Lambda::EventSourceMapping')
      .filter(([, { Properties }]) => Properties.StartingPosition);
    expect(stream?.[1].Properties).toMatchObject({
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 10,
      ParallelizationFactor: 1,
      DestinationConfig: { OnFailure: { Destination: expect.anything() } },
    });
  });

  it.each(
    rows.flatMap(({ name, row: { trigger, timeoutSeconds } }) =>
      trigger.kind === 'sqs' ? trigger.queues.map((queue) => ({ name, queue, timeoutSeconds })) : [],
    ),
  )('hide a message of $queue for as long as $name may run', ({ queue, timeoutSeconds }) => {
    expect(sqsQueues[queue].visibilityTimeoutSeconds).toBeGreaterThanOrEqual(timeoutSeconds);
  });
});

describe('SQS queues', () => {
  const queues = synthesised.ofType('AWS::SQS::Queue');

  it.each(keysOf(sqsQueues))('%s is as the catalogue says, with dead letters', (name) => {
    const row = sqsQueues[name];
    const [queue] = queues.filter(([id]) => id.startsWith(`ParleyQueue${name}Queue`));
    expect(queue?.[1].Properties).toMatchObject({
      VisibilityTimeout: row.visibilityTimeoutSeconds,
      SqsManagedSseEnabled: true,
      RedrivePolicy: {
        maxReceiveCount: row.maxReceiveCount,
        deadLetterTargetArn: { 'Fn::GetAtt': [expect.stringContaining(`Queue${name}DeadLetters`), 'Arn'] },
      },
      ...(row.fifo && {
        FifoQueue: true,
        DeduplicationScope: 'messageGroup',
        FifoThroughputLimit: 'perMessageGroupId',
      }),
    });
  });

  it('keep what was given up for 14 days and raise an alarm', () => {
    const deadLetters = queues.filter(([id]) => id.includes('DeadLetters'));
    const watched = synthesised
      .ofType('AWS::CloudWatch::Alarm')
      .filter(([, { Properties }]) => Properties.MetricName === 'ApproximateNumberOfMessagesVisible')
      .map(([, { Properties }]) => Properties.Dimensions[0].Value['Fn::GetAtt'][0]);
    expect(deadLetters).toHaveLength(keysOf(sqsQueues).length + withDeadLettersOfTheirOwn.length);
    expect(watched.toSorted()).toEqual(deadLetters.map(([id]) => id).toSorted());
    for (const [, { Properties }] of deadLetters) {
      expect(Properties.MessageRetentionPeriod).toBe(14 * 24 * 3600);
      expect(Properties.SqsManagedSseEnabled).toBe(true);
    }
  });
});
