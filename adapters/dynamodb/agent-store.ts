import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { $Agent, type Agent, type AgentStore } from '#domain/agents/agent.ts';
import { accessPatterns } from './access-patterns.ts';
import { recordKey } from './record-store.ts';
import { fromItem, getItem, query, type Table, toItem } from './table.ts';

const kind = 'agent';

/** Attributes that `put` sets; the load belongs to assignments, which move it in their own transactions. */
const settable = [
  'name',
  'email',
  'phone',
  'presence',
  'capacity',
  'queueIds',
  'leadsQueueIds',
  'skills',
  'languages',
  'sees',
] as const;

function update(table: Table, agent: Agent): UpdateItemCommand {
  const given = settable.filter((name) => agent[name] !== undefined);
  const gone = settable.filter((name) => agent[name] === undefined);
  const sets = [
    ...given.map((name) => `#${name} = :${name}`),
    'id = :id',
    'kindPk = :kindPk',
    'kindSk = :id',
    '#load = if_not_exists(#load, :load)',
    'idleSince = if_not_exists(idleSince, :idleSince)',
  ];
  return new UpdateItemCommand({
    TableName: table.name,
    Key: toItem(recordKey(kind, agent.id)),
    UpdateExpression: [
      `SET ${sets.join(', ')}`,
      ...(gone.length === 0 ? [] : [`REMOVE ${gone.map((name) => `#${name}`).join(', ')}`]),
    ].join(' '),
    ExpressionAttributeNames: { '#load': 'load', ...Object.fromEntries(settable.map((name) => [`#${name}`, name])) },
    ExpressionAttributeValues: toItem({
      ...Object.fromEntries(given.map((name) => [`:${name}`, agent[name]])),
      ':id': agent.id,
      ':kindPk': accessPatterns.recordsOfKind.partition(kind),
      ':load': agent.load,
      ':idleSince': agent.idleSince,
    }),
    ReturnValues: 'ALL_NEW',
  });
}

/** Agents on DynamoDB. */
export const createAgentStore = (table: Table): AgentStore => ({
  async get(id) {
    const item = await getItem(table, recordKey(kind, id));
    return item && $Agent.parse(item);
  },
  async list() {
    const { index, partition } = accessPatterns.recordsOfKind;
    return (await query(table, { index, partition: partition(kind) })).map((item) => $Agent.parse(item));
  },
  async put(agent) {
    const { Attributes: stored } = await table.client.send(update(table, agent));
    return $Agent.parse(stored && fromItem(stored));
  },
});
