import { type AttributeValue, BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

type Attributes = Record<string, AttributeValue>;
type Key = { readonly pk: string; readonly sk: string };

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const mostKeys = 100;
/** Keys that DynamoDB left out because it was throttled are asked for again, after 50, 100, 200 ms. */
const attempts = 4;
const firstPauseMs = 50;

const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;
const textOf = (attribute: AttributeValue | undefined): string => attribute?.S ?? '';
const wire = ({ pk, sk }: Key): Attributes => ({ pk: { S: pk }, sk: { S: sk } });

type Found = Map<string, Attributes>;

/** Asks once; what is still to be asked for is answered. */
async function ask(table: Place, keys: readonly Attributes[], found: Found): Promise<readonly Attributes[]> {
  const { Responses = {}, UnprocessedKeys = {} } = await table.client.send(
    // Consistent: a decision made on old state would only have to be made again.
    new BatchGetItemCommand({ RequestItems: { [table.name]: { Keys: [...keys], ConsistentRead: true } } }),
  );
  for (const item of Responses[table.name] ?? []) found.set(nameOf({ pk: textOf(item.pk), sk: textOf(item.sk) }), item);
  return UnprocessedKeys[table.name]?.Keys ?? [];
}

async function readAll(table: Place, keys: readonly Key[]): Promise<Found> {
  const found: Found = new Map();
  let left: readonly Attributes[] = keys.map(wire);
  for (let tried = 0; left.length > 0; tried += 1) {
    if (tried === attempts) throw new Error(`DynamoDB left ${left.length} keys unread ${attempts} times`);
    if (tried > 0) await new Promise((resolve) => setTimeout(resolve, firstPauseMs * 2 ** (tried - 1)));
    left = await ask(table, left, found);
  }
  return found;
}

type Place = { readonly client: DynamoDBClient; readonly name: string };
type Gathering = { readonly keys: Map<string, Key>; readonly read: Promise<Found> };

const gatherings = new WeakMap<Place, Gathering>();

/** Reads once all that is asked for at the same time has been asked: the next tick comes after the promises of this one. */
function gather(table: Place): Gathering {
  const keys = new Map<string, Key>();
  const read = new Promise<void>((resolve) => process.nextTick(resolve)).then(() => {
    if (gatherings.get(table)?.keys === keys) gatherings.delete(table);
    return readAll(table, [...keys.values()]);
  });
  const gathering = { keys, read };
  gatherings.set(table, gathering);
  return gathering;
}

/** One item. What is asked for in the same moment goes into one request: a round trip is what reading takes. */
export async function readGathered(table: Place, key: Key): Promise<Attributes | undefined> {
  const open = gatherings.get(table);
  const { keys, read } = open && open.keys.size < mostKeys ? open : gather(table);
  keys.set(nameOf(key), key);
  return (await read).get(nameOf(key));
}
