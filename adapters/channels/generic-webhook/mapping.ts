import * as z from 'zod';
import { Refusal } from '#domain/kernel/refusal.ts';
import { plainLine } from '../email/mail-address.ts';
import { cleanText } from '../email/text.ts';
import { valueAt } from './json-path.ts';
import { $MappingSettings, type MappingSettings } from './settings.ts';
import { strictJson } from './strict-json.ts';

const kinds = ['message', 'edited', 'deleted'] as const;

/** What a body says, once its mapping is applied. */
export type Mapped = {
  readonly kind: (typeof kinds)[number];
  readonly id?: string;
  readonly senderAddress: string;
  readonly senderName?: string;
  readonly text: string;
  readonly subject?: string;
  readonly sentAt?: string;
  readonly threadId?: string;
  readonly attachments: readonly string[];
};

/** One thing that a mapping and a sample do not agree on: which setting, and what would be right. */
export type MappingProblem = { readonly field: string; readonly problem: string };

export type MappingTrial = { readonly message: Mapped } | { readonly problems: readonly MappingProblem[] };

type Paths = MappingSettings['paths'];
type Field = keyof Paths;

/** Tries settings on a sample body, before they are saved: the message that would come of it, or what is wrong. */
export function tryMapping(settings: unknown, sample: string): MappingTrial {
  const parsed = $MappingSettings.safeParse(settings);
  if (!parsed.success)
    return {
      problems: parsed.error.issues.map(({ path, message }) => ({
        field: path.join('.') || 'settings',
        problem: message,
      })),
    };
  try {
    return mapped(parsed.data.paths, strictJson(sample));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { problems: [{ field: 'sample', problem: error.message }] };
  }
}

/** Applies the paths to a body. */
export function mapped(paths: Paths, body: unknown): MappingTrial {
  const problems: MappingProblem[] = [];
  const read = reader(paths, body, problems);
  const kind = kindOf(read('kind'), paths, problems);
  const senderAddress = required(read('senderAddress'), { field: 'senderAddress', paths, problems });
  const text = kind === 'deleted' ? '' : required(read('text'), { field: 'text', paths, problems });
  const attachments = urlsOf(paths.attachments === undefined ? undefined : valueAt(body, paths.attachments), problems);
  const sentAt = timeOf(read('sentAt'), problems);
  const optional = {
    id: read('id'),
    senderName: line(read('senderName')),
    subject: line(read('subject')),
    sentAt,
    threadId: read('threadId'),
  };
  if (kind !== 'message' && optional.id === undefined)
    problems.push({ field: 'paths.id', problem: `a body of kind ${kind} names no message: give the path of its id` });
  if (problems.length > 0) return { problems };
  const given = Object.entries(optional).filter(([, value]) => value !== undefined && value !== '');
  return {
    message: {
      kind,
      senderAddress: plainLine(senderAddress),
      text: cleanText(text),
      attachments,
      ...Object.fromEntries(given),
    },
  };
}

const $Scalar = z.union([z.string(), z.number(), z.null(), z.undefined()]);
const mostCharacters: Partial<Record<Field, number>> = { text: 100_000, subject: 500, senderName: 200 };
const usualCharacters = 320;

/** Reads one field as text. */
const reader =
  (paths: Paths, body: unknown, problems: MappingProblem[]) =>
  (field: Exclude<Field, 'attachments'>): string | undefined => {
    const path = paths[field];
    if (path === undefined) return undefined;
    const { success, data } = $Scalar.safeParse(valueAt(body, path));
    const value = String(data ?? '');
    const most = mostCharacters[field] ?? usualCharacters;
    if (!success) problems.push({ field: `paths.${field}`, problem: `${path} leads to neither text nor a number` });
    if (value.length > most)
      problems.push({ field: `paths.${field}`, problem: `${path} leads to more than ${most} characters` });
    return value === '' ? undefined : value;
  };

type Wanted = { readonly field: Field; readonly paths: Paths; readonly problems: MappingProblem[] };

function required(value: string | undefined, { field, paths, problems }: Wanted): string {
  const isMissing = value === undefined || value.trim() === '';
  if (isMissing && !problems.some((problem) => problem.field === `paths.${field}`))
    problems.push({ field: `paths.${field}`, problem: `${paths[field]} leads to nothing in this body` });
  return value ?? '';
}

const line = (value: string | undefined): string | undefined => (value === undefined ? undefined : plainLine(value));

function kindOf(value: string | undefined, paths: Paths, problems: MappingProblem[]): Mapped['kind'] {
  if (value === undefined) return 'message';
  const kind = kinds.find((one) => one === value);
  if (kind === undefined)
    problems.push({
      field: 'paths.kind',
      problem: `${paths.kind} may lead to ${kinds.join(', ')}, and to nothing else`,
    });
  return kind ?? 'message';
}

/** Seconds have at most 11 digits until the year 5138; longer numbers are milliseconds. */
function timeOf(value: string | undefined, problems: MappingProblem[]): string | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,11}(\.\d+)?$/.test(value)) return new Date(Number(value) * 1000).toISOString();
  if (/^\d{12,14}$/.test(value)) return new Date(Number(value)).toISOString();
  if (z.iso.datetime({ offset: true }).safeParse(value).success) return new Date(value).toISOString();
  problems.push({
    field: 'paths.sentAt',
    problem: 'the time is neither ISO 8601 with an offset nor a number since 1970',
  });
  return undefined;
}

const $Urls = z.union([z.url().transform((url) => [url]), z.array(z.url()).max(10)]);

function urlsOf(value: unknown, problems: MappingProblem[]): readonly string[] {
  if (value === undefined || value === null) return [];
  const { success, data } = $Urls.safeParse(value);
  if (!success)
    problems.push({ field: 'paths.attachments', problem: 'it leads to neither one URL nor a list of up to 10' });
  return data ?? [];
}
