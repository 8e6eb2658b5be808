import * as z from 'zod';
import { type Instant, instant } from '../kernel/clock.ts';

export const $Cursor = z.object({
  connectionId: z.string(),
  /** How far was read, in the words of the source: a time, an id. Nothing was read yet when absent. */
  position: z.string().optional(),
  /** Ids of what was handed over lately, oldest first: the overlap brings them again. */
  seen: z.array(z.string()).default([]),
  /** Nothing is asked before this: the provider said so, or the last tries failed. */
  notBefore: z.iso.datetime().optional(),
  /** Polls in a row that failed. */
  failures: z.number().int().nonnegative().default(0),
});
/** How far the reviews or mentions of one connection were read. */
export type Cursor = z.infer<typeof $Cursor>;

/** More of them would make the item costly to write; what is forgotten is handed over twice and claimed once. */
const mostSeen = 500;
const firstPauseMinutes = 5;
const longestPauseMinutes = 6 * 60;
/** A provider's short outage is nobody's business. */
const failuresUntilAlarm = 3;

export const firstCursor = (connectionId: string): Cursor => ({ connectionId, seen: [], failures: 0 });

export const isDue = ({ notBefore }: Cursor, now: Date): boolean =>
  notBefore === undefined || notBefore <= instant(now);

/** The items that were not handed over yet. */
export const unseen = <Item extends { readonly id: string }>(
  { seen }: Cursor,
  items: readonly Item[],
): readonly Item[] => items.filter(({ id }) => !seen.includes(id));

/** The cursor once the queue has everything up to this position. */
export function moved(
  { connectionId, seen }: Cursor,
  position: string | undefined,
  handedOver: readonly string[],
): Cursor {
  const remembered = [...seen, ...handedOver].slice(-mostSeen);
  return { connectionId, ...(position === undefined ? {} : { position }), seen: remembered, failures: 0 };
}

/** The provider asked to be left alone for so many seconds: no failure, and nothing was read. */
export const postponed = (cursor: Cursor, afterSeconds: number, now: Date): Cursor => ({
  ...cursor,
  notBefore: later(now, afterSeconds),
});

/** One more failure, and a pause that doubles with each: 5 minutes to 6 hours. */
export function failedOnce(cursor: Cursor, now: Date): Cursor {
  const minutes = Math.min(firstPauseMinutes * 2 ** cursor.failures, longestPauseMinutes);
  return { ...cursor, failures: cursor.failures + 1, notBefore: later(now, minutes * 60) };
}

export const isAlarming = ({ failures }: Cursor): boolean => failures >= failuresUntilAlarm;

/** Nothing changed that would be worth a write: most polls find nothing. */
export const isSame = (before: Cursor, after: Cursor): boolean =>
  before.position === after.position &&
  before.notBefore === after.notBefore &&
  before.failures === after.failures &&
  before.seen.length === after.seen.length &&
  before.seen.at(-1) === after.seen.at(-1);

const later = (now: Date, seconds: number): Instant => instant(new Date(now.getTime() + seconds * 1000));
