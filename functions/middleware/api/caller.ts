import { type Agent, type AgentStore, type Role, roles } from '#domain/agents/agent.ts';
import { type Clock, instant } from '#domain/kernel/clock.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import type { ApiEvent, Caller } from './request.ts';

/** Conversations at once for somebody nobody has set up yet. */
const firstCapacity = 5;

/** Sign-ins give longer names than an agent's record holds: Cognito up to 128 characters. */
const longestName = 100;

/** API Gateway writes array claims as text: `[agent supervisor]`. */
const groupsIn = (claim: unknown): readonly string[] =>
  Array.isArray(claim)
    ? claim.map(String)
    : String(claim ?? '')
        .replace(/^\[|\]$/g, '')
        .split(/[\s,]+/);

/** The most that the groups allow. */
const roleIn = (groups: readonly string[]): Role | undefined => roles.findLast((role) => groups.includes(role));

const newcomer = (id: string, name: string, now: Clock): Agent => ({
  id,
  name: name.slice(0, longestName),
  presence: 'offline',
  capacity: firstCapacity,
  load: 0,
  queueIds: [],
  leadsQueueIds: [],
  skills: [],
  languages: [],
  idleSince: instant(now()),
});

export type CallerNeeds = { readonly agents: AgentStore; readonly now: Clock };

/**
 * Who is calling. The authoriser lets ID tokens of the same client in as well, since their `aud` is the client; but they
 * are for the console. Cognito says which one it is:
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 *
 * Whoever signs in for the first time is entered, offline and in no queue, for an admin to set up.
 */
export async function whoIsCalling(needs: CallerNeeds, event: ApiEvent): Promise<Caller> {
  const claims = event.requestContext.authorizer?.jwt.claims ?? {};
  if (claims.token_use !== 'access')
    throw new Refusal('unauthenticated', 'this is no access token; send the one that the sign-in issued for the API');
  const id = String(claims.sub ?? '');
  if (id === '') throw new Refusal('unauthenticated', 'the token names nobody; sign in again');
  const role = roleIn(groupsIn(claims['cognito:groups']));
  if (!role) throw new Refusal('forbidden', `you are in none of the groups ${roles.join(', ')}; ask an administrator`);
  const agent = await needs.agents.get(id);
  return { role, agent: agent ?? (await needs.agents.put(newcomer(id, String(claims.username || id), needs.now))) };
}
