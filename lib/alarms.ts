import { type IAlarmAction, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { catalogue, type FunctionName } from '#functions/catalogue.ts';
import type { FunctionRow, SqsQueueName } from '#functions/function-row.ts';
import { sqsQueues } from '#functions/sqs-queues.ts';
import { ImpactAlarm } from '#lib/constructs/impact-alarm.ts';
import type { QueueWithDeadLetters } from '#lib/constructs/sqs-queues.ts';
import { keysOf } from '#lib/keys-of.ts';
import { headings } from '#lib/runbook.ts';

/** Messages that could be neither read nor placed; receive-messages counts them in CloudWatch's embedded metric format under its own name. */
export const quarantined = new Metric({
  namespace: 'Parley',
  metricName: 'Quarantined',
  dimensionsMap: { service: catalogue.receiveMessages.entry },
  statistic: Stats.SUM,
  label: 'Quarantined',
});

export type AlarmsProps = {
  readonly functions: Readonly<Record<FunctionName, IFunction>>;
  readonly queues: Readonly<Record<SqsQueueName, QueueWithDeadLetters>>;
  /** Dead letters of functions that no SQS queue wakes. */
  readonly deadLetters: ReadonlyMap<FunctionName, Queue>;
  readonly action: IAlarmAction;
};

/** Called anew for hours until it succeeds, while others go on: only what is given up is news, and in its dead letters. */
const isCalledAnew = (name: FunctionName): boolean => {
  const { trigger }: FunctionRow = catalogue[name];
  return trigger.kind === 'sns' || trigger.kind === 'eventbridge';
};

/**
 * One alarm per function, per dead letters, and one for the quarantine: each says its impact. A function that is called
 * anew until it succeeds and has dead letters of its own needs none beside theirs: an alarm costs $0.10 a month.
 */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { action } = props;
    const waiting = (queue: Queue): Metric =>
      queue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM });
    for (const name of keysOf(catalogue)) {
      if (isCalledAnew(name)) continue;
      new ImpactAlarm(this, `Function-${name}`, {
        metric: props.functions[name].metricErrors({ statistic: Stats.SUM }),
        impact: catalogue[name].impact,
        heading: headings.ofFunction(name),
        action,
      });
    }
    for (const name of keysOf(sqsQueues)) {
      new ImpactAlarm(this, `Queue-${name}`, {
        metric: waiting(props.queues[name].deadLetters),
        impact: sqsQueues[name].impact,
        heading: headings.ofQueue(name),
        action,
      });
    }
    for (const [name, queue] of props.deadLetters) {
      new ImpactAlarm(this, `DeadLetters-${name}`, {
        metric: waiting(queue),
        impact: `given up after retries: ${catalogue[name].impact}`,
        heading: headings.ofDeadLetters(name),
        action,
      });
    }
    new ImpactAlarm(this, 'Quarantine', {
      metric: quarantined,
      impact: 'a message of a customer could be neither read nor placed and is on no screen',
      heading: headings.quarantine,
      action,
    });
  }
}
