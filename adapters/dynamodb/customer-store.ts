import type { CustomerStore } from '#domain/conversations/ports.ts';
import { $Customer, $Identity, type Customer, type Identity, type IdentityKey } from '#domain/customers/customer.ts';
import { mergedCustomer } from '#domain/customers/merge-customers.ts';
import { accessPatterns } from './access-patterns.ts';
import { getItem, type Item, type Key, type Table, updateItem } from './table.ts';

export const customerKey = (id: string): Key => ({
  pk: accessPatterns.customer.partition(id),
  sk: accessPatterns.customer.sort(),
});

const identityKey = ({ kind, scope, value }: IdentityKey): Key => ({
  pk: accessPatterns.identity.partition(kind, scope, value),
  sk: accessPatterns.identity.sort(),
});

export const customerItem = (customer: Customer): Item & Key => ({ ...customerKey(customer.id), ...customer });
export const identityItem = (identity: Identity): Item & Key => ({ ...identityKey(identity), ...identity });

export const createCustomerStore = (table: Table): CustomerStore => ({
  async get(id) {
    const item = await getItem(table, customerKey(id));
    return item && $Customer.parse(item);
  },
  async identity(key) {
    const item = await getItem(table, identityKey(key));
    return item && $Identity.parse(item);
  },
  rename: (id, name) => updateItem(table, customerKey(id), { name }),
  async merge(from, into) {
    const { mergedFrom, identities, optedOut, noMarketing, revision } = mergedCustomer(from, into);
    // The one found again first: should the second write fail, the merge is repeated.
    await updateItem(table, customerKey(into.id), { mergedFrom, identities, optedOut, noMarketing, revision });
    await updateItem(table, customerKey(from.id), { mergedInto: into.id });
  },
});
