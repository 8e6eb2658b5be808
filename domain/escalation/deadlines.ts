import type { Instant } from '../kernel/clock.ts';
import { addBusinessMinutes, type BusinessCalendar } from './business-hours.ts';
import type { Deadline, SlaPolicy } from './policy.ts';

/** What was promised, and the hours in which the promise runs. */
export type Terms = { readonly policy: SlaPolicy; readonly calendar: BusinessCalendar };

const withinMinutes = (policy: SlaPolicy, kind: Deadline['kind']): number =>
  kind === 'first-reply' ? policy.firstReplyWithinMinutes : policy.nextReplyWithinMinutes;

/** When the warning comes; none if the policy has none or the whole time is shorter than it. */
function warning(terms: Terms, setAt: Instant, minutes: number): Deadline['steps'] {
  const { warnBeforeMinutes } = terms.policy;
  if (warnBeforeMinutes === 0 || warnBeforeMinutes >= minutes) return [];
  return [{ level: 0, at: addBusinessMinutes(terms.calendar, setAt, minutes - warnBeforeMinutes) }];
}

/** The deadline of a reply that is owed since `setAt`, with all that will follow if it is not given. */
export function deadlineFrom(
  terms: Terms,
  owed: { readonly id: string; readonly kind: Deadline['kind']; readonly setAt: Instant },
): Deadline {
  const minutes = withinMinutes(terms.policy, owed.kind);
  const dueAt = addBusinessMinutes(terms.calendar, owed.setAt, minutes);
  const levels = terms.policy.levels.map((level, index) => ({
    level: index + 1,
    at: addBusinessMinutes(terms.calendar, dueAt, level.afterMinutes),
  }));
  return { ...owed, policyId: terms.policy.id, dueAt, steps: [...warning(terms, owed.setAt, minutes), ...levels] };
}

/** The promise in words, for the timeline. */
export const deadlineReason = (terms: Terms, deadline: Deadline): string =>
  `${deadline.kind === 'first-reply' ? 'first reply' : 'next reply'} within ${withinMinutes(terms.policy, deadline.kind)} business minutes (policy ${terms.policy.name}, calendar ${terms.calendar.name})`;
