import type { InboundMessage } from '../channels/inbound-message.ts';
import type { CustomerStore } from '../conversations/ports.ts';
import type { IdFrom } from '../kernel/ids.ts';
import { type Customer, type CustomerAddress, type Identity, type IdentityKey, identityKeyOf } from './customer.ts';

/** Who is writing, as a channel told it. */
export type Writer = Pick<InboundMessage, 'channel' | 'sender' | 'sentAt'>;

export type Identified = {
  /** With the addresses that became known with this message. */
  readonly customer: Customer;
  readonly isNew: boolean;
  /** The customer as stored; as made up when new. */
  readonly known: Customer;
  /** Did this message tell addresses that the customer was not known by? */
  readonly learned: boolean;
  /** The address written from. */
  readonly identity: Identity;
  /** As stored before; undefined when this address is new. */
  readonly stored: Identity | undefined;
  /** Further addresses that are stored for the first time. */
  readonly aliases: readonly Identity[];
};

/** Merges that are followed; more would be a circle. */
const mergesFollowed = 5;

/** The customer as it is now, whatever it was merged into. */
export async function customerNow(customers: CustomerStore, id: string): Promise<Customer | undefined> {
  let customer = await customers.get(id);
  for (let followed = 0; customer?.mergedInto && followed < mergesFollowed; followed += 1)
    customer = await customers.get(customer.mergedInto);
  return customer;
}

const addressesOf = ({ channel, sender }: Writer): readonly CustomerAddress[] => [
  { channel, value: sender.address, verified: sender.verified, scope: sender.scope },
  ...(sender.aliases ?? []).map((alias) => ({
    channel: alias.channel,
    value: alias.address,
    verified: true,
    scope: alias.scope,
  })),
];

const keyOf = ({ value, ...address }: CustomerAddress): IdentityKey => identityKeyOf({ ...address, address: value });

const isSame = (one: CustomerAddress, other: CustomerAddress): boolean =>
  one.channel === other.channel && one.value === other.value && one.scope === other.scope;

type Found = { readonly customer: Customer; readonly stored: Identity | undefined };

/** The address written from, if somebody is known by it. */
export const storedIdentity = (customers: CustomerStore, { channel, sender }: Writer): Promise<Identity | undefined> =>
  customers.identity(
    identityKeyOf({ channel, address: sender.address, verified: sender.verified, scope: sender.scope }),
  );

/** By the address written from, else by one that the channel proves to be the same person's. */
async function find(
  customers: CustomerStore,
  stored: Identity | undefined,
  others: readonly IdentityKey[],
): Promise<Found | undefined> {
  if (stored) {
    const customer = await customerNow(customers, stored.customerId);
    return customer && { customer, stored };
  }
  for (const key of others) {
    const alias = await customers.identity(key);
    const customer = alias && (await customerNow(customers, alias.customerId));
    if (customer) return { customer, stored: undefined };
  }
  return undefined;
}

function newcomer(needs: { readonly idFrom: IdFrom }, writer: Writer, key: IdentityKey): Customer {
  const { sender, sentAt } = writer;
  return {
    id: needs.idFrom('customer', key.kind, key.scope, key.value),
    name: sender.name ?? sender.handle ?? sender.address,
    createdAt: sentAt,
    identities: [],
    optedOut: [],
  };
}

/** Aliases not known yet that nobody else has: whoever has one keeps it, for people to merge. */
async function unclaimed(customers: CustomerStore, keys: readonly IdentityKey[]): Promise<readonly IdentityKey[]> {
  const taken = await Promise.all(keys.map((key) => customers.identity(key)));
  return keys.filter((_, position) => taken[position] === undefined);
}

/** Who wrote: the customer that has this address (`stored`), or one that the channel proves to be the same, or a new one. */
export async function identifyCustomer(
  needs: { readonly customers: CustomerStore; readonly idFrom: IdFrom },
  writer: Writer,
  stored: Identity | undefined,
): Promise<Identified> {
  const addresses = addressesOf(writer).map((address) => ({ ...address, key: keyOf(address) }));
  const [own, ...others] = addresses;
  if (!own) throw new Error('a message has no sender');
  const found = await find(
    needs.customers,
    stored,
    others.map(({ key }) => key),
  );
  const known = found?.customer ?? newcomer(needs, writer, own.key);
  const fresh = addresses.filter((address) => !known.identities.some((one) => isSame(one, address)));
  const learnt = others.filter((address) => fresh.includes(address)).map(({ key }) => key);
  const aliases = await unclaimed(needs.customers, learnt);
  const identity = { ...own.key, verified: own.verified, customerId: known.id };
  return {
    customer: { ...known, identities: [...known.identities, ...fresh.map(({ key: _, ...address }) => address)] },
    isNew: !found,
    known,
    learned: fresh.length > 0,
    identity: found?.stored ? { ...found.stored, customerId: known.id } : identity,
    stored: found?.stored,
    aliases: aliases.map((key) => ({ ...key, verified: true, customerId: known.id })),
  };
}
