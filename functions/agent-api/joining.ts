import type { Conversation } from '#domain/conversations/conversation.ts';
import { decideAndSave, existing } from '#domain/conversations/decide-and-save.ts';
import type { Origin } from '#domain/conversations/facts.ts';
import { leaveInto, takeIn } from '#domain/conversations/join-conversations.ts';
import { moveMessages, openSplit } from '#domain/conversations/split-conversation.ts';
import type { Customer } from '#domain/customers/customer.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { queueWithTerms } from '#domain/routing/terms.ts';
import { type ApiEvent, bodyOf, type Caller, pathPart } from '#functions/middleware/api/request.ts';
import { command } from './command.ts';
import { $JoinRequest, $MergeRequest, $SplitRequest, type Changed } from './contract.ts';
import { mustSeeConversation, mustSeeCustomer } from './must-see.ts';
import type { ApiNeeds } from './needs.ts';

type Request = { readonly event: ApiEvent; readonly caller: Caller };

const conversationNamed = async (needs: ApiNeeds, id: string): Promise<Conversation> =>
  existing(await needs.conversations.get(id), id);

async function customerNamed(needs: ApiNeeds, id: string, where: string): Promise<Customer> {
  const customer = await needs.customers.get(id);
  if (!customer) throw new Refusal('not-found', `${where}: there is no customer "${id}"`);
  return customer;
}

/** Conversations of two people are not joined by mistake: that they are one has to be said first. */
async function mustBeOneCustomer(needs: ApiNeeds, one: Conversation, other: Conversation): Promise<void> {
  if (one.customerId === other.customerId) return;
  const customers = [await needs.customers.get(one.customerId), await needs.customers.get(other.customerId)];
  const ids = customers.map((customer) => customer?.mergedInto ?? customer?.id);
  if (ids[0] !== ids[1])
    throw new Refusal('conflict', 'the conversations are of two customers; merge the customers first');
}

/** Joins another conversation into this one. The other is ended first: done twice, it is done once. */
export function join(needs: ApiNeeds, request: Request): Promise<Changed> {
  const { conversationId: fromId } = bodyOf(request.event, $JoinRequest);
  const reason = `${request.caller.agent.name} joined them: one topic`;
  return command(needs, request, async (into, origin) => {
    await mustSeeConversation(needs, request.caller, fromId);
    const from = await conversationNamed(needs, fromId);
    await mustBeOneCustomer(needs, into, from);
    const leaving: Origin = { ...origin, commitId: needs.idFrom('join', origin.commitId) };
    await decideAndSave(needs, { id: fromId, commitId: leaving.commitId }, (found) => ({
      events: leaveInto({ origin: leaving, from: existing(found, fromId), into, reason }),
    }));
    return takeIn({ origin, from, into, reason });
  });
}

/** Takes messages of the customer out into a conversation of their own. That one is opened first, under an id that a repetition finds again. */
export function split(needs: ApiNeeds, request: Request): Promise<Changed> {
  const asked = bodyOf(request.event, $SplitRequest);
  const byName = request.caller.agent.name;
  return command(needs, request, async (from, origin) => {
    const history = await needs.conversations.history(from.id);
    const queueId = asked.queueId ?? from.queueId;
    const { terms } = await queueWithTerms(needs.settings, queueId);
    const opening: Origin = { ...origin, commitId: needs.idFrom('split', origin.commitId) };
    const { eventIds, subject } = asked;
    const taken = { from, events: history?.events ?? [], eventIds, queueId, subject, byName };
    const id = opening.commitId;
    await decideAndSave(needs, { id, commitId: id }, (found) => ({
      events: found ? [] : openSplit({ ...taken, origin: opening }, terms),
    }));
    return moveMessages({ ...taken, origin }, id);
  });
}

/** Two customers turn out to be one: the other's addresses and conversations are this one's from now on. */
export async function mergeCustomers(needs: ApiNeeds, { event, caller }: Request): Promise<Customer> {
  const into = await customerNamed(needs, pathPart(event, 'id'), 'path.id');
  const { customerId } = bodyOf(event, $MergeRequest);
  await mustSeeCustomer(needs, caller, customerId);
  const from = await customerNamed(needs, customerId, 'body.customerId');
  if (from.id === into.id) throw new Refusal('invalid', 'body.customerId: a customer cannot be merged into itself');
  if (into.mergedInto)
    throw new Refusal('conflict', `customer "${into.id}" was merged into "${into.mergedInto}"; use that one`);
  if (from.mergedInto !== into.id) await needs.customers.merge(from, into);
  return customerNamed(needs, into.id, 'path.id');
}
