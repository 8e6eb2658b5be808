import { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setTimer } from '#adapters/scheduler/set-timer.ts';
import type { Timer } from '#domain/escalation/watch.ts';
import { type LocalScheduler, startScheduler } from '#local/emulators/scheduler.ts';
import { createVirtualClock } from '#local/emulators/virtual-clock.ts';
import { pointSdkAt } from '#test/support/aws-environment.ts';

const settings = {
  group: 'parley',
  targetArn: 'arn:aws:lambda:us-east-1:000000000000:function:escalate',
  roleArn: 'arn:aws:iam::000000000000:role/timers',
  deadLettersArn: 'arn:aws:sqs:us-east-1:000000000000:dead-letters',
};
const now = new Date();
const inMinutes = (minutes: number): string => new Date(now.getTime() + minutes * 60_000).toISOString();

let scheduler: LocalScheduler;
let client: SchedulerClient;
beforeAll(async () => {
  scheduler = await startScheduler({ clock: createVirtualClock(), groups: ['parley'], invoke: async () => null });
  pointSdkAt({ SCHEDULER: scheduler.endpoint });
  client = new SchedulerClient({});
});
afterAll(async () => {
  client.destroy();
  await scheduler.stop();
});

const timer = (name: string, dueAt: string): Timer => ({
  name,
  watch: { kind: 'deadline', conversationId: 'c1', id: 'd1', dueAt },
});
const set = (each: Timer) => setTimer(client, settings, () => now)(each);
const schedule = (Name: string) => client.send(new GetScheduleCommand({ Name, GroupName: 'parley' }));
const timeOf = async (name: string): Promise<number> =>
  Date.parse(`${(await schedule(name)).ScheduleExpression?.slice(3, -1)}Z`);

describe('a timer', () => {
  it('is a one-time schedule of the group that invokes the function with it and is gone after', async () => {
    const dueAt = inMinutes(60);
    await set(timer('whole', dueAt));
    expect(await schedule('whole')).toMatchObject({
      GroupName: 'parley',
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: {
        Arn: settings.targetArn,
        RoleArn: settings.roleArn,
        Input: JSON.stringify(timer('whole', dueAt)),
        DeadLetterConfig: { Arn: settings.deadLettersArn },
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      },
    });
  });

  it('goes off no earlier than its time, though schedules know whole seconds only', async () => {
    const dueAt = new Date(Math.floor(now.getTime() / 1000) * 1000 + 3_600_001);
    await set(timer('part', dueAt.toISOString()));
    expect((await timeOf('part')) - dueAt.getTime()).toBe(999);
  });

  it.each(['0', '-600'])('that is due in %s minutes goes off in a minute', async (minutes) => {
    await set(timer(`soon${minutes}`, inMinutes(Number(minutes))));
    const ahead = (await timeOf(`soon${minutes}`)) - now.getTime();
    expect(ahead).toBeGreaterThanOrEqual(60_000);
    expect(ahead).toBeLessThan(61_000);
  });

  it('is set once, however often it is told', async () => {
    await set(timer('twice', inMinutes(60)));
    await set(timer('twice', inMinutes(90)));
    const { Schedules = [] } = await client.send(new ListSchedulesCommand({ NamePrefix: 'twice' }));
    expect(Schedules).toHaveLength(1);
    expect(await timeOf('twice')).toBeLessThan(Date.parse(inMinutes(61)));
  });

  it('that is refused is heard of', async () => {
    const elsewhere = setTimer(client, { ...settings, group: 'gone' }, () => now);
    await expect(elsewhere(timer('lost', inMinutes(60)))).rejects.toThrow('Schedule group gone does not exist');
  });

  it('has a name that schedules may have, made from ids as they are', async () => {
    const id = 'a'.repeat(26);
    await set(timer(`${id}-${id}-10`, inMinutes(60)));
    expect(await timeOf(`${id}-${id}-10`)).toBeGreaterThan(now.getTime());
  });
});
