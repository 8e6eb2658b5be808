import { Duration } from 'aws-cdk-lib';
import {
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
  type Metric,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { HttpApi } from '#lib/constructs/http-api.ts';
import type { QueueWithDeadLetters } from '#lib/constructs/sqs-queues.ts';

export type DashboardProps = {
  readonly functions: Readonly<Record<string, IFunction>>;
  readonly queues: Readonly<Record<string, QueueWithDeadLetters>>;
  readonly httpApi: HttpApi;
  readonly workflow: StateMachine;
  readonly quarantined: Metric;
};

/** One page that answers: do messages come in, are they handled, do replies go out? Three dashboards of an account are free. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const functions = Object.entries(props.functions);
    const queues = Object.entries(props.queues);
    const { api } = props.httpApi;
    new CloudWatchDashboard(this, 'Dashboard', {
      defaultInterval: Duration.hours(12),
      widgets: [
        [
          graph(
            'Put into SQS queues',
            queues.map(([label, { queue }]) => queue.metricNumberOfMessagesSent({ label })),
          ),
          graph(
            'Oldest message waiting (s)',
            queues.map(([label, { queue }]) => queue.metricApproximateAgeOfOldestMessage({ label })),
          ),
          graph(
            'Dead letters',
            queues.map(([label, { deadLetters }]) => deadLetters.metricApproximateNumberOfMessagesVisible({ label })),
          ),
        ],
        [
          graph(
            'Functions: errors',
            functions.map(([label, each]) => each.metricErrors({ label })),
          ),
          graph(
            'Functions: p99 (ms)',
            functions.map(([label, each]) => each.metricDuration({ label, statistic: Stats.p(99) })),
          ),
          graph('HTTP', [
            api.metricCount(),
            api.metricClientError(),
            api.metricServerError(),
            api.metricLatency({ statistic: Stats.p(99) }),
          ]),
        ],
        [
          graph('Escalation workflow', [
            props.workflow.metricStarted(),
            props.workflow.metricSucceeded(),
            props.workflow.metricFailed(),
          ]),
          graph('Quarantined', [props.quarantined]),
        ],
      ],
    });
  }
}

const graph = (title: string, left: IMetric[]): GraphWidget => new GraphWidget({ title, left, width: 8, height: 6 });
