import * as z from 'zod';
import { askSlack } from './api.ts';

const $UserInfo = z.object({
  ok: z.literal(true),
  user: z.looseObject({
    name: z.string().optional(),
    real_name: z.string().optional(),
    team_id: z.string().optional(),
    is_stranger: z.boolean().optional(),
    profile: z
      .looseObject({
        display_name: z.string().optional(),
        real_name: z.string().optional(),
        email: z.string().optional(),
      })
      .optional(),
  }),
});

export type Person = {
  readonly name?: string;
  readonly handle?: string;
  readonly team?: string;
  readonly email?: string;
};

/** Looks up people of a workspace; a name is no reason for a message to wait, so what fails tells nothing. */
export type LookUp = (asking: {
  readonly botToken: string;
  readonly connectionId: string;
  readonly userId: string;
}) => Promise<Person>;

/** People that one process remembers. */
const remembered = 1000;

/** Asks Slack for each person once while the process lives. */
export function peopleOf(fetch: typeof globalThis.fetch): LookUp {
  const known = new Map<string, Person>();
  return async ({ botToken, connectionId, userId }) => {
    const key = `${connectionId}:${userId}`;
    const person = known.get(key);
    if (person) return person;
    const found = await personOf(fetch, botToken, userId);
    if (known.size >= remembered) known.clear();
    if (found) known.set(key, found);
    return found ?? {};
  };
}

async function personOf(fetch: typeof globalThis.fetch, botToken: string, userId: string): Promise<Person | undefined> {
  const answer = await askSlack(fetch, botToken, { method: 'users.info', fields: { user: userId } }).catch(
    () => undefined,
  );
  const { success, data } = $UserInfo.safeParse(answer?.body);
  if (!success) return undefined;
  const { name: handle, real_name, team_id: team, profile } = data.user;
  const name = profile?.real_name || real_name || profile?.display_name;
  return {
    ...(name ? { name } : {}),
    ...(handle ? { handle: `@${handle}` } : {}),
    ...(team ? { team } : {}),
    ...(profile?.email ? { email: profile.email } : {}),
  };
}
