import type { DynamoDBRecord } from 'aws-lambda';
import { type Provider, providers } from '#domain/channels/channel.ts';
import { readStream } from '#functions/publish-events/read-stream.ts';
import type { StreamRecord } from '#local/emulators/dynamodb/stream.ts';
import { type Counts, mixOf, openingShare } from './cost.ts';
import { placingCpu } from './support/channel-cpu.ts';
import { sumOf } from './support/counted-calls.ts';
import { forgetCustomers } from './support/forget.ts';
import { type Part, print, rounded, table } from './support/report.ts';
import { type Run, startRun } from './support/run.ts';
import { reply } from './support/transitions.ts';
import { type Payload, type Usage, usageOf, type Watched, watchBoth } from './support/usage.ts';
import { calledThrough, polled, type Write, writerAt } from './support/writers.ts';

/**
 * What one message costs through each provider: somebody new writes, a customer who is known writes once more, an agent
 * answers. The real handlers on the emulated services, three consoles open. Run: node bench/per-channel.ts [provider]
 */

/** Messages that are counted, after one that is not: functions remember from it what they are set up with. */
const counted = { first: 2, next: 4 } as const;
const pollEveryMs = 5 * 60_000;
const paceMs = 2000;
const hourMs = 3_600_000;

const services = ['SQS', 'DynamoDB', 'S3', 'SSM', 'Sockets', 'Scheduler', 'Provider'] as const;
type ByService = Readonly<Record<(typeof services)[number], number>>;

type Cost = Usage & { readonly calls: ByService };

export type ChannelFigures = {
  readonly provider: Provider;
  /** Somebody new writes. */
  readonly first: Cost;
  readonly next: Cost;
  /** Of the next messages, the share that opened a conversation of its own. */
  readonly opened: number;
  readonly cpuMs: number;
  /** Undefined where nobody can answer in writing. */
  readonly reply: Cost | undefined;
};

/** Services of AWS that do what a provider does elsewhere. */
const providing = /^(Provider|ses|social-messaging|PinpointSMSVoice)/;

const serviceOf = (operation: string): string =>
  providing.test(operation) ? 'Provider' : (services.find((service) => operation.includes(service)) ?? operation);

/** What was called and used since the last reset, for each of so many messages. */
function costOf(run: Run, watched: Watched, messages: number): Cost {
  const callsTo = (service: string): number =>
    sumOf(run.seen.calls, (operation, name) => serviceOf(operation) === service && name !== 'agentApi') / messages;
  const calls = Object.fromEntries(services.map((service) => [service, callsTo(service)])) as ByService;
  return { ...usageOf(run, watched, messages), calls };
}

async function deliver({ system, driver }: Run, provider: Provider, write: Write): Promise<void> {
  if (polled.includes(provider)) await system.clock.advance(pollEveryMs);
  await write();
  await driver.settle(['inbound', 'urgent', 'standard']);
}

// The emulator's records have the wire format in another package's words.
const commitsIn = (records: readonly StreamRecord[]) =>
  readStream(records as readonly unknown[] as readonly DynamoDBRecord[]).commits;

const openedIn = (records: readonly StreamRecord[]): number =>
  commitsIn(records).filter(({ events }) => events.some(({ type }) => type === 'ConversationOpened')).length;

/** The second answer: the first one reads what functions remember. */
async function costOfReply(run: Run, watched: Watched, conversationId: string): Promise<Cost> {
  for (const _ of ['first', 'second']) {
    // Some providers take one message a second.
    await run.system.clock.advance(paceMs);
    run.reset();
    await reply(run.driver, conversationId);
    await run.driver.settle(['outbound']);
  }
  const told = commitsIn(run.records).flatMap(({ events }) => events);
  const isSent = told.some((event) => event.type === 'DeliveryChanged' && sentStatuses.includes(event.status));
  if (!isSent) throw new Error('the answer was not sent');
  return costOf(run, watched, 1);
}

/** Of people who are new; the writer is that of the last of them. */
async function costOfFirst(run: Run, watched: Watched, provider: Provider): Promise<{ first: Cost; write: Write }> {
  const { system, driver } = run;
  let write = writerAt(system, driver, { provider, number: 0 });
  await deliver(run, provider, write);
  const costs: Cost[] = [];
  for (let number = 1; number <= counted.first; number += 1) {
    await forgetCustomers(run);
    write = writerAt(system, driver, { provider, number });
    run.reset();
    await deliver(run, provider, write);
    if (openedIn(run.records) !== 1) throw new Error('the first message of somebody new did not open a conversation');
    costs.push(costOf(run, watched, 1));
  }
  const [first] = costs;
  if (!first) throw new Error('no first message was counted');
  return { first: { ...first, counts: mixOf(costs.map((each) => ({ share: 1 / costs.length, ...each }))) }, write };
}

async function figuresOf(run: Run, watched: Watched, provider: Provider): Promise<ChannelFigures> {
  const { first, write } = await costOfFirst(run, watched, provider);
  run.reset();
  for (let n = 0; n < counted.next; n += 1) await deliver(run, provider, write);
  const next = costOf(run, watched, counted.next);
  const opened = openedIn(run.records) / counted.next;
  const conversationId = commitsIn(run.records).at(-1)?.conversationId;
  if (!conversationId) throw new Error(`nothing was placed of what came through ${provider}`);
  const answer = calledThrough.includes(provider) ? undefined : await costOfReply(run, watched, conversationId);
  // Some limit what one person may write in an hour.
  await run.system.clock.advance(hourMs);
  const cpuMs = await placingCpu(run, async () => {
    if (polled.includes(provider)) await run.system.clock.advance(pollEveryMs);
    await write();
  });
  return { provider, first, next, opened, cpuMs, reply: answer };
}

/** Each channel by itself; a line of progress for each. */
export async function measureChannels(only: readonly Provider[] = providers): Promise<readonly ChannelFigures[]> {
  const watched = await watchBoth();
  const figures: ChannelFigures[] = [];
  for (const provider of only) {
    console.error(`  ${provider}`);
    const run = await startRun('embedded');
    try {
      figures.push(await figuresOf(run, watched, provider));
    } catch (cause) {
      throw new Error(`the bench failed at ${provider}`, { cause });
    } finally {
      await run.stop();
    }
  }
  return figures;
}

/** What a message in uses on average: so many are the first of somebody new. */
export const inboundCounts = ({ first, next }: ChannelFigures): Counts =>
  mixOf([
    { share: openingShare, counts: first.counts },
    { share: 1 - openingShare, counts: next.counts },
  ]);

export const inboundPayload = ({ first, next }: ChannelFigures, what: keyof Payload): number =>
  openingShare * first.payload[what] + (1 - openingShare) * next.payload[what];

/** A receipt may have come already. */
const sentStatuses: readonly string[] = ['sent', 'delivered', 'read'];

const sum = (calls: ByService): number => Object.values(calls).reduce((total, one) => total + one, 0);

const cells = ({ calls, counts }: Cost): readonly string[] => [
  ...services.map((service) => rounded(calls[service])),
  rounded(sum(calls)),
  rounded(counts.writeUnits),
  rounded(counts.readUnits),
];

const heads = [...services, 'calls', 'write units', 'read units'] as const;

const replyRows = ({ provider, reply: cost }: ChannelFigures): readonly (readonly string[])[] =>
  cost ? [[provider, ...cells(cost)]] : [];

export function perChannelPart(figures: readonly ChannelFigures[]): Part {
  return {
    title: 'Each channel',
    measures: [],
    details: [
      `A customer who is known writes once more: the mean of ${counted.next} messages, as calls to each service, units of the table, the share of messages that open a conversation, and CPU. What it costs: [cost.md](cost.md).`,
      `CPU is that of receive-messages with stores in memory and without analysis, the median of warm ones. Through ${calledThrough.join(' and ')} it is a call and all that is told about it.`,
      'Provider is what we ask the provider, SES and other services of AWS that do the same included; stores of apps and Mastodon are asked for all three at once.',
      '',
      ...table(
        ['one message in', ...heads, 'opens', 'CPU ms'],
        figures.map((each) => [each.provider, ...cells(each.next), rounded(each.opened), rounded(each.cpuMs)]),
      ),
      '',
      `Somebody new writes: the mean of ${counted.first} first messages. The conversation is opened, and given to an agent.`,
      '',
      ...table(
        ['first message in', ...heads],
        figures.map((each) => [each.provider, ...cells(each.first)]),
      ),
      '',
      'An answer, from the console to the provider and what it leads to; calls of the agent API are not counted, its units are.',
      '',
      ...table(['one answer out', ...heads], figures.flatMap(replyRows)),
    ],
  };
}

if (import.meta.main) {
  const only = providers.filter((provider) => process.argv.length < 3 || process.argv.includes(provider));
  print(perChannelPart(await measureChannels(only)));
  process.exit();
}
