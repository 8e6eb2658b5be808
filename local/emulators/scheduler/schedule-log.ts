import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { $Schedule, keyOf, type Schedule } from './schedule.ts';

const $Line = z.discriminatedUnion('type', [
  z.object({ type: z.literal('created'), schedule: $Schedule }),
  z.object({ type: z.literal('completed'), key: z.string() }),
  z.object({ type: z.literal('deleted'), key: z.string() }),
]);
type Line = z.infer<typeof $Line>;

export type Kept = { readonly schedule: Schedule; readonly isCompleted: boolean };

export type ScheduleLog = {
  readonly schedules: ReadonlyMap<string, Kept>;
  created(schedule: Schedule): void;
  /** It was delivered. */
  completed(key: string): void;
  deleted(key: string): void;
};

/** Opens the log of schedules in a file, or in memory. A line is appended before anyone is told of what it says. */
export function openScheduleLog(file: string | undefined): ScheduleLog {
  const schedules = new Map<string, Kept>();
  if (file !== undefined) {
    mkdirSync(dirname(file), { recursive: true });
    for (const line of linesOf(file)) apply(schedules, line);
    rewrite(file, schedules);
  }
  const append = (line: Line): void => {
    if (file !== undefined) appendFileSync(file, `${JSON.stringify(line)}\n`);
    apply(schedules, line);
  };
  return {
    schedules,
    created: (schedule) => append({ type: 'created', schedule }),
    completed: (key) => append({ type: 'completed', key }),
    deleted: (key) => append({ type: 'deleted', key }),
  };
}

function apply(schedules: Map<string, Kept>, line: Line): void {
  if (line.type === 'created') {
    schedules.set(keyOf(line.schedule), { schedule: line.schedule, isCompleted: false });
    return;
  }
  const kept = schedules.get(line.key);
  if (line.type === 'deleted') schedules.delete(line.key);
  else if (kept) schedules.set(line.key, { ...kept, isCompleted: true });
}

/** A killed process may leave half a last line; nobody was told of what it would have said. */
function linesOf(file: string): readonly Line[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => $Line.parse(JSON.parse(line)));
}

function rewrite(file: string, schedules: ReadonlyMap<string, Kept>): void {
  const lines = [...schedules].flatMap(([key, { schedule, isCompleted }]): Line[] => [
    { type: 'created', schedule },
    ...(isCompleted ? [{ type: 'completed', key } as const] : []),
  ]);
  writeFileSync(`${file}.next`, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  renameSync(`${file}.next`, file);
}
