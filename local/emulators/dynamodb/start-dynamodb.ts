import { startJsonService } from '../http/json-service.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { createCommitter } from './committer.ts';
import type { Database } from './database.ts';
import { type Input, isOperation, openEngine, unknownOperation } from './engine.ts';
import { expireItems } from './expiry.ts';
import { openRequestTokens, type RequestTokens } from './request-tokens.ts';
import { openStream, type StreamListener, type StreamRecord } from './stream.ts';
import { openSettings } from './table-settings.ts';
import { createTable, deleteTable, describeTable, describeTimeToLive, updateTimeToLive } from './tables.ts';
import { transactGet, transactWrite } from './transactions.ts';
import { batchWrite, writeItem } from './writes.ts';

export type LocalDynamoDb = {
  readonly endpoint: string;
  /** The stream's records after a sequence number, oldest first; from the beginning when none is given. */
  readStream(afterSequence: string | undefined, limit: number): Promise<StreamRecord[]>;
  /** Calls the listener with each record once it is durable, in order; returns how to stop that. */
  onRecord(listener: StreamListener): () => void;
  /** Deletes what has expired by the clock; also done every second. */
  expireItems(): Promise<void>;
  stop(): Promise<void>;
};

export type DynamoDbOptions = {
  /** The folder that keeps the data; in memory when there is none. */
  readonly path?: string | undefined;
  readonly clock: VirtualClock;
  readonly port?: number | undefined;
};

const sweepMs = 1000;

/** Starts DynamoDB: dynalite with transactions, a stream, expiry and capacity, all of which survive a killed process. */
export async function startDynamoDb({ path, clock, port }: DynamoDbOptions): Promise<LocalDynamoDb> {
  const engine = await openEngine(path);
  const { db } = engine.store;
  const committer = createCommitter(db);
  const tokens = openRequestTokens(db);
  const [settings, stream] = await Promise.all([openSettings(db, committer), openStream(db, clock)]);
  const database: Database = { engine, committer, settings, stream, clock };
  const operations = operationsOf(database, tokens);
  const service = await startJsonService({
    version: '1.0',
    port,
    answer: (name, input) => (operations.get(name) ?? otherOperation(database, name))(input),
  });
  const sweeping = sweepRegularly(() => sweep(database, tokens));
  return {
    endpoint: service.endpoint,
    readStream: stream.read,
    onRecord: stream.onRecord,
    expireItems: () => expireItems(database),
    async stop() {
      await sweeping.stop();
      await service.stop();
      await committer.settled();
      await db.close();
    },
  };
}

type Answer = (input: Input) => Promise<Input>;

function operationsOf(database: Database, tokens: RequestTokens): ReadonlyMap<string, Answer> {
  const afterCommit = (work: Answer | ((input: Input) => Input)): Answer => {
    return async (input) => {
      try {
        return await work(input);
      } finally {
        await database.committer.settled();
      }
    };
  };
  return new Map<string, Answer>([
    ['PutItem', afterCommit((input) => writeItem(database, 'PutItem', input))],
    ['UpdateItem', afterCommit((input) => writeItem(database, 'UpdateItem', input))],
    ['DeleteItem', afterCommit((input) => writeItem(database, 'DeleteItem', input))],
    ['BatchWriteItem', afterCommit((input) => batchWrite(database, input))],
    ['TransactWriteItems', afterCommit((input) => transactWrite(database, tokens, input))],
    ['TransactGetItems', afterCommit((input) => transactGet(database, input))],
    ['CreateTable', (input) => createTable(database, input)],
    ['DescribeTable', (input) => describeTable(database, input)],
    ['DeleteTable', (input) => deleteTable(database, input)],
    ['UpdateTimeToLive', (input) => updateTimeToLive(database, input)],
    ['DescribeTimeToLive', async (input) => describeTimeToLive(database, input)],
  ]);
}

function otherOperation({ engine }: Database, name: string): Answer {
  if (!isOperation(name)) throw unknownOperation();
  return (input) => engine.run(name, engine.parse(name, input));
}

async function sweep(database: Database, tokens: RequestTokens): Promise<void> {
  await expireItems(database);
  await database.stream.trim();
  await tokens.forget();
}

function sweepRegularly(work: () => Promise<void>) {
  let running: Promise<void> = Promise.resolve();
  let isRunning = false;
  const timer = setInterval(() => {
    if (isRunning) return;
    isRunning = true;
    running = work()
      .catch(console.error)
      .finally(() => {
        isRunning = false;
      });
  }, sweepMs).unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
