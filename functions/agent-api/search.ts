import { seesAll, type Viewer } from '#domain/agents/may-see.ts';
import type { Conversation } from '#domain/conversations/conversation.ts';
import type { Customer } from '#domain/customers/customer.ts';
import { findCustomers } from '#domain/customers/find-customers.ts';
import { soughtIn } from '#domain/customers/sought.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { bodyOf } from '#functions/middleware/api/request.ts';
import type { Request } from '#functions/middleware/api/serve.ts';
import { $SearchRequest, type Found } from './contract.ts';
import { newestFirst, row } from './conversation-reads.ts';
import { conversationSeen, conversationsSeen } from './must-see.ts';
import type { ApiNeeds } from './needs.ts';

type Known = { readonly customer: Customer; readonly conversations: readonly Conversation[] };

/** Customers with what this person may see of them; those with whom there is nothing to see are not there. */
async function seenOf(needs: ApiNeeds, viewer: Viewer, customers: readonly Customer[]): Promise<readonly Known[]> {
  const known = await Promise.all(
    customers.map(async (customer) => ({ customer, conversations: await conversationsSeen(needs, viewer, customer) })),
  );
  return known.filter(({ conversations }) => conversations.length > 0 || seesAll(viewer));
}

/** Who writes from an address, or what has an id, and the conversations with them. */
export async function search(needs: ApiNeeds, { event, caller }: Request): Promise<Found> {
  const sought = soughtIn(bodyOf(event, $SearchRequest).text);
  if (!sought)
    throw new Refusal(
      'invalid',
      'body.text: neither a mail address, nor a phone number with its country (+41 44 668 18 00), nor the id of a conversation or customer',
    );
  const [customers, conversation] = await Promise.all([
    findCustomers(needs.customers, sought),
    sought.by === 'id' ? conversationSeen(needs, caller, sought.id) : undefined,
  ]);
  const known = await seenOf(needs, caller, customers);
  const conversations = known.flatMap((one) => one.conversations);
  return {
    customers: known.map(({ customer }) => customer),
    conversations: (conversation ? [conversation, ...conversations] : conversations).toSorted(newestFirst).map(row),
  };
}
