import { type BusinessCalendar, isWithinBusinessHours, nextOpening } from '../escalation/business-hours.ts';
import { type Instant, instant } from '../kernel/clock.ts';

export type Opening = { readonly open: true } | { readonly open: false; readonly opensAt: Instant };

/** Does somebody answer now, and if not, when? Without a calendar, always. */
export function openingAt(calendar: BusinessCalendar | undefined, now: Date): Opening {
  const at = instant(now);
  if (!calendar || isWithinBusinessHours(calendar, at)) return { open: true };
  return { open: false, opensAt: nextOpening(calendar, at) };
}
