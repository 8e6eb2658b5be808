import { z } from 'zod';
import { type ServiceError, serviceError } from '../http/json-service.ts';

/** A one-time schedule as CreateSchedule takes it; https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
export const $Schedule = z.object({
  Name: z.string().regex(/^[0-9a-zA-Z_.-]{1,64}$/),
  GroupName: z
    .string()
    .regex(/^[0-9a-zA-Z_.-]{1,64}$/)
    .default('default'),
  ScheduleExpression: z
    .string()
    .regex(/^at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)$/)
    .refine((expression) => !Number.isNaN(instantOf(expression).getTime())),
  /** Another one would want a calendar; Parley reckons in UTC. */
  ScheduleExpressionTimezone: z.literal('UTC').default('UTC'),
  FlexibleTimeWindow: z.object({ Mode: z.literal('OFF') }),
  ActionAfterCompletion: z.enum(['NONE', 'DELETE']).default('NONE'),
  ClientToken: z.string().min(1).max(64).optional(),
  Target: z.object({
    Arn: z.string().regex(/^arn:aws[a-z-]*:lambda:/),
    RoleArn: z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\//),
    /** Lambda takes JSON and nothing else. */
    Input: z.string().refine(isJson).default('{}'),
    RetryPolicy: z
      .object({
        MaximumEventAgeInSeconds: z.number().int().min(60).max(86_400),
        MaximumRetryAttempts: z.number().int().min(0).max(185),
      })
      .partial()
      .optional(),
    DeadLetterConfig: z.object({ Arn: z.string() }).optional(),
  }),
});
export type Schedule = z.infer<typeof $Schedule>;

const instantOf = (expression: string): Date => new Date(`${expression.slice('at('.length, -1)}Z`);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export const timeOf = ({ ScheduleExpression }: Schedule): Date => instantOf(ScheduleExpression);

export const keyOf = ({ GroupName, Name }: Pick<Schedule, 'GroupName' | 'Name'>): string => `${GroupName}/${Name}`;

const statuses = { ValidationException: 400, ResourceNotFoundException: 404, ConflictException: 409 } as const;

/** An error as the service tells it. */
export const refusal = (type: keyof typeof statuses, Message: string): ServiceError =>
  Object.assign(serviceError(type, Message, { Message }), { statusCode: statuses[type] });

/** The schedule that a request describes; times in the past are refused, since nobody says what would become of them. */
export function scheduleFrom(input: object, now: Date): Schedule {
  const { success, data, error } = $Schedule.safeParse(input);
  if (!success) {
    const wrong = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    throw refusal('ValidationException', `Invalid schedule, or one that is not emulated: ${wrong}`);
  }
  if (timeOf(data) <= now) throw refusal('ValidationException', `${data.ScheduleExpression} is in the past`);
  return data;
}
