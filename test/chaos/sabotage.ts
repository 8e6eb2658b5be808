import { jsonAnswer, operationIn } from './world/dynamodb.ts';
import type { Wire, WireAnswer } from './world/interception.ts';
import { md5 } from './world/queue.ts';
import type { World } from './world/world.ts';

/** Ways in which a product like ours could be wrong; the harness must find each. */
export type Sabotage = 'claims-do-nothing' | 'versions-do-nothing' | 'loads-are-forgotten' | 'orders-are-lost';

type Put = {
  readonly Item: Readonly<Record<string, { readonly S?: string }>>;
  ConditionExpression?: string;
  ExpressionAttributeValues?: object;
};
type Entry = { readonly Put?: Put; readonly Update?: { readonly UpdateExpression: string } };

function without(entry: Entry): Entry {
  if (!entry.Put) return entry;
  const { ConditionExpression: _, ExpressionAttributeValues: __, ...put } = entry.Put;
  return { Put: put };
}

const isClaim = ({ Put }: Entry): boolean => Put?.Item.pk?.S?.startsWith('RECEIPT#') === true;
const isHead = ({ Put }: Entry): boolean => Put?.Item.sk?.S === 'HEAD';
const isLoad = ({ Update }: Entry): boolean => Update?.UpdateExpression.includes('#load - :one') === true;

/** The transaction as a careless store would have made it. */
function careless(sabotage: Sabotage, wire: Wire): Wire {
  if (operationIn(wire) !== 'TransactWriteItems') return wire;
  const { TransactItems: entries, ...rest } = JSON.parse(wire.body) as { readonly TransactItems: readonly Entry[] };
  const weakened = entries
    .map((entry) => (sabotage === 'claims-do-nothing' && isClaim(entry) ? without(entry) : entry))
    .map((entry) => (sabotage === 'versions-do-nothing' && isHead(entry) ? without(entry) : entry))
    .filter((entry) => !(sabotage === 'loads-are-forgotten' && isLoad(entry)));
  return { ...wire, body: JSON.stringify({ ...rest, TransactItems: weakened }) };
}

const isLostOrder = (wire: Wire): boolean =>
  operationIn(wire) === 'SendMessage' && /parley-(standard|urgent)/.test(wire.body);

/** SQS says that it took it. */
const lost = (wire: Wire): WireAnswer => {
  const { MessageBody } = JSON.parse(wire.body) as { readonly MessageBody: string };
  return jsonAnswer(200, { MessageId: 'lost', MD5OfMessageBody: md5(MessageBody) });
};

/** A world in which the product does something wrong. */
export function sabotaged(world: World, sabotage: Sabotage | undefined): World {
  if (sabotage === undefined) return world;
  return {
    ...world,
    perform: (wire) =>
      sabotage === 'orders-are-lost' && isLostOrder(wire)
        ? Promise.resolve(lost(wire))
        : world.perform(careless(sabotage, wire)),
  };
}
