import { describe, expect, it } from 'vitest';
import { idFrom } from '#adapters/ids.ts';
import { emptyMemory, memoryCustomers } from '#adapters/memory/stores.ts';
import { identifyCustomer, storedIdentity, type Writer } from '#domain/customers/identify-customer.ts';
import { aCustomer, aMail, aMessage, noon } from '#test/support/builders.ts';

const known = () => {
  const memory = emptyMemory();
  memory.customers.set('amara', aCustomer());
  memory.identities.set('phone#global#+15550100', {
    kind: 'phone',
    scope: 'global',
    value: '+15550100',
    verified: true,
    customerId: 'amara',
  });
  return { memory, customers: memoryCustomers(memory), idFrom };
};

const identified = async (writer: Writer) => {
  const needs = known();
  return identifyCustomer(needs, writer, await storedIdentity(needs.customers, writer));
};

describe('telling who wrote', () => {
  it('knows a customer by the address of the channel', async () => {
    const who = await identified(aMessage());
    expect(who).toMatchObject({ isNew: false, customer: { id: 'amara' }, stored: { customerId: 'amara' } });
  });

  it('knows a mail address in whatever case a program writes it', async () => {
    const { memory, ...needs } = known();
    const mailFrom = (address: string): Writer => ({ ...aMail(), sender: { address, verified: true } });
    memory.identities.set('mail#global#ada@shop.example', {
      kind: 'mail',
      scope: 'global',
      value: 'ada@shop.example',
      verified: true,
      customerId: 'amara',
    });
    const writer = mailFrom('Ada@shop.example');
    const stored = await storedIdentity(needs.customers, writer);
    expect(await identifyCustomer(needs, writer, stored)).toMatchObject({ isNew: false, customer: { id: 'amara' } });
  });

  it('makes a newcomer of an unknown address, named by it until a name is told', async () => {
    const sender = { address: '+15550199', verified: true };
    expect(await identified(aMessage({ sender }))).toMatchObject({
      isNew: true,
      stored: undefined,
      customer: {
        name: '+15550199',
        createdAt: noon,
        identities: [{ channel: 'sms', value: '+15550199', verified: true }],
      },
    });
    const named = await identified(aMessage({ sender: { ...sender, name: 'Kim Berg' } }));
    expect(named.customer.name).toBe('Kim Berg');
  });

  it('makes the same newcomer each time it is asked about the same address', async () => {
    const message = aMessage({ sender: { address: '+15550199', verified: true } });
    const [one, other] = [await identified(message), await identified(message)];
    expect(one.customer.id).toBe(other.customer.id);
  });

  it('does not mix up channels', async () => {
    const mail = aMail({ sender: { address: '+15550100', verified: true } });
    expect((await identified(mail)).isNew).toBe(true);
  });

  it('keeps an unproven address apart from the same one proven', async () => {
    const who = await identified(aMessage({ sender: { address: '+15550100', verified: false } }));
    expect(who).toMatchObject({ isNew: true, identity: { scope: 'unproven', verified: false } });
    expect(who.customer.id).not.toBe('amara');
  });
});
