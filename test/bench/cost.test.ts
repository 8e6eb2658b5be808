import { describe, expect, it } from 'vitest';
import { billOf, type Counts, gbSecondsOf, meanOf, mixOf, totalOf } from '../../bench/cost.ts';
import { idleCostOf, idleIn } from '../../bench/idle-cost.ts';

const nothing: Counts = {
  httpRequests: 0,
  snsPublishes: 0,
  lambdaInvocations: 0,
  lambdaGbSeconds: 0,
  sqsFifoRequests: 0,
  sqsStandardRequests: 0,
  writeUnits: 0,
  readUnits: 0,
  storedBytes: 0,
  timers: 0,
  stateTransitions: 0,
  comprehendUnits: 0,
  socketMessages: 0,
  logBytes: 0,
  s3Puts: 0,
  s3Gets: 0,
};
const million = 1_000_000;

describe('the bill of a million messages', () => {
  it('is nothing for messages that use nothing', () => {
    expect(totalOf(billOf(nothing, million))).toBe(0);
  });

  // $1.00 a million requests of the HTTP API, 5 write units at $0.625, 0.3 workflows of 5 transitions at $25, 0.9 units of
  // Comprehend at $100, 1.5 KB of logs at $0.50 a GB: the sums that limits of the design were set with.
  it.each([
    ['HTTP API and SNS', { httpRequests: 1 }, 1.0],
    ['HTTP API and SNS', { snsPublishes: 1 }, 0.5],
    ['DynamoDB writes', { writeUnits: 5 }, 3.125],
    ['DynamoDB reads', { readUnits: 4 }, 0.5],
    ['Step Functions', { stateTransitions: 0.3 * 5 }, 37.5],
    ['EventBridge Scheduler', { timers: 0.3 }, 0.3],
    ['Comprehend', { comprehendUnits: 0.9 }, 90],
    ['CloudWatch Logs', { logBytes: 1500 }, 0.75],
    ['SQS', { sqsFifoRequests: 3 }, 1.5],
    ['WebSocket pushes', { socketMessages: 3 }, 3],
    ['Lambda', { lambdaInvocations: 2 }, 0.4],
    ['S3', { s3Puts: 1, s3Gets: 1 }, 5.4],
    ['DynamoDB storage, a month', { storedBytes: 4000 }, 1],
  ])('%s of %j costs $%d', (item, counts, dollars) => {
    const bill = billOf({ ...nothing, ...counts }, million);
    expect(bill[item]).toBeCloseTo(dollars, 6);
    expect(totalOf(bill)).toBeCloseTo(dollars, 6);
  });

  it('prices half a gigabyte for a tenth of a second as arm64 does', () => {
    // 0.05 GB-s at $0.0000133334 is $0.667 a million.
    expect(billOf({ ...nothing, lambdaGbSeconds: 0.05 }, million).Lambda).toBeCloseTo(0.666_67, 4);
  });

  it('takes the mean of kinds that come equally often', () => {
    const mean = meanOf([
      { ...nothing, writeUnits: 4, s3Puts: 2 },
      { ...nothing, writeUnits: 8 },
    ]);
    expect(mean).toEqual({ ...nothing, writeUnits: 6, s3Puts: 1 });
  });

  it('weighs kinds by their share of all', () => {
    const mixed = mixOf([
      { share: 0.3, counts: { ...nothing, writeUnits: 16, timers: 1 } },
      { share: 0.7, counts: { ...nothing, writeUnits: 9 } },
    ]);
    expect(mixed.writeUnits).toBeCloseTo(11.1, 9);
    expect(mixed.timers).toBeCloseTo(0.3, 9);
  });

  it('assumes how long functions wait for each service, and 5 ms beside them', () => {
    const calls = new Map([
      ['DynamoDB.BatchGetItem', 2],
      ['AmazonSQS.SendMessage', 1],
      ['S3.PutObject', 1],
      ['Comprehend.DetectSentiment', 1],
      ['Provider.POST', 1],
      ['PinpointSMSVoiceV2.SendTextMessage', 1],
    ]);
    // 2 × 5 + 3 × 6 + 25 + 80 + 2 × 200 = 533 ms at 1 GB.
    expect(gbSecondsOf({ memoryMb: 1024, invocations: 2, calls })).toBeCloseTo(0.533, 9);
  });
});

describe('the bill of an idle month', () => {
  const idle = { alarms: 16, dashboards: 1, customMetrics: 0, fifoSources: 2, standardSources: 2, scheduledRuns: 0 };

  it('has alarms, and polls of 20 seconds: five at once on FIFO queues and two on standard ones', () => {
    const lines = idleCostOf(idle);
    expect(lines.alarms?.listed).toBeCloseTo(1.6, 9);
    // 129,600 polls a month: 10 × 129,600 × $0.50 and 4 × 129,600 × $0.40, a million.
    expect(lines['polling of SQS queues']?.listed).toBeCloseTo(0.648 + 0.207_36, 9);
    expect(lines.dashboards?.listed).toBe(0);
  });

  it('charges what goes beyond the always-free tiers only', () => {
    const lines = idleCostOf(idle);
    expect(lines.alarms?.afterFree).toBeCloseTo(0.6, 9);
    // 814,400 of 1,814,400 polls are paid.
    expect(lines['polling of SQS queues']?.afterFree).toBeCloseTo((0.855_36 * 814_400) / 1_814_400, 9);
    expect(idleCostOf({ ...idle, alarms: 3 }).alarms?.afterFree).toBe(0);
  });

  it('charges the fourth dashboard', () => {
    expect(idleCostOf({ ...idle, dashboards: 4 }).dashboards?.listed).toBe(3);
  });

  it('is read from the template, with the kind of each queue that Lambda polls', () => {
    const source = (id: string) => ({
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: { 'Fn::GetAtt': [id, 'Arn'] } },
    });
    const template = {
      Resources: {
        Fifo: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } },
        Plain: { Type: 'AWS::SQS::Queue' },
        Unpolled: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } },
        Table: { Type: 'AWS::DynamoDB::Table' },
        FromFifo: source('Fifo'),
        FromPlain: source('Plain'),
        FromTable: source('Table'),
        Alarm: { Type: 'AWS::CloudWatch::Alarm' },
      },
    };
    expect(idleIn(template)).toEqual({
      alarms: 1,
      dashboards: 0,
      customMetrics: 0,
      fifoSources: 1,
      standardSources: 1,
      scheduledRuns: 0,
    });
  });

  it('has what the clock wakes: every five minutes are 8,640 times a month', () => {
    const rule = (ScheduleExpression?: string) => ({
      Type: 'AWS::Events::Rule',
      Properties: ScheduleExpression ? { ScheduleExpression } : {},
    });
    const template = { Resources: { Polls: rule('rate(5 minutes)'), Contacts: rule() } };
    expect(idleIn(template).scheduledRuns).toBe(8640);
    expect(() => idleIn({ Resources: { Odd: rule('cron(0 12 * * ? *)') } })).toThrow('price it');
    // One read and 11 ms at 512 MB.
    const dollars = 8640 * (0.2e-6 + 0.125e-6 + 0.0055 * 0.000_013_333_4);
    expect(idleCostOf({ ...idle, scheduledRuns: 8640 })['runs by the clock']?.listed).toBeCloseTo(dollars, 9);
  });

  it('refuses what costs money around the clock and has no price here', () => {
    const template = { Resources: { Gate: { Type: 'AWS::EC2::NatGateway' } } };
    expect(() => idleIn(template)).toThrow('AWS::EC2::NatGateway');
  });
});
