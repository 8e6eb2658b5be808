import type { Agent } from '#domain/agents/agent.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { InboundMessage } from '#domain/channels/inbound-message.ts';
import type { Conversation } from '#domain/conversations/conversation.ts';
import { decideAndSave } from '#domain/conversations/decide-and-save.ts';
import { type Draft, facts } from '#domain/conversations/facts.ts';
import { placeMessage } from '#domain/conversations/place-message.ts';
import type { Queue } from '#domain/routing/queue.ts';
import { aConnection, anAgent, aQueue, aReply } from '#test/support/builders.ts';
import { diceOf, zipf } from './dice.ts';
import { scalingWorld, type World } from './world.ts';

/** The day that is simulated: what a business with 1,000 messages a second would look like. */
export const scenario = {
  seed: 20_261_122,
  messagesPerSecond: 1000,
  seconds: 2,
  /** Messages of people who are new; 3 in 10 as in the other measures. */
  newShare: 0.3,
  /** Customers who write again, drawn with Zipf's weights 1/rank^skew. */
  runningCustomers: 3000,
  skew: 0.9,
  /** Answers of agents a second, and conversations resolved. */
  repliesPerSecond: 500,
  resolvedPerSecond: 300,
  agents: 600,
  capacity: 12,
  /** The hot queue and the hot connection take this share each. */
  hotQueueShare: 0.8,
  hotConnectionShare: 0.6,
  coldQueues: 9,
  coldConnections: 19,
  openConsoles: 600,
} as const;

const start = Date.parse('2026-11-19T12:00:00.000Z');
const hotQueue = 'hot';

const queues: readonly Queue[] = [
  aQueue({ id: hotQueue, name: 'The hot queue' }),
  ...Array.from({ length: scenario.coldQueues }, (_, number) =>
    aQueue({ id: `queue${number}`, name: `Queue ${number}` }),
  ),
];

/** Connections by queue: those of the hot queue first, the hot one of them foremost. */
const connections: readonly Connection[] = Array.from({ length: 1 + scenario.coldConnections }, (_, number) =>
  aConnection({
    id: number === 0 ? 'hot-number' : `number${number}`,
    queueId: queues[number % queues.length]?.id ?? hotQueue,
  }),
);

const agents: readonly Agent[] = Array.from({ length: scenario.agents }, (_, number) =>
  anAgent({
    id: `agent${number}`,
    name: `Agent ${number}`,
    capacity: scenario.capacity,
    queueIds: number < scenario.agents * scenario.hotQueueShare ? [hotQueue] : queues.map(({ id }) => id),
  }),
);

/** 500 characters, as in the other measures. */
const text = 'My order has not arrived and I would like to know where it is. '.repeat(8).slice(0, 500);

export type Simulated = {
  readonly world: World;
  readonly messages: number;
  /** Messages of the customer who writes most, a second. */
  readonly hottestCustomer: number;
  /** Conversations that opened or came back, each of which asks who is free. */
  readonly opened: number;
  /** Deadlines that were set. */
  readonly deadlines: number;
};

type Run = {
  readonly world: World;
  readonly dice: () => number;
  readonly drawCustomer: () => number;
  readonly open: Map<string, true>;
  readonly writtenBy: Map<number, number>;
  readonly setTime: (at: number) => void;
};

function startRun(): Run {
  const dice = diceOf(scenario.seed);
  let time = start;
  const world = scalingWorld({ agents, queues, connections, now: () => new Date(time) });
  const drawCustomer = zipf(scenario.runningCustomers, scenario.skew, dice);
  const setTime = (at: number) => {
    time = at;
  };
  return { world, dice, drawCustomer, open: new Map(), writtenBy: new Map(), setTime };
}

/** A customer keeps to one connection. */
function connectionOf(customer: number): Connection {
  const isHot = (customer * 7919) % 1000 < scenario.hotConnectionShare * 1000;
  const number = isHot ? 0 : 1 + ((customer * 31) % scenario.coldConnections);
  return connections[number] ?? aConnection();
}

async function write(run: Run, customer: number, id: string): Promise<void> {
  const { world, open, writtenBy } = run;
  const connection = connectionOf(customer);
  const message: InboundMessage = {
    channel: 'sms',
    connectionId: connection.id,
    providerId: id,
    sender: { address: `+1555${String(1_000_000 + customer)}`, verified: true },
    sentAt: world.now().toISOString(),
    text,
    attachments: [],
  };
  const ledger = { connectionId: connection.id, envelopeId: id, receivedAt: message.sentAt };
  const { conversationId } = await placeMessage(world, message, ledger);
  open.set(conversationId, true);
  writtenBy.set(customer, (writtenBy.get(customer) ?? 0) + 1);
}

let decisions = 0;

async function happens(run: Run, id: string, drafts: (conversation: Conversation) => readonly Draft[]): Promise<void> {
  const { world } = run;
  decisions += 1;
  const commitId = `decision-${decisions}`;
  const origin = { commitId, at: world.now().toISOString(), by: { kind: 'agent', id: 'agent0' } as const };
  await decideAndSave(world, { id, commitId }, (state) => ({ events: state ? facts(origin, drafts(state)) : [] }));
}

/** One of the open conversations: the one that was touched longest ago. */
const oldest = ({ open }: Run): string | undefined => open.keys().next().value;

async function answer(run: Run): Promise<void> {
  const id = oldest(run);
  if (id === undefined) return;
  run.open.delete(id);
  run.open.set(id, true);
  const messageId = `out-${decisions}`;
  await happens(run, id, () => [aReply({ messageId, text })]);
  await happens(run, id, () => [{ type: 'DeliveryChanged', messageId, status: 'sent', providerId: messageId }]);
}

async function resolve(run: Run): Promise<void> {
  const id = oldest(run);
  if (id === undefined) return;
  run.open.delete(id);
  await happens(run, id, () => [{ type: 'ConversationResolved' }]);
}

/** Everybody who writes again has written before; that is not measured. */
async function warmUp(run: Run): Promise<void> {
  for (let customer = 0; customer < scenario.runningCustomers; customer += 1)
    await write(run, customer, `before-${customer}`);
  run.world.heat.reset();
  run.writtenBy.clear();
}

/** What happens in one slot of a millisecond or however long a message takes to come. */
async function slot(run: Run, number: number): Promise<void> {
  const { dice, drawCustomer } = run;
  const isNew = dice() < scenario.newShare;
  await write(run, isNew ? scenario.runningCustomers + number : drawCustomer(), `message-${number}`);
  if (dice() < scenario.repliesPerSecond / scenario.messagesPerSecond) await answer(run);
  if (dice() < scenario.resolvedPerSecond / scenario.messagesPerSecond) await resolve(run);
}

/** Runs the scenario on a clock of its own. */
export async function simulate(): Promise<Simulated> {
  const run = startRun();
  await warmUp(run);
  const before = { lists: run.world.lists(), deadlines: run.world.deadlines() };
  const messages = scenario.messagesPerSecond * scenario.seconds;
  for (let number = 0; number < messages; number += 1) {
    run.setTime(start + 1000 + (number * 1000) / scenario.messagesPerSecond);
    await slot(run, number);
  }
  const hottest = Math.max(...run.writtenBy.values());
  return {
    world: run.world,
    messages,
    hottestCustomer: hottest / scenario.seconds,
    opened: run.world.lists() - before.lists,
    deadlines: run.world.deadlines() - before.deadlines,
  };
}
