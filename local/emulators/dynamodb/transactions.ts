import { checkConditional, createKey, type Item, itemSize, validationError } from 'dynalite/db/index.js';
import { isServiceError, type ServiceError, serviceError } from '../http/json-service.ts';
import { consumedCapacity, sumOfUnits, type Units, writeUnits } from './capacity.ts';
import type { Change } from './change.ts';
import type { Database } from './database.ts';
import type { Input } from './engine.ts';
import { type RequestTokens, type TokenUse, tokenUse } from './request-tokens.ts';
import { createStaging, type Staging } from './staging.ts';
import { commit, evaluate, isConditionFailure, type Target, targetOf, type Write } from './writes.ts';

const namespace = 'com.amazonaws.dynamodb.v20120810#';
const mostItems = 100;
const bytesPerReadUnit = 4096;
const operations = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'DeleteItem',
} as const;
type Kind = keyof typeof operations;
type Step = Target & {
  readonly kind: Kind;
  readonly operation: Write;
  readonly input: Input;
  readonly returnsOld: boolean;
};
type Reason = { readonly Code: string; readonly Message?: string; readonly Item?: Item };
type Judged = { readonly changes: readonly Change[]; readonly reason: Reason };

/** TransactWriteItems: every condition holds and everything is written, or nothing is. */
export function transactWrite(database: Database, tokens: RequestTokens, request: Input): Input {
  const { TransactItems: items, ClientRequestToken: token, ReturnConsumedCapacity: mode } = request;
  const use = typeof token === 'string' ? tokenUse(token, items) : undefined;
  if (use && isRepeated(tokens, use)) return {};
  const staging = createStaging(database.committer, database.engine.store.options);
  const steps = stepsOf(database, staging, items as readonly Record<Kind, Input>[]);
  const judged = steps.map((step) => judge(database, staging, step));
  refuseUnlessAllHold(judged.map(({ reason }) => reason));
  const changes = judged.flatMap((one) => one.changes);
  if (use) tokens.remember(staging.changes, use);
  commit(database, staging, { changes, cause: 'request' });
  return { ConsumedCapacity: writeCapacity(mode, changes) };
}

/** TransactGetItems: all items as of one moment. */
export function transactGet({ committer, engine }: Database, request: Input): Input {
  const gets = (request.TransactItems ?? []) as readonly { readonly Get: Input }[];
  refuseCount(gets.length);
  const staging = createStaging(committer, engine.store.options);
  const results = gets.map(({ Get }) => {
    const input = engine.parse('GetItem', { ...Get, ConsistentRead: true });
    const target = targetOf(staging, 'DeleteItem', { TableName: input.TableName, Key: input.Key });
    const whole = target && staging.item(target.table, target.key);
    const output = engine.runOn(staging.store, 'GetItem', input);
    const units = 2 * Math.max(1, Math.ceil((whole ? itemSize(whole) : 0) / bytesPerReadUnit));
    return { tableName: String(input.TableName), item: output.Item, units };
  });
  const perTable = Map.groupBy(results, ({ tableName }) => tableName);
  const capacity = Array.from(perTable, ([tableName, read]) =>
    withDirection('ReadCapacityUnits', consumedCapacity(request.ReturnConsumedCapacity, tableName, readUnits(read))),
  );
  return {
    Responses: results.map(({ item }) => (item ? { Item: item } : {})),
    ConsumedCapacity: capacity[0] === undefined ? undefined : capacity,
  };
}

function isRepeated(tokens: RequestTokens, use: TokenUse): boolean {
  const seen = tokens.seen(use);
  if (seen !== 'different') return seen === 'repeated';
  throw serviceError(
    `${namespace}IdempotentParameterMismatchException`,
    'The request token was used before with other parameters',
  );
}

function stepsOf(database: Database, staging: Staging, items: readonly Record<Kind, Input>[] = []): readonly Step[] {
  refuseCount(items.length);
  const steps = items.map((item) => stepOf(database, staging, item));
  const keys = new Set(steps.map(({ table, key }) => `${table.TableName}~${createKey(key, table)}`));
  if (keys.size === steps.length) return steps;
  throw validationError('Transaction request cannot include multiple operations on one item');
}

function stepOf({ engine }: Database, staging: Staging, item: Record<Kind, Input>): Step {
  const kind = (Object.keys(operations) as Kind[]).find((one) => item[one]);
  if (kind === undefined) throw validationError('TransactItems can only contain one of Check, Put, Update or Delete');
  const operation = operations[kind];
  const returnsOld = item[kind].ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
  const input = engine.parse(operation, item[kind]);
  const target = targetOf(staging, operation, input);
  if (target === undefined) throw validationError('The provided key element does not match the schema');
  return { ...target, kind, operation, input, returnsOld };
}

function judge({ engine }: Database, staging: Staging, step: Step): Judged {
  const { table, key, kind, operation, input } = step;
  const old = staging.item(table, key);
  try {
    const failure = checkConditional(input, old);
    if (failure) throw failure;
    if (kind === 'ConditionCheck') return { changes: [{ table, key, old, now: old }], reason: { Code: 'None' } };
    const { changes } = evaluate(staging, [{ table, key }], () => engine.runOn(staging.store, operation, input));
    return { changes, reason: { Code: 'None' } };
  } catch (error) {
    if (!isServiceError(error)) throw error;
    return { changes: [], reason: reasonOf(error, step.returnsOld ? old : undefined) };
  }
}

const reasonOf = (error: ServiceError, item: Item | undefined): Reason =>
  isConditionFailure(error)
    ? { Code: 'ConditionalCheckFailed', Message: error.message, ...(item ? { Item: item } : {}) }
    : { Code: 'ValidationError', Message: error.message };

function refuseUnlessAllHold(reasons: readonly Reason[]): void {
  if (reasons.every(({ Code }) => Code === 'None')) return;
  const codes = reasons.map(({ Code }) => Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  throw serviceError(`${namespace}TransactionCanceledException`, message, {
    Message: message,
    CancellationReasons: reasons,
  });
}

function refuseCount(count: number): void {
  if (count >= 1 && count <= mostItems) return;
  throw validationError(
    "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: " +
      `Member must have length less than or equal to ${mostItems} and greater than or equal to 1`,
  );
}

function writeCapacity(mode: unknown, changes: readonly Change[]): readonly object[] | undefined {
  const perTable = Map.groupBy(changes, ({ table }) => table.TableName);
  const capacity = Array.from(perTable, ([tableName, written]) =>
    withDirection(
      'WriteCapacityUnits',
      consumedCapacity(mode, tableName, sumOfUnits(written.map((change) => writeUnits(change, 2)))),
    ),
  );
  return capacity.every((one) => one !== undefined) ? capacity : undefined;
}

const readUnits = (read: readonly { readonly units: number }[]): Units => ({
  table: read.reduce((sum, { units }) => sum + units, 0),
  indexes: {},
});

const withDirection = (
  direction: 'ReadCapacityUnits' | 'WriteCapacityUnits',
  capacity: ReturnType<typeof consumedCapacity>,
) => (capacity ? { ...capacity, [direction]: capacity.CapacityUnits } : undefined);
