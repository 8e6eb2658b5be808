import { marshall } from '@aws-sdk/util-dynamodb';
import { type Item, itemSize } from 'dynalite/db/index.js';
import { recordItem } from '#adapters/dynamodb/record-store.ts';
import { assumptions, type Quota } from './assumptions.ts';
import { type Pattern, partitionReads, partitionWrites, totalOf } from './heat-table.ts';
import { type Simulated, scenario } from './simulate.ts';

const kilobytes4 = 4096;

/** Read units of a list; half, where it need not be consistent. */
const readUnits = (items: number, bytes: number, factor: 0.5 | 1): number =>
  Math.ceil((items * bytes) / kilobytes4) * factor;

const sizeOf = (item: Record<string, unknown>): number =>
  itemSize(marshall(item, { removeUndefinedValues: true }) as Item);

export function readQuotas(simulated: Simulated, writes: number): readonly Quota[] {
  const source = 'DynamoDB, designing partition keys';
  const agent = simulated.world.agentsNow()[0];
  const agentBytes = agent ? sizeOf(recordItem('agent', agent.id, agent)) : 0;
  const receivers = Math.ceil((scenario.messagesPerSecond * assumptions.receiveMs) / 1000);
  const batches = Math.ceil(writes / partitionWrites) * assumptions.readsPerShard;
  return [
    {
      service: 'DynamoDB',
      what: 'reads of one key: the list of open sockets, once for each batch of the stream',
      limit: partitionReads,
      use: batches * readUnits(scenario.openConsoles, assumptions.socketBytes, 1),
      raise: '`socketShards` in access-patterns.ts; a batch then asks each of them',
      source,
    },
    {
      service: 'DynamoDB',
      what: 'reads of one index key: the list of agents, once a second for each receiving function',
      limit: partitionReads,
      use: receivers * readUnits(scenario.agents, agentBytes, 0.5),
      raise: 'let agent-roster.ts remember longer',
      source,
    },
    {
      service: 'DynamoDB',
      what: 'reads of one key: the conversation of the customer who writes most',
      limit: partitionReads,
      use: simulated.hottestCustomer,
      raise: 'nothing: a person cannot write so fast, and a machine is slowed down by its message group',
      source,
    },
  ];
}

const raiseOf: Readonly<Record<string, string>> = {
  'kind AGENT': 'spread the agents of `recordsOfKind` in access-patterns.ts over several keys',
  'kind LEDGER': '`ledgerShards` in access-patterns.ts',
  'inbox QUEUE': '`queueShards` in access-patterns.ts',
  'inbox AGENT': 'nothing: it is one person’s inbox',
};

export function writeQuotas(patterns: readonly Pattern[]): readonly Quota[] {
  const started = 'DynamoDB, initial throughput of on-demand tables';
  const places = ['table', 'inbox', 'kind', 'customer', 'line'].map((place) => ({
    place,
    use: totalOf(patterns, place),
  }));
  return [
    ...places
      .filter(({ use }) => use > 0)
      .map(({ place, use }) => ({
        service: 'DynamoDB',
        what: place === 'table' ? 'writes of a new table' : `writes of a new table’s index \`${place}\``,
        limit: 4000,
        use,
        raise:
          'set warm throughput on the table before the traffic comes; it doubles by itself within half an hour otherwise',
        source: started,
      })),
    {
      service: 'DynamoDB',
      what: 'writes of a table, account quota',
      limit: 40_000,
      use: places.reduce((sum, { use }) => sum + use, 0),
      raise: 'service quota "table-level write throughput"',
      source: 'DynamoDB quotas',
    },
    ...patterns
      .filter(({ hottest }) => hottest >= partitionWrites / 100)
      .map(({ name, hottest }) => ({
        service: 'DynamoDB',
        what: `writes of the hottest key \`${name}\``,
        limit: partitionWrites,
        use: hottest,
        raise: raiseOf[name] ?? 'nothing: it is one conversation',
        source: 'DynamoDB, designing partition keys',
      })),
  ];
}
