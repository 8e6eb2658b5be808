import type { ChannelLimits, Window } from './limits.ts';

/** What may be written now: anything; what a person writes; a template; nothing. */
export type WindowNow =
  | { readonly may: 'anything'; readonly until?: string }
  | { readonly may: 'people'; readonly until: string }
  | { readonly may: 'template' | 'nothing'; readonly closedAt?: string };

const plusHours = (at: string, hours: number): string => new Date(Date.parse(at) + hours * 3_600_000).toISOString();

type Closing = { readonly window: Window; readonly heardAt: string | undefined; readonly now: string };

/** After the window proper. */
function afterwardsNow({ window, heardAt, now }: Closing): WindowNow {
  const { hours, afterwards } = window;
  const closed = heardAt === undefined ? {} : { closedAt: plusHours(heardAt, hours) };
  if (afterwards === 'template' || afterwards === 'nothing') return { may: afterwards, ...closed };
  const until = heardAt === undefined ? undefined : plusHours(heardAt, afterwards.people);
  return until && now < until ? { may: 'people', until } : { may: 'nothing', ...closed };
}

/** The provider's window after the customer's last message; a customer who never wrote there opened none. */
export function windowNow({ window, opens }: ChannelLimits, heardAt: string | undefined, now: string): WindowNow {
  if (!window) return heardAt !== undefined || opens ? { may: 'anything' } : { may: 'nothing' };
  const until = heardAt === undefined ? undefined : plusHours(heardAt, window.hours);
  return until && now < until ? { may: 'anything', until } : afterwardsNow({ window, heardAt, now });
}
