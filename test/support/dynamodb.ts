import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { createTableInput } from '#adapters/dynamodb/create-table-input.ts';
import type { Table } from '#adapters/dynamodb/table.ts';
import { startDynamoDb } from '#local/emulators/dynamodb/start-dynamodb.ts';
import { createVirtualClock } from '#local/emulators/virtual-clock.ts';

/** An empty table in memory, behind the real SDK client. */
export async function startTable(): Promise<{
  readonly table: Table;
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}> {
  const clock = createVirtualClock();
  const database = await startDynamoDb({ clock });
  const client = new DynamoDBClient({
    endpoint: database.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  await client.send(new CreateTableCommand(createTableInput('parley')));
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.05, maxDelay: 0.2 }, { TableName: 'parley' });
  const stop = async () => {
    client.destroy();
    await database.stop();
  };
  return { table: { client, name: 'parley' }, endpoint: database.endpoint, stop };
}
