import { setTimeout as delay } from 'node:timers/promises';
import { type Table, validationError } from 'dynalite/db/index.js';
import { isServiceError } from '../http/json-service.ts';
import type { Database } from './database.ts';
import type { Input } from './engine.ts';
import { listExpiries } from './expiry-list.ts';
import { createStaging } from './staging.ts';
import { streamArn } from './stream.ts';
import type { TableSettings } from './table-settings.ts';

/** CreateTable, answered when the table can be used. */
export async function createTable(database: Database, { StreamSpecification, ...request }: Input): Promise<Input> {
  const input = database.engine.parse('CreateTable', request);
  const name = String(input.TableName);
  const stream = StreamSpecification as TableSettings['stream'];
  if (database.committer.read(`table~${name}`) === undefined) {
    database.settings.change(name, stream?.StreamEnabled ? { stream } : undefined);
    await database.committer.settled();
  }
  const { TableDescription } = await database.engine.run('CreateTable', input);
  await activated(database, name);
  return { TableDescription: described(database, TableDescription as Table) };
}

/** DescribeTable, with its stream. */
export async function describeTable(database: Database, request: Input): Promise<Input> {
  const output = await database.engine.run('DescribeTable', database.engine.parse('DescribeTable', request));
  return { Table: described(database, output.Table as Table) };
}

/** DeleteTable, with what is known about the table here. */
export async function deleteTable(database: Database, request: Input): Promise<Input> {
  const output = await database.engine.run('DeleteTable', database.engine.parse('DeleteTable', request));
  database.settings.change(String(request.TableName), undefined);
  await database.committer.settled();
  return output;
}

type ExpirySpecification = { readonly Enabled: boolean; readonly AttributeName: string };

/** UpdateTimeToLive: items that are already there are listed too. */
export async function updateTimeToLive(database: Database, request: Input): Promise<Input> {
  const table = tableOf(database, request);
  const specification = request.TimeToLiveSpecification as ExpirySpecification;
  const { expiryAttribute, ...settings } = database.settings.of(table.TableName);
  if (specification.Enabled === (expiryAttribute !== undefined)) {
    throw validationError(`TimeToLive is already ${specification.Enabled ? 'enabled' : 'disabled'}`);
  }
  const changed = specification.Enabled ? { ...settings, expiryAttribute: specification.AttributeName } : settings;
  if (specification.Enabled) await listExpiries(database, table, specification.AttributeName);
  database.settings.change(table.TableName, changed);
  await database.committer.settled();
  return { TimeToLiveSpecification: specification };
}

/** DescribeTimeToLive. */
export function describeTimeToLive(database: Database, request: Input): Input {
  const { expiryAttribute } = database.settings.of(tableOf(database, request).TableName);
  return {
    TimeToLiveDescription:
      expiryAttribute === undefined
        ? { TimeToLiveStatus: 'DISABLED' }
        : { TimeToLiveStatus: 'ENABLED', AttributeName: expiryAttribute },
  };
}

const tableOf = ({ committer, engine }: Database, request: Input): Table =>
  createStaging(committer, engine.store.options).table(String(request.TableName));

function described({ settings }: Database, table: Table): object {
  const { stream } = settings.of(table.TableName);
  if (!stream) return table;
  const arn = streamArn(table.TableArn);
  return { ...table, StreamSpecification: stream, LatestStreamArn: arn, LatestStreamLabel: arn.split('/').at(-1) };
}

/** dynalite makes a table ACTIVE a moment after it has answered. */
async function activated(database: Database, name: string): Promise<void> {
  for (;;) {
    try {
      tableOf(database, { TableName: name });
      return;
    } catch (error) {
      if (!isServiceError(error)) throw error;
      await delay(1);
    }
  }
}
