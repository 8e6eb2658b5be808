import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type SchedulerOptions, startScheduler } from '#local/emulators/scheduler.ts';
import { createVirtualClock, type VirtualClock } from '#local/emulators/virtual-clock.ts';

const minute = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'parley-scheduler-'));
const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const service of running.splice(0).toReversed()) await service.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(more: Partial<SchedulerOptions> = {}) {
  const clock = more.clock ?? createVirtualClock();
  const delivered: unknown[] = [];
  const invoke = async (_arn: string, payload: unknown) => void delivered.push(payload);
  const service = await startScheduler({ clock, groups: ['parley'], invoke, ...more });
  const client = new SchedulerClient({
    endpoint: service.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  running.push(service, { stop: async () => client.destroy() });
  return { service, client, clock, delivered };
}

const atExpression = (clock: VirtualClock, minutes: number): string =>
  `at(${new Date(clock.now().getTime() + minutes * minute).toISOString().slice(0, 19)})`;

const aSchedule = (
  clock: VirtualClock,
  overrides: Partial<CreateScheduleCommandInput> & { minutes?: number } = {},
): CreateScheduleCommand => {
  const { minutes = 60, ...input } = overrides;
  return new CreateScheduleCommand({
    Name: 'one',
    GroupName: 'parley',
    ScheduleExpression: atExpression(clock, minutes),
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: {
      Arn: 'arn:aws:lambda:us-east-1:000000000000:function:escalate',
      RoleArn: 'arn:aws:iam::000000000000:role/timers',
      Input: JSON.stringify(input.Name ?? 'one'),
    },
    ...input,
  });
};
const namesOf = async (client: SchedulerClient): Promise<readonly (string | undefined)[]> =>
  ((await client.send(new ListSchedulesCommand({ GroupName: 'parley' }))).Schedules ?? []).map(({ Name }) => Name);

describe('a one-time schedule', () => {
  it('invokes its function with its input when its time has come, and is gone', async () => {
    const { service, client, clock, delivered } = await start();
    await client.send(aSchedule(clock));
    await clock.advance(58 * minute);
    expect(delivered).toStrictEqual([]);
    expect(await namesOf(client)).toStrictEqual(['one']);
    expect(service.waiting()).toBe(1);
    await clock.advance(2 * minute);
    expect(delivered).toStrictEqual(['one']);
    expect(await namesOf(client)).toStrictEqual([]);
    expect([service.waiting(), service.wentOff()]).toStrictEqual([0, 1]);
  });

  it('stays without a deletion, and does not go off again', async () => {
    const { client, clock, delivered } = await start();
    await client.send(aSchedule(clock, { ActionAfterCompletion: 'NONE' }));
    await clock.advance(300 * minute);
    expect(await namesOf(client)).toStrictEqual(['one']);
    expect(delivered).toHaveLength(1);
  });

  it('goes off in the order of time when the clock is moved past several', async () => {
    const { client, clock, delivered } = await start();
    for (const [Name, minutes] of Object.entries({ c: 30, a: 10, b: 20 }))
      await client.send(aSchedule(clock, { Name, minutes }));
    await clock.advance(60 * minute);
    expect(delivered).toStrictEqual(['a', 'b', 'c']);
  });

  it('may go off twice', async () => {
    const { client, clock, delivered } = await start({ isTwice: () => true });
    await client.send(aSchedule(clock));
    await clock.advance(60 * minute);
    expect(delivered).toStrictEqual(['one', 'one']);
  });

  it('is tried three times by Lambda, a minute and two later', async () => {
    const clock = createVirtualClock();
    const tried: number[] = [];
    const begun = clock.now().getTime();
    const silent = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { client } = await start({
      clock,
      invoke: async () => {
        tried.push(Math.floor((clock.now().getTime() - begun) / minute));
        throw new Error('no');
      },
    });
    await client.send(aSchedule(clock, { minutes: 10 }));
    await clock.advance(60 * minute);
    expect(tried.map((each) => each - (tried[0] ?? 0))).toStrictEqual([0, 1, 3]);
    expect(silent).toHaveBeenCalledWith(expect.stringContaining('dead letters'));
    silent.mockRestore();
  });

  it('that is deleted does not go off', async () => {
    const { client, clock, delivered } = await start();
    await client.send(aSchedule(clock));
    await client.send(new DeleteScheduleCommand({ Name: 'one', GroupName: 'parley' }));
    await clock.advance(120 * minute);
    expect(delivered).toStrictEqual([]);
  });
});

describe('the service', () => {
  it('shows what it was told', async () => {
    const { client, clock } = await start();
    const { ScheduleArn } = await client.send(aSchedule(clock));
    const shown = await client.send(new GetScheduleCommand({ Name: 'one', GroupName: 'parley' }));
    expect(shown).toMatchObject({ Arn: ScheduleArn, Name: 'one', Target: { Input: '"one"' } });
  });

  it('keeps groups apart', async () => {
    const { client, clock } = await start();
    await client.send(aSchedule(clock, { GroupName: 'default' }));
    await client.send(aSchedule(clock));
    await client.send(new DeleteScheduleCommand({ Name: 'one' }));
    expect(await namesOf(client)).toStrictEqual(['one']);
    await client.send(new DeleteScheduleCommand({ Name: 'one', GroupName: 'parley' }));
    expect(await namesOf(client)).toStrictEqual([]);
  });

  it('lists page by page', async () => {
    const { client, clock } = await start();
    for (const Name of ['a', 'b', 'c']) await client.send(aSchedule(clock, { Name }));
    const first = await client.send(new ListSchedulesCommand({ MaxResults: 2 }));
    const { NextToken } = first;
    const second = await client.send(new ListSchedulesCommand({ MaxResults: 2, NextToken }));
    expect([first, second].map(({ Schedules = [] }) => Schedules.map(({ Name }) => Name))).toStrictEqual([
      ['a', 'b'],
      ['c'],
    ]);
  });

  it.each<[string, Partial<CreateScheduleCommandInput> & { minutes?: number }, string]>([
    ['a name of 65 characters', { Name: 'a'.repeat(65) }, 'ValidationException'],
    ['a name with other characters', { Name: 'a b' }, 'ValidationException'],
    ['a time in the past', { minutes: -1 }, 'ValidationException'],
    ['a time that is none', { ScheduleExpression: 'at(2027-13-45T00:00:00)' }, 'ValidationException'],
    ['a time with milliseconds', { ScheduleExpression: 'at(2099-01-01T00:00:00.000)' }, 'ValidationException'],
    ['no Lambda function', { Target: { Arn: 'arn:aws:sqs:x', RoleArn: 'arn' } }, 'ValidationException'],
    ['a group that is not there', { GroupName: 'others' }, 'ResourceNotFoundException'],
  ])('refuses %s', async (_, overrides, error) => {
    const { client, clock } = await start();
    await expect(client.send(aSchedule(clock, overrides))).rejects.toMatchObject({ name: error });
  });

  it('refuses a name that is taken, unless the same request comes again', async () => {
    const { client, clock } = await start();
    await client.send(aSchedule(clock, { ClientToken: 'first' }));
    await client.send(aSchedule(clock, { ClientToken: 'first' }));
    await expect(client.send(aSchedule(clock))).rejects.toMatchObject({ name: 'ConflictException' });
  });

  it('does not know what is not there', async () => {
    const { client } = await start();
    const wanted = { Name: 'none', GroupName: 'parley' };
    for (const command of [new GetScheduleCommand(wanted), new DeleteScheduleCommand(wanted)])
      await expect(client.send(command as GetScheduleCommand)).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      });
  });
});

describe('schedules in a file', () => {
  const file = join(folder, 'schedules.jsonl');

  it('go off in the next process, also those whose time came in between and whose delivery was cut off', async () => {
    const clock = createVirtualClock();
    const never = new Promise(() => undefined);
    const first = await start({ file, clock, invoke: () => never });
    for (const [Name, minutes] of Object.entries({ cut: 10, between: 40, later: 90 }))
      await first.client.send(aSchedule(clock, { Name, minutes }));
    // The delivery of the first does not end, and the process does.
    void clock.advance(20 * minute);
    await vi.waitFor(() => expect(clock.now().getTime()).toBeGreaterThan(Date.now() + 9 * minute));
    appendFileSync(file, '{"type":"created","sched');
    const next = createVirtualClock();
    await next.advance(60 * minute);
    const { clock: _, delivered } = await start({ file, clock: next });
    await vi.waitFor(() => expect(delivered).toStrictEqual(['cut', 'between']));
    await next.advance(60 * minute);
    expect(delivered).toStrictEqual(['cut', 'between', 'later']);
  });

  it('that went off do not go off again', async () => {
    const clock = createVirtualClock();
    const first = await start({ file, clock });
    await first.client.send(aSchedule(clock));
    await first.client.send(aSchedule(clock, { Name: 'two', ActionAfterCompletion: 'NONE' }));
    await clock.advance(60 * minute);
    const second = await start({ file, clock });
    await clock.advance(60 * minute);
    expect([first.delivered.length, second.delivered.length]).toStrictEqual([2, 0]);
  });
});
