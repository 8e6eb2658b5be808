import type { DynamoDBRecord } from 'aws-lambda';
import { type Provider, providers } from '#domain/channels/channel.ts';
import { readStream } from '#functions/publish-events/read-stream.ts';
import type { StreamRecord } from '#local/emulators/dynamodb/stream.ts';
import { placingCpu } from './support/channel-cpu.ts';
import { type Watch, watch } from './support/counted-calls.ts';
import { type Driver, driverOf } from './support/drive.ts';
import { type Part, print, rounded, table } from './support/report.ts';
import { type System, startSystem } from './support/system.ts';
import { reply } from './support/transitions.ts';
import { meterOf, type WriteMeter } from './support/write-units.ts';
import { calledThrough, polled, type Write, writerAt } from './support/writers.ts';

/**
 * What one message costs through each provider: a customer who is known writes once more, an agent answers. The real
 * handlers on the emulated services, three consoles open. Run: node bench/per-channel.ts [provider]
 */

/** Messages that are counted, after one that is not: it opens what later ones find open. */
const counted = 4;
const pollEveryMs = 5 * 60_000;
const paceMs = 2000;
const hourMs = 3_600_000;

const services = ['SQS', 'DynamoDB', 'S3', 'SSM', 'Sockets', 'Provider'] as const;
type ByService = Readonly<Record<(typeof services)[number], number>>;

type Cost = { readonly calls: ByService; readonly writeUnits: number };

type Figures = {
  readonly provider: Provider;
  readonly inbound: Cost;
  /** Of the messages counted, the share that opened a conversation of its own. */
  readonly opened: number;
  readonly cpuMs: number;
  /** Undefined where nobody can answer in writing. */
  readonly reply: Cost | undefined;
};

type Run = {
  readonly system: System;
  readonly seen: Watch;
  readonly driver: Driver;
  readonly meter: WriteMeter;
  readonly records: StreamRecord[];
};

/** What was called and written since the last reset, for each of so many messages. */
function costOf({ seen, meter }: Run, messages: number, isCounted = (_name: string): boolean => true): Cost {
  const operations = [...seen.calls].filter(([name]) => isCounted(name)).flatMap(([, ofFunction]) => [...ofFunction]);
  const callsTo = (service: string): number =>
    operations.reduce((sum, [operation, count]) => sum + (operation.includes(service) ? count : 0), 0) / messages;
  const calls = Object.fromEntries(services.map((service) => [service, callsTo(service)])) as ByService;
  return { calls, writeUnits: meter.total() / messages };
}

function reset({ seen, meter, records }: Run): void {
  seen.reset();
  meter.reset();
  records.length = 0;
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
async function costOfReply(run: Run, conversationId: string): Promise<Cost> {
  for (const _ of ['first', 'second']) {
    // Some providers take one message a second.
    await run.system.clock.advance(paceMs);
    reset(run);
    await reply(run.driver, conversationId);
    await run.driver.settle(['outbound']);
  }
  const told = commitsIn(run.records).flatMap(({ events }) => events);
  const isSent = told.some((event) => event.type === 'DeliveryChanged' && sentStatuses.includes(event.status));
  if (!isSent) throw new Error('the answer was not sent');
  return costOf(run, 1, (name) => name !== 'agentApi');
}

async function figuresOf(run: Run, provider: Provider): Promise<Figures> {
  const write = writerAt(run.system, run.driver, provider);
  await deliver(run, provider, write);
  reset(run);
  for (let n = 0; n < counted; n += 1) await deliver(run, provider, write);
  const inbound = costOf(run, counted);
  const opened = openedIn(run.records) / counted;
  const conversationId = commitsIn(run.records).at(-1)?.conversationId;
  if (!conversationId) throw new Error(`nothing was placed of what came through ${provider}`);
  const answer = calledThrough.includes(provider) ? undefined : await costOfReply(run, conversationId);
  // Some limit what one person may write in an hour.
  await run.system.clock.advance(hourMs);
  const cpuMs = await placingCpu(run, async () => {
    if (polled.includes(provider)) await run.system.clock.advance(pollEveryMs);
    await write();
  });
  return { provider, inbound, opened, cpuMs, reply: answer };
}

async function measure(provider: Provider): Promise<Figures> {
  const system = await startSystem('embedded');
  const seen = watch();
  const meter = await meterOf(system.table);
  const records: StreamRecord[] = [];
  const driver = driverOf(system, seen, (some) => {
    meter.take(some);
    records.push(...some);
  });
  try {
    // What was set up is in the stream too.
    while ((await driver.readStream()).length > 0);
    return await figuresOf({ system, seen, driver, meter, records }, provider);
  } catch (cause) {
    throw new Error(`the bench failed at ${provider}`, { cause });
  } finally {
    seen.stop();
    driver.stop();
    await system.stop();
  }
}

/** A receipt may have come already. */
const sentStatuses: readonly string[] = ['sent', 'delivered', 'read'];

const sum = (calls: ByService): number => Object.values(calls).reduce((total, one) => total + one, 0);

const callsOf = ({ calls }: Cost): readonly string[] => services.map((service) => rounded(calls[service]));

const inboundRow = ({ provider, inbound, opened, cpuMs }: Figures): readonly string[] => [
  provider,
  ...callsOf(inbound),
  rounded(sum(inbound.calls)),
  rounded(inbound.writeUnits),
  rounded(opened),
  rounded(cpuMs),
];

const replyRows = ({ provider, reply: cost }: Figures): readonly (readonly string[])[] =>
  cost ? [[provider, ...callsOf(cost), rounded(sum(cost.calls)), rounded(cost.writeUnits)]] : [];

export async function perChannelPart(only: readonly Provider[] = providers): Promise<Part> {
  const figures: Figures[] = [];
  for (const provider of only) figures.push(await measure(provider));
  return {
    title: 'Each channel',
    measures: [],
    details: [
      `A customer who is known writes once more: the mean of ${counted} messages, as calls to each service, write units, the share of messages that open a conversation, and CPU.`,
      `CPU is that of receive-messages with stores in memory and without analysis, the median of warm ones. Through ${calledThrough.join(' and ')} it is a call and all that is told about it.`,
      'Provider is what we ask the provider; stores of apps and Mastodon are asked for all three at once.',
      '',
      ...table(['one message in', ...services, 'calls', 'write units', 'opens', 'CPU ms'], figures.map(inboundRow)),
      '',
      'An answer, from the stream to the provider and what it leads to; that of the agent API is not in it.',
      '',
      ...table(['one answer out', ...services, 'calls', 'write units'], figures.flatMap(replyRows)),
    ],
  };
}

if (import.meta.main) {
  const only = providers.filter((provider) => process.argv.length < 3 || process.argv.includes(provider));
  print(await perChannelPart(only));
  process.exit();
}
