import * as z from 'zod';
import { account, region } from '../deployed/resolver.ts';
import type { AwsRequest, Needed, Reader } from './ask.ts';

const operations: Readonly<Record<string, string>> = {
  POST: 'CreateSchedule',
  PUT: 'UpdateSchedule',
  GET: 'GetSchedule',
  DELETE: 'DeleteSchedule',
};

const $Schedule = z.object({
  GroupName: z.string().optional(),
  Target: z.object({
    Arn: z.string(),
    RoleArn: z.string(),
    DeadLetterConfig: z.object({ Arn: z.string() }).optional(),
  }),
});

/** The variables that tell of them. */
const timers = /^TIMERS_/;

const scheduleArn = ({ inAws }: AwsRequest, group: string | undefined, name: string): string =>
  `arn:aws:scheduler:${region}:${account}:schedule/${group ? inAws(group, timers) : 'default'}/${name}`;

/** Whoever sets a timer hands its role to the scheduler; https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html. */
export const scheduler: Reader = (request) => {
  const { method, url, body, inAws } = request;
  const [, name = ''] = /^\/schedules\/([^/]+)$/.exec(decodeURIComponent(url.pathname)) ?? [];
  const call = operations[method];
  if (!call || name === '') throw new Error(`a request that is not understood: ${method} ${url.pathname}`);
  const action = `scheduler:${call}`;
  if (method === 'GET' || method === 'DELETE') {
    const group = url.searchParams.get('groupName') ?? undefined;
    return [{ action, resource: scheduleArn(request, group, name), call }];
  }
  const { GroupName, Target } = $Schedule.parse(JSON.parse(body));
  const passed: Needed = {
    action: 'iam:PassRole',
    resource: inAws(Target.RoleArn, timers),
    context: { 'iam:PassedToService': ['scheduler.amazonaws.com'] },
    call,
  };
  return [{ action, resource: scheduleArn(request, GroupName, name), call }, passed];
};

const called: Readonly<Record<string, string>> = {
  lambda: 'lambda:InvokeFunction',
  sqs: 'sqs:SendMessage',
  states: 'states:StartExecution',
};

function callOf(resource: string): Needed {
  const [, , service = ''] = resource.split(':');
  const action = called[service];
  if (!action) throw new Error(`the target of a schedule is not understood: ${service}`);
  return { action, resource };
}

/** What the role that was handed over is used for: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html. */
export function targetOf({ body, inAws }: AwsRequest): {
  readonly roleArn: string;
  readonly needed: readonly Needed[];
} {
  const { Arn, RoleArn, DeadLetterConfig } = $Schedule.parse(JSON.parse(body)).Target;
  const arns = [Arn, ...(DeadLetterConfig ? [DeadLetterConfig.Arn] : [])];
  return { roleArn: inAws(RoleArn, timers), needed: arns.map((arn) => callOf(inAws(arn, timers))) };
}
