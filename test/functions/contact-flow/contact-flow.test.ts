import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { customerItem, identityItem } from '#adapters/dynamodb/customer-store.ts';
import { recordItem } from '#adapters/dynamodb/record-store.ts';
import { putItem } from '#adapters/dynamodb/table.ts';
import { create } from '#functions/contact-flow/handler.ts';
import { connection, contactEvent } from '#test/adapters/channels/amazon-connect/connect-examples.ts';
import { pointSdkAt } from '#test/support/aws-environment.ts';
import { aCustomer, noon } from '#test/support/builders.ts';
import { startTable } from '#test/support/dynamodb.ts';
import { aContext } from '#test/support/lambda.ts';

const phone = '+15550100123';
let table: Awaited<ReturnType<typeof startTable>>;
beforeAll(async () => {
  table = await startTable();
  pointSdkAt({ DYNAMODB: table.endpoint });
  const customer = aCustomer({ language: 'de' });
  const identity = { kind: 'phone', scope: 'global', value: phone, verified: true, customerId: customer.id };
  await putItem(table.table, recordItem('connection', connection.id, connection));
  await putItem(table.table, customerItem(customer));
  await putItem(table.table, identityItem(identity));
});
afterAll(() => table.stop());

const { Details, Name } = contactEvent('contact-flow');
const ask = (contact: Readonly<Record<string, unknown>> = {}) =>
  create({ TABLE_NAME: 'parley' }, { now: () => new Date(noon) })(
    { Name, Details: { ...Details, ContactData: { ...Details.ContactData, ...contact } } },
    aContext(),
  );
const from = (Address: string) => ({ CustomerEndpoint: { Address, Type: 'TELEPHONE_NUMBER' } });

describe('a contact flow that asks who calls', () => {
  it('is told of a customer, as flat text within the size that Amazon Connect takes', async () => {
    const answer = await ask();
    expect(answer).toMatchObject({
      known: 'true',
      customerId: phone,
      name: 'Amara Okafor',
      language: 'de',
      openConversationId: '',
      greeting: 'Willkommen zurück, Amara Okafor.',
    });
    expect(Object.values(answer).every((value) => typeof value === 'string')).toBe(true);
    expect(JSON.stringify(answer).length).toBeLessThan(32_000);
  });

  it('is told the number of a stranger, under which the end of the call will name the caller', async () => {
    expect(await ask(from('+15550100999'))).toMatchObject({ known: 'false', customerId: '+15550100999', name: '' });
  });

  it.each([
    ['a hidden number', from('anonymous')],
    ['no number at all', { CustomerEndpoint: null }],
    ['an instance that is not ours', { InstanceARN: 'arn:aws:connect:us-west-2:123456789012:instance/other' }],
  ])('learns nothing for %s', async (_, contact) => {
    expect(await ask(contact)).toEqual({ known: 'false' });
  });
});
