import type { CustomerStore } from '../conversations/ports.ts';
import { type Customer, type IdentityKey, identityKeyOf } from './customer.ts';
import { customerNow } from './identify-customer.ts';
import type { Sought } from './sought.ts';

/** Under what an address is stored, and the same address unproven. */
const keysOf = (channel: 'email' | 'sms', address: string): readonly IdentityKey[] =>
  [true, false].map((verified) => identityKeyOf({ channel, address, verified }));

function keysSought(sought: Sought): readonly IdentityKey[] {
  switch (sought.by) {
    case 'mail':
      return keysOf('email', sought.address);
    case 'phone':
      return keysOf('sms', sought.number);
    case 'id':
      return [];
  }
}

/** Everybody who has the address or the id, as they are now, each once. */
export async function findCustomers(customers: CustomerStore, sought: Sought): Promise<readonly Customer[]> {
  const identities = await Promise.all(keysSought(sought).map((key) => customers.identity(key)));
  const named = identities.flatMap((identity) => identity?.customerId ?? []);
  const ids = new Set(sought.by === 'id' ? [sought.id] : named);
  const found = await Promise.all([...ids].map((id) => customerNow(customers, id)));
  return [...new Map(found.flatMap((customer) => (customer ? [[customer.id, customer]] : []))).values()];
}
