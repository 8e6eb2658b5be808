import { CreateScheduleCommand, type SchedulerClient } from '@aws-sdk/client-scheduler';
import type { SetTimer, Timer } from '#domain/escalation/watch.ts';
import type { Clock } from '#domain/kernel/clock.ts';

export type TimerSettings = {
  /** The schedule group; deleted with the stack, and with it all that is in it. */
  readonly group: string;
  /** The function that is invoked with the timer. */
  readonly targetArn: string;
  /** As whom EventBridge Scheduler invokes it. */
  readonly roleArn: string;
  /** The SQS queue for what could not be invoked for a day. */
  readonly deadLettersArn: string;
};

/** What happens to schedules in the past is not documented; a minute covers the way there and what clocks differ by. */
const leastAheadMs = 60_000;
/** The service's own defaults, so that they stay: https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html */
const retryPolicy = { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 } as const;

/** In whole seconds of UTC, which is all that a schedule knows; later rather than earlier. */
function expressionFor({ watch }: Timer, now: Date): string {
  const at = Math.max(Date.parse(watch.dueAt), now.getTime() + leastAheadMs);
  return `at(${new Date(Math.ceil(at / 1000) * 1000).toISOString().slice(0, 19)})`;
}

/** Sets timers as one-time schedules of EventBridge Scheduler, which invoke within a minute of their time and are gone after. */
export const setTimer =
  (client: SchedulerClient, settings: TimerSettings, now: Clock): SetTimer =>
  async (timer) => {
    const schedule = new CreateScheduleCommand({
      Name: timer.name,
      GroupName: settings.group,
      ScheduleExpression: expressionFor(timer, now()),
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: {
        Arn: settings.targetArn,
        RoleArn: settings.roleArn,
        Input: JSON.stringify(timer),
        RetryPolicy: retryPolicy,
        DeadLetterConfig: { Arn: settings.deadLettersArn },
      },
    });
    try {
      await client.send(schedule);
    } catch (error) {
      if (!(error instanceof Error && error.name === 'ConflictException')) throw error;
    }
  };
