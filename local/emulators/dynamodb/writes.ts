import { type Item, type Table, validateItem, validateKey, validationError } from 'dynalite/db/index.js';
import { isServiceError } from '../http/json-service.ts';
import { consumedCapacity, sumOfUnits, writeUnits } from './capacity.ts';
import { type Change, keyOf } from './change.ts';
import type { Database } from './database.ts';
import type { Input } from './engine.ts';
import { trackExpiry } from './expiry-list.ts';
import { createStaging, type Staging } from './staging.ts';

export type Write = 'PutItem' | 'UpdateItem' | 'DeleteItem';
export type Target = { readonly table: Table; readonly key: Item };
type Evaluated = { readonly output: Input; readonly changes: readonly Change[] };

/** PutItem, UpdateItem and DeleteItem: the item, its index entries and its stream record become durable together. */
export function writeItem(database: Database, operation: Write, request: Input): Input {
  const { ReturnValuesOnConditionCheckFailure: onFailure, ReturnConsumedCapacity: mode } = request;
  const staging = createStaging(database.committer, database.engine.store.options);
  const input = database.engine.parse(operation, request);
  const target = targetOf(staging, operation, input);
  const { output, changes } = evaluate(staging, target ? [target] : [], () =>
    withOldItem(onFailure === 'ALL_OLD' && target ? staging.item(target.table, target.key) : undefined, () =>
      database.engine.runOn(staging.store, operation, input),
    ),
  );
  commit(database, staging, { changes, cause: 'request' });
  const units = sumOfUnits(changes.map((change) => writeUnits(change, 1)));
  return { ...output, ConsumedCapacity: consumedCapacity(mode, String(input.TableName), units) };
}

/** BatchWriteItem: done as one, which is stricter than DynamoDB promises. */
export function batchWrite(database: Database, request: Input): Input {
  const mode = request.ReturnConsumedCapacity;
  const staging = createStaging(database.committer, database.engine.store.options);
  const input = database.engine.parse('BatchWriteItem', request);
  const targets = Object.entries(input.RequestItems as Record<string, readonly BatchRequest[]>).flatMap(
    ([tableName, requests]) => requests.map((one) => batchTarget(staging, tableName, one)),
  );
  const { changes } = evaluate(
    staging,
    targets.filter((target) => target !== undefined),
    () => database.engine.runOn(staging.store, 'BatchWriteItem', input),
  );
  commit(database, staging, { changes, cause: 'request' });
  const perTable = Map.groupBy(changes, ({ table }) => table.TableName);
  const capacity = Array.from(perTable, ([tableName, written]) =>
    consumedCapacity(mode, tableName, sumOfUnits(written.map((change) => writeUnits(change, 1)))),
  );
  return { UnprocessedItems: {}, ConsumedCapacity: capacity[0] === undefined ? undefined : capacity };
}

/** Which item an input is about; `undefined` when its key is not valid, which the action then refuses in its own words. */
export function targetOf(staging: Staging, operation: Write, input: Input): Target | undefined {
  const table = staging.table(String(input.TableName));
  if (operation !== 'PutItem') {
    const key = input.Key as Item;
    return validateKey(key, table) ? undefined : { table, key: keyOf(table, key) };
  }
  const item = input.Item as Item;
  return validateItem(item, table) ? undefined : { table, key: keyOf(table, item) };
}

/** Runs an action in a staging area and says what it changed. */
export function evaluate(staging: Staging, targets: readonly Target[], run: () => Input): Evaluated {
  const before = targets.map((target) => ({ ...target, old: staging.item(target.table, target.key) }));
  const output = run();
  const changes = before.map((target) => ({ ...target, now: staging.item(target.table, target.key) }));
  for (const change of changes) refuseEmptyIndexKeys(change);
  return { output, changes };
}

type Commit = { readonly changes: readonly Change[]; readonly cause: 'request' | 'expiry' };

/** Hands a staging area to the committer together with the stream records and expiry entries of its changes. */
export function commit({ committer, settings, stream }: Database, staging: Staging, { changes, cause }: Commit): void {
  const effective = changes.filter(({ old, now }) => JSON.stringify(old) !== JSON.stringify(now));
  const records = effective
    .filter(({ table }) => settings.of(table.TableName).stream?.StreamEnabled)
    .map((change) => stream.append(staging.changes, change, cause));
  for (const change of effective) {
    const { expiryAttribute } = settings.of(change.table.TableName);
    if (expiryAttribute !== undefined) trackExpiry(staging.changes, change, expiryAttribute);
  }
  committer.write(staging.changes, () => stream.publish(records));
}

type BatchRequest = { readonly PutRequest?: { readonly Item: Item }; readonly DeleteRequest?: { readonly Key: Item } };

const batchTarget = (staging: Staging, tableName: string, { PutRequest, DeleteRequest }: BatchRequest) =>
  PutRequest
    ? targetOf(staging, 'PutItem', { TableName: tableName, Item: PutRequest.Item })
    : targetOf(staging, 'DeleteItem', { TableName: tableName, Key: DeleteRequest?.Key ?? {} });

function withOldItem<Output>(old: Item | undefined, run: () => Output): Output {
  try {
    return run();
  } catch (error) {
    if (old && isServiceError(error) && isConditionFailure(error)) error.body.Item = old;
    throw error;
  }
}

export const isConditionFailure = (error: { readonly body: Record<string, unknown> }): boolean =>
  String(error.body.__type).endsWith('#ConditionalCheckFailedException');

function refuseEmptyIndexKeys({ table, now }: Change): void {
  for (const { IndexName, KeySchema } of table.GlobalSecondaryIndexes ?? []) {
    const empty = KeySchema.find(({ AttributeName }) => now?.[AttributeName]?.S === '');
    if (!empty) continue;
    throw validationError(
      'One or more parameter values are not valid. A value specified for a secondary index key is not supported. ' +
        'The AttributeValue for a key attribute cannot contain an empty string value. ' +
        `IndexName: ${IndexName}, IndexKey: ${empty.AttributeName}`,
    );
  }
}
