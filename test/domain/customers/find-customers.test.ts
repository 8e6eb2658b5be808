import { describe, expect, it } from 'vitest';
import { emptyMemory, memoryCustomers } from '#adapters/memory/stores.ts';
import type { Customer, IdentityKey } from '#domain/customers/customer.ts';
import { findCustomers } from '#domain/customers/find-customers.ts';
import { aCustomer } from '#test/support/builders.ts';

const phone = { kind: 'phone', scope: 'global', value: '+15550100' };
const unproven = { ...phone, scope: 'unproven' };

function store(customers: readonly Customer[], identities: readonly (readonly [IdentityKey, string])[]) {
  const memory = emptyMemory();
  for (const customer of customers) memory.customers.set(customer.id, customer);
  for (const [key, customerId] of identities)
    memory.identities.set(`${key.kind}#${key.scope}#${key.value}`, { ...key, verified: true, customerId });
  return memoryCustomers(memory);
}

const idsOf = async (customers: ReturnType<typeof store>) =>
  (await findCustomers(customers, { by: 'phone', number: '+15550100' })).map(({ id }) => id);

describe('customers with an address', () => {
  it('are those who proved it and those who only said so', async () => {
    const both = [aCustomer(), aCustomer({ id: 'somebody' })];
    expect(
      await idsOf(
        store(both, [
          [phone, 'amara'],
          [unproven, 'somebody'],
        ]),
      ),
    ).toStrictEqual(['amara', 'somebody']);
  });

  it('are who they turned out to be, once', async () => {
    const merged = [aCustomer({ id: 'old', mergedInto: 'amara' }), aCustomer({ mergedFrom: ['old'] })];
    expect(
      await idsOf(
        store(merged, [
          [phone, 'amara'],
          [unproven, 'old'],
        ]),
      ),
    ).toStrictEqual(['amara']);
  });

  it('are nobody where the address is new', async () => {
    expect(await idsOf(store([aCustomer()], []))).toStrictEqual([]);
  });

  it('are those with a mail address, in whatever case it is typed', async () => {
    const known = store([aCustomer()], [[{ kind: 'mail', scope: 'unproven', value: 'ada@shop.example' }, 'amara']]);
    expect(await findCustomers(known, { by: 'mail', address: 'Ada@Shop.example' })).toMatchObject([{ id: 'amara' }]);
  });

  it('are found by their id too, as who they turned out to be', async () => {
    const merged = store([aCustomer({ id: 'old', mergedInto: 'amara' }), aCustomer()], []);
    expect(await findCustomers(merged, { by: 'id', id: 'old' })).toMatchObject([{ id: 'amara' }]);
  });
});
