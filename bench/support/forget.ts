import { DeleteItemCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import type { Run } from './run.ts';

/** What the table holds about people: what they wrote, by what they are known, how often they came. */
const aboutPeople = /^(CONVERSATION|CUSTOMER|IDENTITY|RECEIPT|COUNT)#/;

/** Whoever writes next is new, while the functions have read all that they remember. */
export async function forgetCustomers({ system: { table }, driver }: Run): Promise<void> {
  const pages = paginateScan({ client: table.client }, { TableName: table.name, ProjectionExpression: 'pk, sk' });
  for await (const { Items: items = [] } of pages) {
    for (const { pk, sk } of items) {
      if (!pk || !sk || !aboutPeople.test(pk.S ?? '')) continue;
      await table.client.send(new DeleteItemCommand({ TableName: table.name, Key: { pk, sk } }));
    }
  }
  while ((await driver.readStream()).length > 0);
}
