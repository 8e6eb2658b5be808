import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isServiceError } from './http/json-service.ts';
import { listenLocally } from './http/listen-locally.ts';
import { requestBody } from './http/request-body.ts';
import { type DeliveryNeeds, deliver } from './scheduler/delivering.ts';
import { keyOf, refusal, type Schedule, scheduleFrom } from './scheduler/schedule.ts';
import { type Kept, openScheduleLog, type ScheduleLog } from './scheduler/schedule-log.ts';

export type SchedulerOptions = Omit<DeliveryNeeds, 'isTwice'> & {
  /** The file that keeps the schedules; in memory when there is none. */
  readonly file?: string | undefined;
  /** The schedule groups that CloudFormation would have made, besides `default`. */
  readonly groups: readonly string[];
  /** @default never */
  readonly isTwice?: () => boolean;
};

export type LocalScheduler = {
  readonly endpoint: string;
  /** Schedules that have yet to go off. */
  waiting(): number;
  /** Schedules that have gone off since this process began: what is billed. */
  wentOff(): number;
  stop(): Promise<void>;
};

type Parts = DeliveryNeeds & {
  readonly log: ScheduleLog;
  readonly groups: ReadonlySet<string>;
  readonly waiting: Map<string, AbortController>;
  readonly stopping: AbortSignal;
  readonly delivered: { count: number };
};
type Asked = { readonly name: string; readonly query: URLSearchParams; readonly body: object };

/** Starts EventBridge Scheduler for one-time schedules. What was not delivered when the process ended is delivered by the next, again if need be. */
export async function startScheduler(options: SchedulerOptions): Promise<LocalScheduler> {
  const stopping = new AbortController();
  const parts: Parts = {
    clock: options.clock,
    invoke: options.invoke,
    isTwice: options.isTwice ?? (() => false),
    log: openScheduleLog(options.file),
    groups: new Set(['default', ...options.groups]),
    waiting: new Map(),
    stopping: stopping.signal,
    delivered: { count: 0 },
  };
  const service = await listenLocally(createServer((request, response) => void respond(parts, request, response)));
  for (const { schedule, isCompleted } of parts.log.schedules.values()) if (!isCompleted) start(parts, schedule);
  return {
    endpoint: service.endpoint,
    waiting: () => parts.waiting.size,
    wentOff: () => parts.delivered.count,
    async stop() {
      stopping.abort();
      await service.stop();
    },
  };
}

/** Not waited for: the clock is told of what is under way. */
function start(parts: Parts, schedule: Schedule): void {
  const key = keyOf(schedule);
  const cancelling = new AbortController();
  parts.waiting.set(key, cancelling);
  const signal = AbortSignal.any([parts.stopping, cancelling.signal]);
  deliver(parts, schedule, signal).then(
    () => complete(parts, schedule),
    (error: unknown) => {
      if (!signal.aborted) console.error(error);
    },
  );
}

function complete({ log, waiting, delivered, stopping }: Parts, schedule: Schedule): void {
  if (stopping.aborted) return;
  const key = keyOf(schedule);
  delivered.count += 1;
  waiting.delete(key);
  if (schedule.ActionAfterCompletion === 'DELETE') log.deleted(key);
  else log.completed(key);
}

const operations: Readonly<Record<string, (parts: Parts, asked: Asked) => object>> = {
  POST: createSchedule,
  GET: (parts, asked) =>
    asked.name === '' ? listSchedules(parts, asked) : shown(existing(parts, asked), parts.clock.now()),
  DELETE: deleteSchedule,
};

function createSchedule(parts: Parts, { name, body }: Asked): object {
  const schedule = scheduleFrom({ ...body, Name: name }, parts.clock.now());
  if (!parts.groups.has(schedule.GroupName))
    throw refusal('ResourceNotFoundException', `Schedule group ${schedule.GroupName} does not exist.`);
  const before = parts.log.schedules.get(keyOf(schedule))?.schedule;
  const isRepeated = before?.ClientToken !== undefined && before.ClientToken === schedule.ClientToken;
  if (before && !isRepeated) throw refusal('ConflictException', `Schedule ${name} already exists.`);
  if (!before) {
    parts.log.created(schedule);
    start(parts, schedule);
  }
  return { ScheduleArn: arnOf(schedule) };
}

function existing({ log }: Parts, { name, query }: Asked): Kept {
  const kept = log.schedules.get(keyOf({ GroupName: query.get('groupName') ?? 'default', Name: name }));
  if (kept) return kept;
  throw refusal('ResourceNotFoundException', `Schedule ${name} does not exist.`);
}

function deleteSchedule(parts: Parts, asked: Asked): object {
  const key = keyOf(existing(parts, asked).schedule);
  parts.log.deleted(key);
  parts.waiting.get(key)?.abort();
  parts.waiting.delete(key);
  return {};
}

function listSchedules({ log }: Parts, { query }: Asked): object {
  const [from, size] = [Number(query.get('NextToken') ?? 0), Number(query.get('MaxResults') ?? 100)];
  const group = query.get('ScheduleGroup');
  const found = [...log.schedules.values()]
    .map(({ schedule }) => schedule)
    .filter(({ GroupName }) => group === null || GroupName === group)
    .filter(({ Name }) => Name.startsWith(query.get('NamePrefix') ?? ''))
    .toSorted((one, other) => one.Name.localeCompare(other.Name));
  const Schedules = found.slice(from, from + size).map((schedule) => {
    const { Name, GroupName, Target } = schedule;
    return { Arn: arnOf(schedule), Name, GroupName, State: 'ENABLED', Target: { Arn: Target.Arn } };
  });
  return { Schedules, NextToken: found.length > from + size ? String(from + size) : undefined };
}

function shown({ schedule }: Kept, now: Date): object {
  const { ClientToken, ...told } = schedule;
  return { ...told, Arn: arnOf(schedule), State: 'ENABLED', LastModificationDate: now.getTime() / 1000 };
}

const arnOf = (schedule: Schedule): string => `arn:aws:scheduler:us-east-1:000000000000:schedule/${keyOf(schedule)}`;

async function respond(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, body } = await outcome(parts, request);
  response.writeHead(status, {
    'content-type': 'application/json',
    'x-amzn-requestid': randomUUID(),
    ...('__type' in body ? { 'x-amzn-errortype': String(body.__type) } : {}),
  });
  response.end(JSON.stringify(body));
}

async function outcome(parts: Parts, request: IncomingMessage): Promise<{ status: number; body: object }> {
  try {
    const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://scheduler');
    const [, collection, name = ''] = pathname.split('/');
    const operation = collection === 'schedules' ? operations[request.method ?? ''] : undefined;
    if (!operation) throw refusal('ValidationException', 'The operation is not emulated');
    const body: object = JSON.parse((await requestBody(request)).toString() || '{}');
    return { status: 200, body: operation(parts, { name: decodeURIComponent(name), query, body }) };
  } catch (error) {
    if (isServiceError(error)) return { status: error.statusCode, body: error.body };
    console.error(error);
    return { status: 500, body: { __type: 'InternalServerException', Message: 'The local emulator failed' } };
  }
}
