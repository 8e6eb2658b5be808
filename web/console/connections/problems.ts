import { ApiError } from '../api/client.ts';
import type { Fault } from './json-schema.ts';
import { capital } from './words.ts';

/** What is wrong with each field of a form, by its name. */
export type Problems = Readonly<Record<string, string>>;

/** Faults by their first name: what is wrong within a list or an object is said at its field. */
export const byField = (faults: readonly Fault[]): Problems =>
  Object.fromEntries(
    faults.toReversed().map(({ path, message }) => {
      const [field = '', ...rest] = path.split('.');
      return [field, rest.length === 0 ? `${capital(message)}.` : `${placeIn(rest)}: ${message}`];
    }),
  );

/** Lists are counted from one by people. */
const placeIn = (parts: readonly string[]): string =>
  parts.map((part) => (/^\d+$/.test(part) ? `entry ${Number(part) + 1}` : part)).join(' › ');

/** What the API says about fields below `where`; a rule of its own names the field only in its sentence. */
export const problemsOf = (error: unknown, where: string): Problems => {
  if (!(error instanceof ApiError)) return {};
  const { errors, detail } = error.problem;
  const [, path, message] = /^([\w.]+): (.+)$/.exec(detail) ?? [];
  const told = errors ?? (path && message ? [{ path, message }] : []);
  const start = `${where}.`;
  return byField(
    told
      .filter((fault) => fault.path.startsWith(start))
      .map((fault) => ({ path: fault.path.slice(start.length), message: fault.message })),
  );
};
