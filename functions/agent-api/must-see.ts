import { maySee, seesAll, type Viewer } from '#domain/agents/may-see.ts';
import type { Conversation } from '#domain/conversations/conversation.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { pathPart } from '#functions/middleware/api/request.ts';
import type { Request } from '#functions/middleware/api/serve.ts';
import type { ApiNeeds } from './needs.ts';

/** What a person may not see is answered as if it were not there. Who sees all needs no look at it. */

/** Conversations of one customer that are looked at. */
export const shownOfCustomer = 50;

type Needs = Pick<ApiNeeds, 'conversations' | 'customers'>;

/** A conversation as part of which another is shown: the one it was joined into. */
async function shownAs(needs: Needs, found: Conversation | undefined): Promise<Conversation | undefined> {
  return found?.joinedInto ? shownAs(needs, await needs.conversations.get(found.joinedInto)) : found;
}

/** The conversation with an id, or the one it was joined into, where this person may see it. */
export async function conversationSeen(needs: Needs, viewer: Viewer, id: string): Promise<Conversation | undefined> {
  const found = await shownAs(needs, await needs.conversations.get(id));
  return found && maySee(viewer, found) ? found : undefined;
}

/** Refuses a conversation that is not there for this person. */
export async function mustSeeConversation(needs: Needs, viewer: Viewer, id: string): Promise<void> {
  if (seesAll(viewer) || (await conversationSeen(needs, viewer, id))) return;
  throw new Refusal('not-found', `there is no conversation "${id}"`);
}

/** The conversations with a customer, and with those who turned out to be the same, that this person may see. */
export async function conversationsSeen(
  needs: Needs,
  viewer: Viewer,
  customer: { readonly id: string; readonly mergedFrom?: readonly string[] | undefined },
): Promise<readonly Conversation[]> {
  const ids = [customer.id, ...(customer.mergedFrom ?? [])];
  const found = await Promise.all(ids.map((id) => needs.conversations.ofCustomer(id, shownOfCustomer)));
  return found.flat().filter((conversation) => !conversation.joinedInto && maySee(viewer, conversation));
}

/** Refuses a customer with whom this person has no conversation. */
export async function mustSeeCustomer(needs: Needs, viewer: Viewer, id: string): Promise<void> {
  if (seesAll(viewer)) return;
  const customer = await needs.customers.get(id);
  if (!customer || (await conversationsSeen(needs, viewer, customer)).length === 0)
    throw new Refusal('not-found', `there is no customer "${id}"`);
}

/** What stands at the beginning of a path decides what its `{id}` names. */
const guards = {
  '/v1/conversations/{id}': mustSeeConversation,
  '/v1/customers/{id}': mustSeeCustomer,
} as const;

/** What a route of this path asks before it does anything. */
export function guardOf(path: string): ((needs: Needs, request: Request) => Promise<void>) | undefined {
  const [, guard] = Object.entries(guards).find(([start]) => path === start || path.startsWith(`${start}/`)) ?? [];
  return guard && ((needs, { event, caller }) => guard(needs, caller, pathPart(event, 'id')));
}
