import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalDynamoDb, startDynamoDb } from '#local/emulators/dynamodb/start-dynamodb.ts';
import { createVirtualClock } from '#local/emulators/virtual-clock.ts';
import { clientFor, createConformanceTable, tableName, tableSpecification } from './dynamodb-table.ts';

const clock = createVirtualClock();
let dynamoDb: LocalDynamoDb;
let client: ReturnType<typeof clientFor>;

beforeAll(async () => {
  dynamoDb = await startDynamoDb({ clock });
  client = clientFor(dynamoDb.endpoint);
  await createConformanceTable(client);
});
afterAll(async () => {
  client.destroy();
  await dynamoDb.stop();
});

const put = (item: object, more: Partial<PutItemCommandInput> = {}) =>
  client.send(new PutItemCommand({ TableName: tableName, Item: marshall(item), ...more }));
const get = async (pk: string, sk: string) => {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: tableName, Key: marshall({ pk, sk }), ConsistentRead: true }),
  );
  return Item && unmarshall(Item);
};
const update = (pk: string, sk: string, more: Omit<UpdateItemCommandInput, 'TableName' | 'Key'>) =>
  client.send(new UpdateItemCommand({ TableName: tableName, Key: marshall({ pk, sk }), ...more }));
const query = (more: Omit<QueryCommandInput, 'TableName'>) =>
  client.send(new QueryCommand({ TableName: tableName, ...more }));
const transact = (items: TransactWriteItem[], more: Partial<TransactWriteItemsCommandInput> = {}) =>
  client.send(new TransactWriteItemsCommand({ TransactItems: items, ...more }));
const putting = (item: object, more: object = {}): TransactWriteItem => ({
  Put: { TableName: tableName, Item: marshall(item), ...more },
});
const failureOf = async (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => expect.fail('expected a refusal'),
    (error: unknown) => (error instanceof Error ? error : expect.fail('not an error')),
  );
const sortKeys = (items: Record<string, unknown>[] | undefined) =>
  (items ?? []).map((item) => unmarshall(item as Parameters<typeof unmarshall>[0]).sk);

describe('the table', () => {
  it('is active at once, billed on demand, with its stream and its expiry attribute', async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: tableName }));
    expect(Table?.TableStatus).toBe('ACTIVE');
    expect(Table?.BillingModeSummary?.BillingMode).toBe('PAY_PER_REQUEST');
    expect(Table?.LatestStreamArn).toContain(':table/conformance/stream/');
    expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'ttl' });
  });
});

describe('one item', () => {
  it('keeps every attribute type', async () => {
    const item = {
      pk: 'types',
      sk: '1',
      n: 5,
      l: [1],
      m: { x: { y: 1 } },
      nul: null,
      bool: true,
      big: 123_456_789_012,
    };
    await put({ ...item, ss: new Set(['a', 'b']), b: new Uint8Array([1, 2]) });
    expect(await get('types', '1')).toEqual({ ...item, ss: new Set(['a', 'b']), b: new Uint8Array([1, 2]) });
  });

  it('keeps 38 digits of a number', async () => {
    const digits = '12345678901234567890123456789012345678';
    await client.send(
      new PutItemCommand({ TableName: tableName, Item: { pk: { S: 'num' }, sk: { S: '1' }, n: { N: digits } } }),
    );
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key: { pk: { S: 'num' }, sk: { S: '1' } } }),
    );
    expect(Item?.n).toEqual({ N: digits });
  });

  it('is put only when its condition holds, and the failure brings the item that was there', async () => {
    await put({ pk: 'cond', sk: '1', v: 1 });
    const ifAbsent = { ConditionExpression: 'attribute_not_exists(pk)' };
    const plain = await failureOf(put({ pk: 'cond', sk: '1' }, ifAbsent));
    const withOld = await failureOf(
      put({ pk: 'cond', sk: '1' }, { ...ifAbsent, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
    );
    expect(plain).toBeInstanceOf(ConditionalCheckFailedException);
    expect((plain as ConditionalCheckFailedException).Item).toBeUndefined();
    expect((withOld as ConditionalCheckFailedException).Item).toEqual(marshall({ pk: 'cond', sk: '1', v: 1 }));
  });

  it('brings the old item when the condition of an update fails', async () => {
    await put({ pk: 'cond', sk: '2', n: 5 });
    const failure = await failureOf(
      update('cond', '2', {
        UpdateExpression: 'SET z = :z',
        ConditionExpression: 'n > :h',
        ExpressionAttributeValues: marshall({ ':z': 1, ':h': 100 }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    expect((failure as ConditionalCheckFailedException).Item).toEqual(marshall({ pk: 'cond', sk: '2', n: 5 }));
  });

  it('is updated by SET, ADD, REMOVE and DELETE with functions and nested paths', async () => {
    await put({ pk: 'upd', sk: '1', n: 5, l: [1], m: { x: { y: 1 } }, ss: new Set(['a', 'b']), nul: null });
    const { Attributes } = await update('upd', '1', {
      UpdateExpression:
        'SET l = list_append(if_not_exists(l, :e), :l2), cnt = if_not_exists(cnt, :zero) + :one, m.#x.y = :v, ' +
        'l2 = list_append(:l2, if_not_exists(l9, :e)) REMOVE nul ADD n :five, tags :ss DELETE ss :ds',
      ExpressionAttributeNames: { '#x': 'x' },
      ExpressionAttributeValues: marshall({
        ':e': [],
        ':l2': [2, 3],
        ':zero': 0,
        ':one': 1,
        ':v': 9,
        ':five': 5,
        ':ss': new Set(['q']),
        ':ds': new Set(['a']),
      }),
      ReturnValues: 'ALL_NEW',
    });
    expect(unmarshall(Attributes ?? {})).toEqual({
      pk: 'upd',
      sk: '1',
      n: 10,
      l: [1, 2, 3],
      l2: [2, 3],
      cnt: 1,
      m: { x: { y: 9 } },
      ss: new Set(['b']),
      tags: new Set(['q']),
    });
  });

  it('has list elements set and removed by their place', async () => {
    await put({ pk: 'upd', sk: '2', l: [1, 2, 3] });
    await update('upd', '2', {
      UpdateExpression: 'SET l[0] = :v REMOVE l[1]',
      ExpressionAttributeValues: marshall({ ':v': 7 }),
    });
    expect((await get('upd', '2'))?.l).toEqual([7, 3]);
  });

  it('is created by an update when it is not there', async () => {
    await update('ctr', 'x', { UpdateExpression: 'ADD c :o', ExpressionAttributeValues: marshall({ ':o': 1 }) });
    expect(await get('ctr', 'x')).toEqual({ pk: 'ctr', sk: 'x', c: 1 });
  });

  it('understands all condition functions', async () => {
    await put({ pk: 'fn', sk: '1', n: 10, l: [1, 2], m: {}, ss: new Set(['b']) });
    const conditioned = (expression: string) =>
      update('fn', '1', {
        UpdateExpression: 'SET ok = :t',
        ConditionExpression: expression,
        ExpressionAttributeValues: marshall({
          ':t': true,
          ':b': 'b',
          ':one': '1',
          ':two': 2,
          ':M': 'M',
          ':z': 0,
          ':h': 100,
          ':ten': 10,
        }),
      });
    const all =
      'contains(ss, :b) AND begins_with(sk, :one) AND size(l) >= :two AND attribute_type(m, :M) AND ' +
      '(n BETWEEN :z AND :h) AND n IN (:ten, :z)';
    await conditioned(`${all} AND NOT attribute_exists(nope)`);
    const failure = await failureOf(conditioned(`${all} AND attribute_exists(nope)`));
    expect(failure.name).toBe('ConditionalCheckFailedException');
  });

  it('is returned when it is deleted', async () => {
    await put({ pk: 'del', sk: '1', v: 1 });
    const { Attributes } = await client.send(
      new DeleteItemCommand({ TableName: tableName, Key: marshall({ pk: 'del', sk: '1' }), ReturnValues: 'ALL_OLD' }),
    );
    expect(unmarshall(Attributes ?? {})).toEqual({ pk: 'del', sk: '1', v: 1 });
    expect(await get('del', '1')).toBeUndefined();
  });

  it.each([
    ['an unused value', { ExpressionAttributeValues: marshall({ ':u': 1 }), UpdateExpression: 'REMOVE x' }],
    ['a reserved word', { ExpressionAttributeValues: marshall({ ':v': 1 }), UpdateExpression: 'SET status = :v' }],
    [
      'overlapping paths',
      { ExpressionAttributeValues: marshall({ ':v': 1 }), UpdateExpression: 'SET n = :v ADD n :v' },
    ],
    [
      'an empty index key',
      { ExpressionAttributeValues: marshall({ ':v': '' }), UpdateExpression: 'SET g1p = :v, g1s = :v' },
    ],
  ])('refuses %s in an update', async (_what, input) => {
    expect((await failureOf(update('bad', '1', input))).name).toBe('ValidationException');
    expect(await get('bad', '1')).toBeUndefined();
  });

  it.each([
    ['an empty index key', { pk: 'bad', sk: '2', g1p: '', g1s: 'x' }],
    ['an index key of another type', { pk: 'bad', sk: '2', g1p: 5, g1s: 'x' }],
    ['more than 400 KB', { pk: 'bad', sk: '2', d: 'x'.repeat(401 * 1024) }],
  ])('refuses %s in a put', async (_what, item) => {
    expect((await failureOf(put(item))).name).toBe('ValidationException');
    expect(await get('bad', '2')).toBeUndefined();
  });

  it('may have up to 400 KB, and no update may take it beyond', async () => {
    await put({ pk: 'big', sk: 'a', d: 'x'.repeat(399 * 1024) });
    const failure = await failureOf(
      update('big', 'a', {
        UpdateExpression: 'SET e = :e',
        ExpressionAttributeValues: marshall({ ':e': 'y'.repeat(5000) }),
      }),
    );
    expect(failure.name).toBe('ValidationException');
  });
});

describe('many items', () => {
  const item = (i: number) => ({
    pk: 'p',
    sk: String(i).padStart(4, '0'),
    g1p: 'G',
    g1s: String(999 - i).padStart(4, '0'),
    g2p: 'H',
    g2n: i,
    a: 'A',
    hidden: 'h',
    d: 'x'.repeat(3000),
  });
  const batch = (from: number, count: number) =>
    client.send(
      new BatchWriteItemCommand({
        RequestItems: {
          [tableName]: Array.from({ length: count }, (_, i) => ({ PutRequest: { Item: marshall(item(from + i)) } })),
        },
      }),
    );
  beforeAll(async () => {
    for (let from = 0; from < 625; from += 25) await batch(from, 25);
  });

  it('refuses a batch of more than 25', async () => {
    expect((await failureOf(batch(0, 26))).name).toBe('ValidationException');
  });

  it('gets those of a batch that exist', async () => {
    const keys = ['0000', '0001', 'none'].map((sk) => marshall({ pk: 'p', sk }));
    const { Responses } = await client.send(new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: keys } } }));
    expect(sortKeys(Responses?.[tableName]).toSorted()).toEqual(['0000', '0001']);
  });

  it('pages a query at 1 MB', async () => {
    const pages: number[] = [];
    let from: QueryCommandInput['ExclusiveStartKey'];
    do {
      const page = await query({
        KeyConditionExpression: 'pk = :p',
        ExpressionAttributeValues: marshall({ ':p': 'p' }),
        ExclusiveStartKey: from,
      });
      pages.push(page.Count ?? 0);
      from = page.LastEvaluatedKey;
    } while (from);
    expect(pages.reduce((sum, count) => sum + count, 0)).toBe(625);
    expect(pages).toHaveLength(2);
  });

  it('limits before it filters, newest first', async () => {
    const page = await query({
      KeyConditionExpression: 'pk = :p AND begins_with(sk, :s)',
      FilterExpression: 'g2n > :m',
      ExpressionAttributeValues: marshall({ ':p': 'p', ':s': '00', ':m': 95 }),
      ScanIndexForward: false,
      Limit: 10,
    });
    expect([page.ScannedCount, page.Count]).toEqual([10, 4]);
    expect(sortKeys(page.Items)[0]).toBe('0099');
    expect(unmarshall(page.LastEvaluatedKey ?? {})).toEqual({ pk: 'p', sk: '0090' });
  });

  it('pages an index in its own order', async () => {
    const first = {
      IndexName: 'gsi1',
      KeyConditionExpression: 'g1p = :g',
      ExpressionAttributeValues: marshall({ ':g': 'G' }),
      Limit: 3,
    };
    const page = await query(first);
    expect(sortKeys(page.Items)).toEqual(['0624', '0623', '0622']);
    expect(Object.keys(page.LastEvaluatedKey ?? {}).toSorted()).toEqual(['g1p', 'g1s', 'pk', 'sk']);
    const next = await query({ ...first, ExclusiveStartKey: page.LastEvaluatedKey });
    expect(sortKeys(next.Items)).toEqual(['0621', '0620', '0619']);
  });

  it('shows in an index what is projected there, ordered by number', async () => {
    const { Items } = await query({
      IndexName: 'gsi2',
      KeyConditionExpression: 'g2p = :g AND g2n BETWEEN :a AND :b',
      ExpressionAttributeValues: marshall({ ':g': 'H', ':a': 9, ':b': 11 }),
    });
    expect(Items?.map((one) => unmarshall(one))).toEqual(
      [9, 10, 11].map((n) => ({ pk: 'p', sk: String(n).padStart(4, '0'), g2p: 'H', g2n: n, a: 'A' })),
    );
  });

  it('refuses a consistent read of an index', async () => {
    const failure = await failureOf(
      query({
        IndexName: 'gsi1',
        ConsistentRead: true,
        KeyConditionExpression: 'g1p = :g',
        ExpressionAttributeValues: marshall({ ':g': 'G' }),
      }),
    );
    expect(failure.name).toBe('ValidationException');
  });

  it('counts without items', async () => {
    const page = await query({
      Select: 'COUNT',
      KeyConditionExpression: 'pk = :p AND sk < :s',
      ExpressionAttributeValues: marshall({ ':p': 'p', ':s': '0050' }),
    });
    expect([page.Count, page.Items]).toEqual([50, undefined]);
  });

  it('scans in segments that together are everything', async () => {
    const segment = async (Segment: number) => {
      const found: string[] = [];
      let from: QueryCommandInput['ExclusiveStartKey'];
      do {
        const page = await client.send(
          new ScanCommand({ TableName: tableName, Segment, TotalSegments: 3, ExclusiveStartKey: from }),
        );
        found.push(...(page.Items ?? []).map((one) => JSON.stringify([one.pk, one.sk])));
        from = page.LastEvaluatedKey;
      } while (from);
      return found;
    };
    const found = (await Promise.all([0, 1, 2].map(segment))).flat();
    expect(new Set(found).size).toBe(found.length);
    expect(found.filter((key) => key.includes('"p"')).length).toBe(625);
  });

  it('orders text by its UTF-8 bytes', async () => {
    for (const sk of ['\uffff', '\u{1F600}', 'é', 'z']) await put({ pk: 'utf', sk });
    const { Items } = await query({
      KeyConditionExpression: 'pk = :p',
      ExpressionAttributeValues: marshall({ ':p': 'utf' }),
    });
    expect(sortKeys(Items)).toEqual(['z', 'é', '\uffff', '\u{1F600}']);
  });

  it('charges a query for what it read, half when eventually consistent', async () => {
    const read = (ConsistentRead: boolean) =>
      query({
        KeyConditionExpression: 'pk = :p AND sk < :s',
        ExpressionAttributeValues: marshall({ ':p': 'p', ':s': '0050' }),
        ReturnConsumedCapacity: 'TOTAL',
        ConsistentRead,
      });
    const strong = (await read(true)).ConsumedCapacity?.CapacityUnits ?? 0;
    expect(strong).toBe(38);
    expect((await read(false)).ConsumedCapacity?.CapacityUnits).toBe(strong / 2);
  });
});

describe('the bill', () => {
  const inIndexes = { pk: 'cc', sk: '1', g1p: 'CC', g1s: '1', g2p: 'CC', g2n: 1, a: 'A', d: 'x'.repeat(3000) };

  it('has a write unit per KB, and the same again for what each index holds', async () => {
    const { ConsumedCapacity } = await put(inIndexes, { ReturnConsumedCapacity: 'INDEXES' });
    expect(ConsumedCapacity).toMatchObject({
      CapacityUnits: 7,
      Table: { CapacityUnits: 3 },
      GlobalSecondaryIndexes: { gsi1: { CapacityUnits: 3 }, gsi2: { CapacityUnits: 1 } },
    });
  });

  it('has one unit for a small item in no index', async () => {
    const { ConsumedCapacity } = await put({ pk: 'cc', sk: '2', d: 'x' }, { ReturnConsumedCapacity: 'TOTAL' });
    expect(ConsumedCapacity).toEqual({ TableName: tableName, CapacityUnits: 1 });
  });

  it('has a delete and a put where an index key changes, and nothing where an index is not touched', async () => {
    await put(inIndexes);
    const { ConsumedCapacity } = await update('cc', '1', {
      UpdateExpression: 'SET g1s = :s',
      ExpressionAttributeValues: marshall({ ':s': '2' }),
      ReturnConsumedCapacity: 'INDEXES',
    });
    expect(ConsumedCapacity).toMatchObject({ Table: { CapacityUnits: 3 }, CapacityUnits: 9 });
    expect(ConsumedCapacity?.GlobalSecondaryIndexes).toEqual({ gsi1: { CapacityUnits: 6 } });
  });

  it('doubles the part of the table in a transaction', async () => {
    const { ConsumedCapacity } = await transact([putting(inIndexes), putting({ pk: 'cc', sk: '3' })], {
      ReturnConsumedCapacity: 'INDEXES',
    });
    expect(ConsumedCapacity?.[0]?.Table?.CapacityUnits).toBe(8);
  });

  it('has half a unit per 4 KB read, one when consistent, two in a transaction', async () => {
    const Key = marshall({ pk: 'cc', sk: '1' });
    const read = async (ConsistentRead: boolean) =>
      (
        await client.send(
          new GetItemCommand({ TableName: tableName, Key, ConsistentRead, ReturnConsumedCapacity: 'TOTAL' }),
        )
      ).ConsumedCapacity?.CapacityUnits;
    const { ConsumedCapacity } = await client.send(
      new TransactGetItemsCommand({
        TransactItems: [
          { Get: { TableName: tableName, Key } },
          { Get: { TableName: tableName, Key: marshall({ pk: 'no', sk: 'x' }) } },
        ],
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );
    expect([await read(false), await read(true), ConsumedCapacity?.[0]?.CapacityUnits]).toEqual([0.5, 1, 4]);
  });
});

describe('a transaction', () => {
  it('puts, updates, deletes and checks as one', async () => {
    await put({ pk: 't', sk: 'del' });
    await put({ pk: 't', sk: 'guard', n: 10 });
    const { ConsumedCapacity } = await transact(
      [
        putting({ pk: 't', sk: 'a', v: 1 }, { ConditionExpression: 'attribute_not_exists(pk)' }),
        {
          Update: {
            TableName: tableName,
            Key: marshall({ pk: 't', sk: 'b' }),
            UpdateExpression: 'ADD c :o',
            ExpressionAttributeValues: marshall({ ':o': 1 }),
          },
        },
        {
          Delete: {
            TableName: tableName,
            Key: marshall({ pk: 't', sk: 'del' }),
            ConditionExpression: 'attribute_exists(pk)',
          },
        },
        {
          ConditionCheck: {
            TableName: tableName,
            Key: marshall({ pk: 't', sk: 'guard' }),
            ConditionExpression: 'n = :n',
            ExpressionAttributeValues: marshall({ ':n': 10 }),
          },
        },
      ],
      { ReturnConsumedCapacity: 'TOTAL' },
    );
    expect(ConsumedCapacity).toEqual([{ TableName: tableName, CapacityUnits: 8, WriteCapacityUnits: 8 }]);
    expect([await get('t', 'a'), await get('t', 'b'), await get('t', 'del')]).toEqual([
      { pk: 't', sk: 'a', v: 1 },
      { pk: 't', sk: 'b', c: 1 },
      undefined,
    ]);
  });

  it('says why it was cancelled, with the item that was there, and leaves nothing behind', async () => {
    await put({ pk: 't', sk: 'there', v: 2 });
    const failure = await failureOf(
      transact([
        putting({ pk: 't', sk: 'new' }),
        putting(
          { pk: 't', sk: 'there' },
          { ConditionExpression: 'attribute_not_exists(pk)', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' },
        ),
      ]),
    );
    expect(failure).toBeInstanceOf(TransactionCanceledException);
    const { CancellationReasons: reasons } = failure as TransactionCanceledException;
    expect(reasons?.map(({ Code }) => Code)).toEqual(['None', 'ConditionalCheckFailed']);
    expect(reasons?.[1]?.Item).toEqual(marshall({ pk: 't', sk: 'there', v: 2 }));
    expect(await get('t', 'new')).toBeUndefined();
  });

  it('is cancelled as a whole by an item that would grow too large', async () => {
    await put({ pk: 't', sk: 'big', d: 'x'.repeat(399 * 1024) });
    const growing = {
      TableName: tableName,
      Key: marshall({ pk: 't', sk: 'big' }),
      UpdateExpression: 'SET e = :e',
      ExpressionAttributeValues: marshall({ ':e': 'y'.repeat(5000) }),
    };
    const failure = await failureOf(transact([putting({ pk: 't', sk: 'with-big' }), { Update: growing }]));
    expect((failure as TransactionCanceledException).CancellationReasons?.[1]?.Code).toBe('ValidationError');
    expect(await get('t', 'with-big')).toBeUndefined();
  });

  it('names no item twice', async () => {
    const failure = await failureOf(
      transact([
        putting({ pk: 't', sk: 'z' }),
        { Delete: { TableName: tableName, Key: marshall({ pk: 't', sk: 'z' }) } },
      ]),
    );
    expect(failure.name).toBe('ValidationException');
  });

  it('has up to 100 items', async () => {
    const items = (count: number) => Array.from({ length: count }, (_, i) => putting({ pk: 'tw', sk: String(i) }));
    await transact(items(100));
    expect((await failureOf(transact(items(101)))).name).toBe('ValidationException');
  });

  it('is done once per request token, and a token belongs to one request', async () => {
    const counting = (step: number): TransactWriteItem[] => [
      {
        Update: {
          TableName: tableName,
          Key: marshall({ pk: 't', sk: 'idempotent' }),
          UpdateExpression: 'ADD c :o',
          ExpressionAttributeValues: marshall({ ':o': step }),
        },
      },
    ];
    const token = { ClientRequestToken: 'token-1' };
    await transact(counting(1), token);
    await transact(counting(1), token);
    expect((await get('t', 'idempotent'))?.c).toBe(1);
    expect((await failureOf(transact(counting(2), token))).name).toBe('IdempotentParameterMismatchException');
  });

  it('reads several items as of one moment', async () => {
    await put({ pk: 'tg', sk: 'a', v: 1 });
    const { Responses } = await client.send(
      new TransactGetItemsCommand({
        TransactItems: ['a', 'none'].map((sk) => ({ Get: { TableName: tableName, Key: marshall({ pk: 'tg', sk }) } })),
      }),
    );
    expect(Responses).toEqual([{ Item: marshall({ pk: 'tg', sk: 'a', v: 1 }) }, {}]);
  });
});

describe('concurrent writers', () => {
  it('lose no increment', async () => {
    const increment = { UpdateExpression: 'ADD c :o', ExpressionAttributeValues: marshall({ ':o': 1 }) };
    await Promise.all(
      Array.from({ length: 16 }, async () => {
        for (let i = 0; i < 13; i += 1) await update('race', '1', increment);
      }),
    );
    expect((await get('race', '1'))?.c).toBe(208);
  });

  it('have one winner of a conditional put', async () => {
    const attempts = Array.from({ length: 20 }, () =>
      put({ pk: 'win', sk: '1' }, { ConditionExpression: 'attribute_not_exists(pk)' }),
    );
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('have one winner of the last seat in a transaction', async () => {
    await put({ pk: 'seat', sk: '1', left: 1 });
    const taking = {
      TableName: tableName,
      Key: marshall({ pk: 'seat', sk: '1' }),
      UpdateExpression: 'SET #l = #l - :o',
      ConditionExpression: '#l >= :o',
      ExpressionAttributeNames: { '#l': 'left' },
      ExpressionAttributeValues: marshall({ ':o': 1 }),
    };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => transact([{ Update: taking }, putting({ pk: 'seat', sk: `b${i}` })])),
    );
    const { Count } = await query({
      KeyConditionExpression: 'pk = :p AND begins_with(sk, :b)',
      ExpressionAttributeValues: marshall({ ':p': 'seat', ':b': 'b' }),
    });
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(Count).toBe(1);
  });
});

describe('the stream', () => {
  const lastSequence = async () => (await dynamoDb.readStream(undefined, 50_000)).at(-1)?.dynamodb.SequenceNumber;

  it('has each change once, in order, with the old and the new image', async () => {
    const from = await lastSequence();
    await put({ pk: 'st', sk: '1', v: 1 });
    await put({ pk: 'st', sk: '1', v: 2 });
    await put({ pk: 'st', sk: '1', v: 2 });
    await client.send(new DeleteItemCommand({ TableName: tableName, Key: marshall({ pk: 'st', sk: '1' }) }));
    const records = await dynamoDb.readStream(from, 10);
    const one = { pk: { S: 'st' }, sk: { S: '1' }, v: { N: '1' } };
    const two = { ...one, v: { N: '2' } };
    expect(records.map(({ eventName, dynamodb: { OldImage, NewImage } }) => [eventName, OldImage, NewImage])).toEqual([
      ['INSERT', undefined, one],
      ['MODIFY', one, two],
      ['REMOVE', two, undefined],
    ]);
    expect(records.map(({ dynamodb }) => dynamodb.SequenceNumber)).toEqual(
      records.map(({ dynamodb }) => dynamodb.SequenceNumber).toSorted(),
    );
  });

  it('has the records of a transaction, and none of a cancelled one', async () => {
    const from = await lastSequence();
    await failureOf(
      transact([
        putting({ pk: 'st', sk: 'x' }),
        putting({ pk: 'st', sk: 'y' }, { ConditionExpression: 'attribute_exists(pk)' }),
      ]),
    );
    await transact([putting({ pk: 'st', sk: 'a' }), putting({ pk: 'st', sk: 'b' })]);
    const records = await dynamoDb.readStream(from, 10);
    expect(records.map(({ dynamodb }) => dynamodb.Keys?.sk?.S)).toEqual(['a', 'b']);
  });

  it('tells a listener of a record once it can be read', async () => {
    const heard: (string | undefined)[] = [];
    const stop = dynamoDb.onRecord(({ dynamodb }) => heard.push(dynamodb.Keys?.sk?.S));
    await put({ pk: 'st', sk: 'heard' });
    stop();
    await put({ pk: 'st', sk: 'not heard' });
    expect(heard).toEqual(['heard']);
  });
});

describe('expiry', () => {
  it('deletes an item once the clock has passed its time, and the stream says that the service did it', async () => {
    const inAnHour = Math.floor(clock.now().getTime() / 1000) + 3600;
    await put({ pk: 'ttl', sk: 'due', ttl: inAnHour });
    await put({ pk: 'ttl', sk: 'later', ttl: inAnHour + 86_400 });
    await put({ pk: 'ttl', sk: 'extended', ttl: inAnHour });
    await put({ pk: 'ttl', sk: 'extended', ttl: inAnHour + 86_400 });
    await dynamoDb.expireItems();
    expect(await get('ttl', 'due')).toBeDefined();
    await clock.advance(2 * 3_600_000);
    await dynamoDb.expireItems();
    expect([await get('ttl', 'due'), await get('ttl', 'later'), await get('ttl', 'extended')]).toEqual([
      undefined,
      expect.anything(),
      expect.anything(),
    ]);
    const records = await dynamoDb.readStream(undefined, 50_000);
    const removals = records.filter(({ userIdentity }) => userIdentity?.principalId === 'dynamodb.amazonaws.com');
    expect(removals.map(({ eventName, dynamodb }) => [eventName, dynamodb.Keys?.sk?.S])).toEqual([['REMOVE', 'due']]);
  });

  it('covers items that were there before it was turned on', async () => {
    const other = await startDynamoDb({ clock });
    const otherClient = clientFor(other.endpoint);
    const { StreamSpecification, ...specification } = tableSpecification;
    await otherClient.send(new CreateTableCommand(specification));
    const past = Math.floor(clock.now().getTime() / 1000) - 60;
    const item = marshall({ pk: 'old', sk: '1', ttl: past });
    await otherClient.send(new PutItemCommand({ TableName: tableName, Item: item }));
    await otherClient.send(
      new UpdateTimeToLiveCommand({
        TableName: tableName,
        TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      }),
    );
    await other.expireItems();
    const { Count } = await otherClient.send(new ScanCommand({ TableName: tableName }));
    expect(Count).toBe(0);
    expect(await other.readStream(undefined, 10)).toEqual([]);
    otherClient.destroy();
    await other.stop();
  });
});
