import { PutItemCommand, TransactWriteItemsCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { startDynamoDb } from '#local/emulators/dynamodb/start-dynamodb.ts';
import { createVirtualClock } from '#local/emulators/virtual-clock.ts';
import { clientFor, createConformanceTable, tableName } from './dynamodb-table.ts';

/** Run as a process of its own: writes without end and prints the name of each transaction that was acknowledged. */
const [path, round] = process.argv.slice(2);
const dynamoDb = await startDynamoDb({ path, clock: createVirtualClock() });
const client = clientFor(dynamoDb.endpoint);
if (round === '0') await createConformanceTable(client);

const counting = (sk: string) => ({
  TableName: tableName,
  Key: marshall({ pk: 'counter', sk }),
  UpdateExpression: 'ADD c :o',
  ExpressionAttributeValues: marshall({ ':o': 1 }),
});
const half = (side: string, name: string) => ({
  Put: { TableName: tableName, Item: marshall({ pk: side, sk: name, g1p: 'all', g1s: `${side}${name}` }) },
});

async function writeForever(writer: number): Promise<never> {
  for (let count = 0; ; count += 1) {
    const name = `${round}-${writer}-${count}`;
    await client.send(
      new TransactWriteItemsCommand({
        TransactItems: [half('left', name), half('right', name), { Update: counting('transactions') }],
      }),
    );
    process.stdout.write(`${name}\n`);
    await client.send(new UpdateItemCommand(counting('single')));
    await client.send(new PutItemCommand({ TableName: tableName, Item: marshall({ pk: 'single', sk: name, ttl: 1 }) }));
  }
}

await Promise.all(Array.from({ length: 8 }, (_, writer) => writeForever(writer)));
