import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IAlarmAction,
  type Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { runbookLink } from '#lib/runbook.ts';

export type ImpactAlarmProps = {
  /** Any value of 1 or more within five minutes raises the alarm. */
  readonly metric: Metric;
  /** What a person notices. */
  readonly impact: string;
  /** Heading of docs/runbook.md. */
  readonly heading: string;
  readonly action: IAlarmAction;
};

/** An alarm that says who notices what, and where to read on. */
export class ImpactAlarm extends Construct {
  constructor(scope: Construct, id: string, props: ImpactAlarmProps) {
    super(scope, id);
    const alarm = new Alarm(this, 'Alarm', {
      metric: props.metric.with({ period: Duration.minutes(5) }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${props.heading}: ${props.impact}. See ${runbookLink(props.heading)}`,
    });
    alarm.addAlarmAction(props.action);
    alarm.addOkAction(props.action);
  }
}
