import { Aws, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export type TimersProps = {
  /** Invoked when a timer goes off. */
  readonly wakes: IFunction;
  /** Takes the timers that could not be delivered, and those that the function failed on. */
  readonly deadLetters: IQueue;
};

const scheduler = 'scheduler.amazonaws.com';

/** One-time schedules of EventBridge Scheduler, made while the system runs: they cost nothing until they go off, and go with the stack. */
export class Timers extends Construct {
  readonly group: string;
  readonly targetArn: string;
  readonly deadLettersArn: string;
  /** As whom EventBridge Scheduler acts: it may do nothing but invoke the one function and tell what it could not. */
  readonly roleArn: string;

  constructor(scope: Construct, id: string, props: TimersProps) {
    super(scope, id);
    const { wakes, deadLetters } = props;
    const group = new CfnScheduleGroup(this, 'Group');
    // https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
    const conditions = { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID, 'aws:SourceArn': group.attrArn } };
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal(scheduler, { conditions }) });
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [wakes.functionArn] }));
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }));
    wakes.configureAsyncInvoke({
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
      onFailure: new SqsDestination(deadLetters),
    });
    this.group = group.ref;
    this.targetArn = wakes.functionArn;
    this.deadLettersArn = deadLetters.queueArn;
    this.roleArn = role.roleArn;
  }

  /** What whoever sets timers must be allowed: to make schedules of this group, and to lend them the role. */
  statementsToSet(): PolicyStatement[] {
    const schedules = { service: 'scheduler', resource: 'schedule', resourceName: `${this.group}/*` };
    return [
      new PolicyStatement({
        actions: ['scheduler:CreateSchedule'],
        resources: [Stack.of(this).formatArn(schedules)],
      }),
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [this.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': scheduler } },
      }),
    ];
  }
}
