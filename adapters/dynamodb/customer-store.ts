import type { CustomerStore } from '#domain/conversations/ports.ts';
import { $Customer, $Identity, type Customer, type Identity } from '#domain/customers/customer.ts';
import { accessPatterns } from './access-patterns.ts';
import { getItem, type Item, type Key, type Table, updateItem } from './table.ts';

export const customerKey = (id: string): Key => ({
  pk: accessPatterns.customer.partition(id),
  sk: accessPatterns.customer.sort(),
});

const identityKey = ({ channel, scope, value }: Pick<Identity, 'channel' | 'scope' | 'value'>): Key => ({
  pk: accessPatterns.identity.partition(channel, scope, value),
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
});
