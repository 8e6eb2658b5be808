import * as z from 'zod';
import { account, region } from '../deployed/resolver.ts';
import type { AwsRequest, Needed, Reader } from './ask.ts';

const $Key = z.record(z.string(), z.looseObject({ S: z.string().optional() }));
const $Named = z.object({
  TableName: z.string(),
  IndexName: z.string().optional(),
  Key: $Key.optional(),
  Item: $Key.optional(),
  KeyConditionExpression: z.string().optional(),
  ExpressionAttributeValues: $Key.optional(),
});
type Named = z.infer<typeof $Named>;
const $Transaction = z.object({
  TransactItems: z.array(
    z.object({
      Put: $Named.optional(),
      Update: $Named.optional(),
      Delete: $Named.optional(),
      ConditionCheck: $Named.optional(),
      Get: $Named.optional(),
    }),
  ),
});
const $Batch = z.object({
  RequestItems: z.record(z.string(), z.object({ Keys: z.array($Key) })),
});

const actionOf = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
} as const;

/** The partition that is asked for: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html. */
function leadingKey({ Key, Item, KeyConditionExpression, ExpressionAttributeValues }: Named): string[] {
  const [, value = ''] = /^\w+ = (:\w+)/.exec(KeyConditionExpression ?? '') ?? [];
  const found = (Key ?? Item)?.pk?.S ?? ExpressionAttributeValues?.[value]?.S;
  if (found === undefined) throw new Error('a request to DynamoDB whose partition key is not understood');
  return [found];
}

const tableArn = ({ inAws }: AwsRequest, name: string): string =>
  `arn:aws:dynamodb:${region}:${account}:table/${inAws(name, /^TABLE/)}`;

function needed(request: AwsRequest, action: string, named: Named): Needed {
  const table = tableArn(request, named.TableName);
  return {
    action: `dynamodb:${action}`,
    resource: named.IndexName ? `${table}/index/${named.IndexName}` : table,
    context: { 'dynamodb:LeadingKeys': leadingKey(named) },
  };
}

/** Transactions are authorised through the actions of their items; https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html. */
const fromTransaction = (request: AwsRequest): readonly Needed[] =>
  $Transaction
    .parse(JSON.parse(request.body))
    .TransactItems.flatMap((item) =>
      Object.entries(item).flatMap(([kind, named]) =>
        named ? [needed(request, actionOf[kind as keyof typeof actionOf], named)] : [],
      ),
    );

const fromBatch = (request: AwsRequest): readonly Needed[] =>
  Object.entries($Batch.parse(JSON.parse(request.body)).RequestItems).flatMap(([TableName, { Keys }]) =>
    Keys.map((Key) => needed(request, 'BatchGetItem', { TableName, Key })),
  );

export const dynamodb: Reader = (request) => {
  const { operation, body } = request;
  if (operation.startsWith('Transact')) return fromTransaction(request);
  if (operation === 'BatchGetItem') return fromBatch(request);
  return [needed(request, operation, $Named.parse(JSON.parse(body)))];
};
