import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { type Callback, create, type ReadRange, type Store, type Table } from 'dynalite/db/index.js';
import { checkTypes, checkValidations } from 'dynalite/validations/index.js';
import { serviceError } from '../http/json-service.ts';
import { rememberTables } from './remember-tables.ts';

const operations = [
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'GetItem',
  'ListTables',
  'PutItem',
  'Query',
  'Scan',
  'TagResource',
  'UntagResource',
  'ListTagsOfResource',
  'UpdateItem',
  'UpdateTable',
] as const;
export type Operation = (typeof operations)[number];
export type Input = Record<string, unknown>;

type Action = (store: object, input: Input, done: Callback<Record<string, unknown>>) => void;
type Validation = { readonly types: object; readonly custom?: unknown };

const dynaliteModule = createRequire(import.meta.url);
const fileOf = (operation: Operation) => operation.charAt(0).toLowerCase() + operation.slice(1);
const load = <Loaded>(folder: string) =>
  Object.fromEntries(
    operations.map((operation) => [operation, dynaliteModule(`dynalite/${folder}/${fileOf(operation)}`)]),
  ) as Record<Operation, Loaded>;
const actions = load<Action>('actions');
const validations = load<Validation>('validations');

/** dynalite's store with its operations, called in-process. */
export type Engine = {
  readonly store: Store;
  /** Checks an input as DynamoDB would and returns it parsed: unknown fields dropped, expressions compiled. */
  parse(operation: Operation, input: Input): Input;
  /** Runs a parsed input against the stored data. */
  run(operation: Operation, input: Input): Promise<Record<string, unknown>>;
  /** Runs a parsed input against a store that answers at once. */
  runOn(store: object, operation: Operation, input: Input): Record<string, unknown>;
};

/** Opens the database at `path`, or in memory. */
export async function openEngine(path: string | undefined): Promise<Engine> {
  const store = create({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await store.db.open();
  closeIterators(store);
  rememberTables(store.db);
  await finishTableCreation(store);
  return {
    store,
    parse(operation, input) {
      const { types, custom } = validations[operation];
      const parsed = checkTypes(input, types);
      checkValidations(parsed, types, custom, store);
      return parsed;
    },
    run: (operation, input) =>
      new Promise((resolve, reject) => {
        actions[operation](store, input, (error, output) => (error ? reject(error) : resolve(output ?? {})));
      }),
    runOn: (target, operation, input) => runAtOnce(actions[operation], target, input),
  };
}

export const isOperation = (name: string): name is Operation => operations.some((operation) => operation === name);

export const unknownOperation = () => serviceError('UnknownOperationException', 'The operation is not emulated');

function runAtOnce(action: Action, store: object, input: Input): Record<string, unknown> {
  let outcome: { readonly error: Error | null; readonly output: Record<string, unknown> } | undefined;
  action(store, input, (error, output = {}) => {
    outcome = { error, output };
  });
  if (outcome === undefined) throw new Error('The store was expected to answer at once');
  if (outcome.error) throw outcome.error;
  return outcome.output;
}

/** dynalite 4.0.0 leaves every iterator open, and with it a snapshot that LevelDB cannot compact away. */
function closeIterators({ db }: Store): void {
  db.createValueStream = (range: ReadRange) => Readable.from(db.values(range));
  db.createKeyStream = (range: ReadRange) => Readable.from(db.keys(range ?? {}));
}

/** A table whose creation was cut short by a kill would stay in CREATING for ever. */
async function finishTableCreation({ db }: Store): Promise<void> {
  for (const [key, value] of await db.iterator({ gte: 'table~', lt: 'table~\xff' }).all()) {
    const table = value as Table;
    if (table.TableStatus !== 'CREATING') continue;
    table.TableStatus = 'ACTIVE';
    for (const index of table.GlobalSecondaryIndexes ?? []) index.IndexStatus = 'ACTIVE';
    await db.put(key, table);
  }
}
