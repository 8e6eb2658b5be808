import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { tableShape } from './table-shape.ts';

const key = ({ partitionKey, sortKey }: { readonly partitionKey: string; readonly sortKey: string }) => [
  { AttributeName: partitionKey, KeyType: 'HASH' as const },
  { AttributeName: sortKey, KeyType: 'RANGE' as const },
];

/** The table as the SDK creates it, from the same shape that CDK deploys: for the local system and the tests. */
export function createTableInput(tableName: string): CreateTableCommandInput {
  const keys = [tableShape, ...Object.values(tableShape.indexes)].flatMap((one) => [one.partitionKey, one.sortKey]);
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: key(tableShape),
    AttributeDefinitions: keys.map((name) => ({ AttributeName: name, AttributeType: 'S' })),
    GlobalSecondaryIndexes: Object.entries(tableShape.indexes).map(([IndexName, index]) => ({
      IndexName,
      KeySchema: key(index),
      Projection: { ProjectionType: index.projection },
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  };
}
