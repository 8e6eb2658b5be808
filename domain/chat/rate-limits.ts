import type { Clock } from '../kernel/clock.ts';
import { networkOf } from '../kernel/network-address.ts';
import type { ChatStore, CountOne } from './ports.ts';

/** How often one session, or one network address, may do what costs something. */
export const rateLimits = {
  sessions: { most: 60, windowSeconds: 3600 },
  messages: { most: 20, windowSeconds: 60 },
  uploads: { most: 30, windowSeconds: 3600 },
  leftMessages: { most: 5, windowSeconds: 3600 },
} as const;

export type Limited = keyof typeof rateLimits;

/** Counts one; seconds to wait when it is one too many. */
export const tooSoon = (
  needs: { readonly count: CountOne },
  what: Limited,
  who: string,
): Promise<number | undefined> => {
  const { most, windowSeconds } = rateLimits[what];
  return needs.count({ key: `chat-${what}#${who}`, most, windowSeconds });
};

type AddressNeeds = {
  readonly store: Pick<ChatStore, 'salt'>;
  readonly hash: (text: string) => string;
  readonly secretText: () => string;
  readonly now: Clock;
};

/** A name for a network address that nobody can turn back into it once the day's salt is gone. */
export async function blurred(needs: AddressNeeds, networkAddress: string): Promise<string> {
  const salt = await needs.store.salt(needs.now().toISOString().slice(0, 10), needs.secretText());
  return needs.hash(`${salt} ${networkOf(networkAddress)}`);
}
