import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { readGathered } from './gathered-reads.ts';

export type Table = { readonly client: DynamoDBClient; readonly name: string };
export type Key = { readonly pk: string; readonly sk: string };
export type Item = Record<string, unknown>;
export type Attributes = Record<string, AttributeValue>;

export const toItem = (value: Item): Attributes => marshall(value, { removeUndefinedValues: true });
export const fromItem = (attributes: Attributes): Item => unmarshall(attributes);

export async function getItem(table: Table, key: Key): Promise<Item | undefined> {
  const found = await readGathered(table, key);
  return found && fromItem(found);
}

export async function putItem(table: Table, item: Item & Key): Promise<void> {
  await table.client.send(new PutItemCommand({ TableName: table.name, Item: toItem(item) }));
}

/** `taken` when there is an item with that key already. */
export async function putIfAbsent(table: Table, item: Item & Key): Promise<'put' | 'taken'> {
  try {
    await table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: toItem(item),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
    return 'put';
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return 'taken';
    throw error;
  }
}

/** Sets attributes of an item that is there, undefined ones away; of one that is not, nothing. */
export async function updateItem(table: Table, key: Key, attributes: Item): Promise<void> {
  const names = Object.keys(attributes);
  const set = names.filter((name) => attributes[name] !== undefined).map((name) => `#${name} = :${name}`);
  const remove = names.filter((name) => attributes[name] === undefined).map((name) => `#${name}`);
  const update = [
    set.length > 0 ? `SET ${set.join(', ')}` : '',
    remove.length > 0 ? `REMOVE ${remove.join(', ')}` : '',
  ];
  const values = toItem(Object.fromEntries(names.map((name) => [`:${name}`, attributes[name]])));
  const command = new UpdateItemCommand({
    TableName: table.name,
    Key: toItem(key),
    UpdateExpression: update.filter(Boolean).join(' '),
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ...(set.length > 0 ? { ExpressionAttributeValues: values } : {}),
  });
  try {
    await table.client.send(command);
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException')) throw error;
  }
}

/** Deletes an item and returns what it was; undefined when there was none. */
export async function takeItem(table: Table, key: Key): Promise<Item | undefined> {
  const { Attributes: was } = await table.client.send(
    new DeleteItemCommand({ TableName: table.name, Key: toItem(key), ReturnValues: 'ALL_OLD' }),
  );
  return was && fromItem(was);
}

export type Question = {
  readonly index: string;
  readonly partition: string;
  readonly beginsWith?: string;
  /** Keys before this one only. */
  readonly before?: string | undefined;
  /** Keys from this one on only. */
  readonly from?: string | undefined;
  readonly newestFirst?: true;
  readonly limit?: number;
  /** Attributes that are wanted; all when not given. Reads cost the same, answers get shorter. */
  readonly only?: readonly string[];
};

function sortCondition(question: Question, sortKey: string): { condition: string; value?: string } {
  if (question.before !== undefined) return { condition: ` AND ${sortKey} < :sort`, value: question.before };
  if (question.from !== undefined) return { condition: ` AND ${sortKey} >= :sort`, value: question.from };
  if (question.beginsWith !== undefined)
    return { condition: ` AND begins_with(${sortKey}, :sort)`, value: question.beginsWith };
  return { condition: '' };
}

/** Names are given by reference, since some are reserved words. */
const projection = (names: readonly string[]): Partial<QueryCommandInput> => ({
  ProjectionExpression: names.map((name) => `#${name}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
});

function queryInput(table: Table, question: Question): QueryCommandInput {
  const ofTable = question.index === 'table';
  const { condition, value } = sortCondition(question, ofTable ? 'sk' : `${question.index}Sk`);
  return {
    TableName: table.name,
    KeyConditionExpression: `${ofTable ? 'pk' : `${question.index}Pk`} = :partition${condition}`,
    ExpressionAttributeValues: toItem({
      ':partition': question.partition,
      ...(value === undefined ? {} : { ':sort': value }),
    }),
    ScanIndexForward: !question.newestFirst,
    ...(ofTable ? { ConsistentRead: true } : { IndexName: question.index }),
    ...(question.limit === undefined ? {} : { Limit: question.limit }),
    ...(question.only === undefined ? {} : projection(question.only)),
  };
}

/** All answers in key order, page after page, up to the limit. */
export async function query(table: Table, question: Question): Promise<readonly Item[]> {
  const input = queryInput(table, question);
  const items: Item[] = [];
  let start: Attributes | undefined;
  do {
    const page = await table.client.send(
      new QueryCommand({ ...input, ...(start ? { ExclusiveStartKey: start } : {}) }),
    );
    items.push(...(page.Items ?? []).map(fromItem));
    start = page.LastEvaluatedKey;
  } while (start && (question.limit === undefined || items.length < question.limit));
  return question.limit === undefined ? items : items.slice(0, question.limit);
}
