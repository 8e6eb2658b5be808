import { createCommitter } from '#local/emulators/dynamodb/committer.ts';
import type { Database } from '#local/emulators/dynamodb/database.ts';
import { type Input, isOperation, openEngine, unknownOperation } from '#local/emulators/dynamodb/engine.ts';
import { openRequestTokens } from '#local/emulators/dynamodb/request-tokens.ts';
import { openStream, type StreamRecord } from '#local/emulators/dynamodb/stream.ts';
import { openSettings } from '#local/emulators/dynamodb/table-settings.ts';
import { createTable, updateTimeToLive } from '#local/emulators/dynamodb/tables.ts';
import { transactWrite } from '#local/emulators/dynamodb/transactions.ts';
import { writeItem } from '#local/emulators/dynamodb/writes.ts';
import { isServiceError } from '#local/emulators/http/json-service.ts';
import type { Wire, WireAnswer } from './interception.ts';
import type { Time } from './time.ts';

/** The local system's DynamoDB without its HTTP server. */
export type Dynamo = {
  answer(wire: Wire): Promise<WireAnswer>;
  /** Every record that the table's stream ever had, in order. */
  readonly records: readonly StreamRecord[];
};

const writes = ['PutItem', 'UpdateItem', 'DeleteItem'] as const;

export const operationIn = ({ headers }: Wire): string => (headers['x-amz-target'] ?? '').split('.').at(-1) ?? '';

export const jsonAnswer = (status: number, body: object): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify(body),
});

export async function openDynamo(time: Time): Promise<Dynamo> {
  const engine = await openEngine(undefined);
  const { db } = engine.store;
  const committer = createCommitter(db);
  const clock = { now: time.date, sleepUntil: () => never, advance: () => never, working: () => () => undefined };
  const [settings, stream, tokens] = await Promise.all([
    openSettings(db, committer),
    openStream(db, clock),
    openRequestTokens(db),
  ]);
  const database: Database = { engine, committer, settings, stream, clock };
  const records: StreamRecord[] = [];
  stream.onRecord((record) => records.push(record));

  async function perform(operation: string, input: Input): Promise<Input> {
    const write = writes.find((one) => one === operation);
    if (write) return writeItem(database, write, input);
    if (operation === 'TransactWriteItems') return transactWrite(database, tokens, input);
    if (operation === 'CreateTable') return createTable(database, input);
    if (operation === 'UpdateTimeToLive') return updateTimeToLive(database, input);
    if (!isOperation(operation)) throw unknownOperation();
    return engine.run(operation, engine.parse(operation, input));
  }

  return {
    records,
    async answer(wire) {
      try {
        return jsonAnswer(200, await perform(operationIn(wire), JSON.parse(wire.body) as Input));
      } catch (error) {
        if (isServiceError(error)) return jsonAnswer(error.statusCode, error.body);
        throw error;
      } finally {
        await committer.settled();
      }
    },
  };
}

const never = new Promise<never>(() => undefined);
