import type { Consent } from '../channels/message-update.ts';
import { type Customer, identityKeyOf } from '../customers/customer.ts';
import { customerNow } from '../customers/identify-customer.ts';
import { type Clock, instant } from '../kernel/clock.ts';
import type { IdFrom } from '../kernel/ids.ts';
import { decideAndSave } from './decide-and-save.ts';
import { facts, type Origin } from './facts.ts';
import { claimKey } from './find-conversation.ts';
import type { ConversationStore, CustomerStore, LedgerEntry } from './ports.ts';

type Needs = {
  readonly conversations: ConversationStore;
  readonly customers: CustomerStore;
  readonly idFrom: IdFrom;
  readonly now: Clock;
};

function customerAfter(customer: Customer, { channel, to, extent }: Consent): Customer {
  const list = extent === 'everything' ? 'optedOut' : 'noMarketing';
  const others = (customer[list] ?? []).filter((one) => one !== channel);
  return { ...customer, [list]: to === 'stop' ? [...others, channel] : others };
}

/** Remembers that a customer does, or does not, want to be written to. `stranger`: nobody we ever talked to. */
export async function placeConsent(
  needs: Needs,
  consent: Consent,
  ledger?: LedgerEntry,
): Promise<'placed' | 'duplicate' | 'stranger'> {
  const { channel, sender, connectionId, to, extent, reason } = consent;
  const stored = await needs.customers.identity(identityKeyOf({ channel, ...sender, verified: true }));
  const customer = stored && (await customerNow(needs.customers, stored.customerId));
  const [latest] = customer ? await needs.conversations.ofCustomer(customer.id, 1) : [];
  if (!customer || !latest) return 'stranger';
  const commitId = needs.idFrom('consent', connectionId, consent.id);
  const origin: Origin = { commitId, at: instant(needs.now()), by: { kind: 'customer', id: customer.id } };
  const id = stored.conversationId ?? latest.id;
  const decided = await decideAndSave(needs, { id, commitId }, () => ({
    events: facts(origin, [{ type: 'ConsentChanged', channel, to, extent, reason }]),
    claims: [{ key: claimKey(connectionId, `consent:${consent.id}`), ledger }],
    customer: { value: customerAfter(customer, consent), before: customer },
  }));
  return decided.outcome === 'duplicate' ? 'duplicate' : 'placed';
}
