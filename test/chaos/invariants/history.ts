import { isDeepStrictEqual } from 'node:util';
import { indexKeys } from '#adapters/dynamodb/access-patterns.ts';
import { $InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import type { Conversation } from '#domain/conversations/conversation.ts';
import { evolve } from '#domain/conversations/evolve.ts';
import type { QueueMessage } from '../world/queue.ts';
import type { Stored } from '../world/table-image.ts';
import type { Invariant } from './invariant.ts';

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** A head is the sum of its decisions, and each of them has its own version. */
function headProblems({ head, commits, item }: Stored): readonly string[] {
  const inOrder = commits.toSorted((one, other) => one.version - other.version);
  const versions = inOrder.map(({ version }) => version);
  const gaps = versions.some((version, position) => version !== position + 1);
  if (gaps || versions.length !== head.version)
    return [`history: conversation has version ${head.version} and decisions ${versions.join(', ')}`];
  const sum = inOrder.reduce<Conversation | undefined>(
    (state, { events }) => evolve(head.id, state, events),
    undefined,
  );
  if (!isDeepStrictEqual(plain(sum), plain(head))) return ['history: the head is not the sum of its facts'];
  const keys = Object.entries(indexKeys(head));
  const { linePk } = indexKeys(head);
  const isShelved = keys.every(([name, value]) => item[name] === value) && item.linePk === linePk;
  return isShelved ? [] : ['history: the conversation stands in another list than its state says'];
}

const numberIn = (text: string): number | undefined => {
  const found = /message-(\d+)(?: |%20|\+)about/.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
};

/** Numbers of the messages of each group, in the order in which they first came in. */
function orderOfGroups(taken: readonly QueueMessage[]): ReadonlyMap<string, readonly number[]> {
  const groups = Map.groupBy(taken, ({ group }) => group ?? '');
  return new Map(
    [...groups].map(([group, messages]) => {
      const numbers = messages.map(({ body }) => numberIn($InboundEnvelope.parse(JSON.parse(body)).body));
      return [group, [...new Set(numbers.filter((number) => number !== undefined))]];
    }),
  );
}

function orderProblems({ events }: Stored, group: string, order: readonly number[]): readonly string[] {
  const numbers = events
    .flatMap((event) => (event.type === 'MessageReceived' ? [numberIn(event.message.text) ?? -1] : []))
    .filter((number) => order.includes(number));
  const expected = order.filter((number) => numbers.includes(number));
  return isDeepStrictEqual(numbers, expected)
    ? []
    : [`order: group ${group} came in as ${expected.join(', ')} and is kept as ${numbers.join(', ')}`];
}

/** Histories are whole, heads agree with them, lists agree with heads, and messages are in the order in which they came. */
export const history: Invariant = ({ world }, { conversations }) => {
  const { inbound } = world.queues;
  const orders = [...orderOfGroups(inbound.taken)].filter(([group]) => !inbound.wasBuried(group));
  return [
    ...conversations.flatMap(headProblems),
    ...conversations.flatMap((stored) => orders.flatMap(([group, order]) => orderProblems(stored, group, order))),
  ];
};
