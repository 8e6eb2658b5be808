import { catalogue, type FunctionName } from '#functions/catalogue.ts';
import { type Bill, billOf, type Counts, gbSecondsOf, meanOf, totalOf } from './cost.ts';
import { amazonConnect, prices, sesReceive } from './prices.ts';
import { type Calls, type Watch, watch } from './support/counted-calls.ts';
import { type Driver, driverOf } from './support/drive.ts';
import { atMost, type Measure, type Part, print, rounded, table } from './support/report.ts';
import { type System, startSystem } from './support/system.ts';
import { mailNotification, smsWebhook, type Turn, turnsOf } from './support/traffic.ts';
import { transitionsOfAnswered } from './support/transitions.ts';
import { meterOf, type UnitsByKind, type WriteMeter } from './support/write-units.ts';

/**
 * What one inbound message costs: the real handlers on the emulated services, three consoles open, 30 % new conversations,
 * 500 characters on average; calls and written items are counted, then priced. Run: node bench/per-message.ts [messages]
 */

type Channel = 'sms' | 'email';

type Measured = {
  readonly counts: Counts;
  readonly calls: number;
  readonly callsByFunction: Calls;
  readonly units: UnitsByKind;
};

const million = 1_000_000;
/** A line of the HTTP API's access log as `lib/constructs/http-api.ts` has it, with what CloudWatch adds. */
const accessLogBytes = 290;
/** Of the texts and mails that come in, measured one after the other. */
const channels: readonly Channel[] = ['sms', 'email'];

async function send(driver: Driver, channel: Channel, turn: readonly [number, Turn]): Promise<void> {
  const [position, message] = turn;
  if (channel === 'sms') await driver.invoke('twilioSmsWebhook', smsWebhook(message, position));
  else await driver.invoke('sesEmailWebhook', await mailNotification(message, position));
  await driver.settle(['inbound', 'urgent', 'standard']);
}

const callsOf = (calls: Calls, wanted: (operation: string) => boolean = () => true): number =>
  [...calls.values()]
    .flatMap((operations) => [...operations])
    .reduce((sum, [operation, count]) => sum + (wanted(operation) ? count : 0), 0);

function gbSeconds(seen: Watch): number {
  return [...seen.invocations].reduce((sum, [name, invocations]) => {
    const ofFunction = new Map([[name, seen.calls.get(name) ?? new Map<string, number>()]]);
    const { memoryMb } = catalogue[name as FunctionName];
    const comprehendCalls = callsOf(ofFunction, (operation) => operation.startsWith('Comprehend'));
    return sum + gbSecondsOf({ memoryMb, invocations, calls: callsOf(ofFunction), comprehendCalls });
  }, 0);
}

type Run = { readonly system: System; readonly seen: Watch; readonly driver: Driver; readonly meter: WriteMeter };

function countsOf(run: Run, channel: Channel, given: { units: number; perConversation: number; messages: number }) {
  const { seen, driver, meter } = run;
  const { messages } = given;
  const calls = (wanted: (operation: string) => boolean): number => callsOf(seen.calls, wanted);
  const batches = (...queues: readonly ('inbound' | 'urgent' | 'standard')[]): number =>
    queues.reduce((sum, queue) => sum + (driver.batches.get(queue) ?? 0), 0);
  const isSms = channel === 'sms';
  const sends = calls((operation) => operation === 'AmazonSQS.SendMessage');
  const executions = calls((operation) => operation.endsWith('StartExecution'));
  const total: Counts = {
    httpRequests: isSms ? messages : 0,
    snsPublishes: isSms ? 0 : messages,
    lambdaInvocations: [...seen.invocations.values()].reduce((sum, one) => sum + one, 0),
    lambdaGbSeconds: gbSeconds(seen),
    // Lambda receives and deletes each batch.
    sqsFifoRequests: messages + 2 * batches('inbound'),
    sqsStandardRequests: sends - messages + 2 * batches('urgent', 'standard'),
    writeUnits: meter.total(),
    // Items are smaller than the 4 KB of a unit; queries of an index cost half and are counted whole.
    readUnits: calls((operation) => /^DynamoDB\.(GetItem|Query)$/.test(operation)),
    storedBytes: meter.grown(),
    stateTransitions: executions * given.perConversation,
    comprehendUnits: given.units,
    socketMessages: calls((operation) => operation.startsWith('Sockets')),
    logBytes: seen.logBytes() + (isSms ? messages * accessLogBytes : 0),
    s3Puts: calls((operation) => operation === 'S3.PutObject') + (isSms ? 0 : messages),
    s3Gets: calls((operation) => operation === 'S3.GetObject'),
  };
  return mapCounts(total, (count) => count / messages);
}

const mapCounts = (counts: Counts, change: (count: number) => number): Counts =>
  Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, change(count)])) as Counts;

async function measure(run: Run, channel: Channel, options: { messages: number; perConversation: number }) {
  const { system, seen, driver, meter } = run;
  const { messages, perConversation } = options;
  await driver.settle(['inbound', 'urgent', 'standard']);
  seen.reset();
  meter.reset();
  driver.batches.clear();
  const unitsBefore = system.comprehend.calls().billedUnits;
  for (const turn of turnsOf(messages).entries()) await send(driver, channel, turn);
  const units = system.comprehend.calls().billedUnits - unitsBefore;
  const measured: Measured = {
    counts: countsOf(run, channel, { units, perConversation, messages }),
    calls: callsOf(seen.calls) / messages,
    callsByFunction: perMessage(seen.calls, messages),
    units: perMessage(meter.units, messages),
  };
  return measured;
}

const perMessage = (counts: Calls, messages: number): Calls =>
  new Map([...counts].map(([name, parts]) => [name, new Map([...parts].map(([part, n]) => [part, n / messages]))]));

async function measureMode(mode: 'hybrid' | 'embedded', messages: number): Promise<Record<Channel, Measured>> {
  const perConversation = await transitionsOfAnswered();
  const system = await startSystem(mode);
  const seen = watch();
  const meter = await meterOf(system.table);
  const driver = driverOf(system, seen, meter.take);
  const run = { system, seen, driver, meter };
  const [sms, email] = [
    await measure(run, 'sms', { messages, perConversation }),
    await measure(run, 'email', { messages, perConversation }),
  ];
  seen.stop();
  driver.stop();
  await system.stop();
  return { sms, email };
}

const mean = (one: number, other: number): number => (one + other) / 2;

function breakdown(title: string, counts: Calls): readonly string[] {
  const rows = [...counts].flatMap(([name, parts]) =>
    [...parts].toSorted(([, a], [, b]) => b - a).map(([part, count]) => [name, part, rounded(count)]),
  );
  return [`### ${title}`, '', ...table(['', 'which', 'a message'], rows), ''];
}

/** Lean has no workflow: without it nobody watches deadlines, so this is what the rest costs and not yet a setting. */
const withoutWorkflow = (counts: Counts): Counts => ({ ...counts, stateTransitions: 0 });

type Bills = { readonly full: Bill; readonly lean: Bill };

function measuresOf(bills: Bills, full: Record<Channel, Measured>): readonly Measure[] {
  const calls = mean(full.sms.calls, full.email.calls);
  const writes = mean(full.sms.counts.writeUnits, full.email.counts.writeUnits);
  return [
    atMost('cost per million inbound messages, Comprehend and Step Functions on', {
      figure: totalOf(bills.full),
      target: 60,
      unit: '$',
      reference: `Amazon Connect $${rounded(amazonConnect.chat)} (chat) to $${rounded(amazonConnect.email)} (email)`,
    }),
    atMost('cost per million inbound messages, lean', {
      figure: totalOf(bills.lean),
      target: 9.5,
      unit: '$',
      reference: 'floor $3.60: one function, one SQS message, two writes, one push',
    }),
    atMost('write units per inbound message', { figure: writes, target: 8, unit: '', reference: 'floor 2' }),
    atMost('AWS calls per inbound message', { figure: calls, target: 6, unit: '', reference: 'floor 3' }),
  ];
}

function billTable(bills: Bills): readonly string[] {
  const row = (name: string): readonly string[] => [
    name,
    ...[bills.full, bills.lean].map((bill) => rounded(bill[name] ?? 0)),
  ];
  const names = Object.keys(bills.full);
  return table(['item', 'Comprehend and Step Functions', 'lean'], names.map(row));
}

export async function perMessagePart(messages = 300): Promise<Part> {
  const full = await measureMode('hybrid', messages);
  const lean = await measureMode('embedded', messages);
  const bills = {
    full: billOf(meanOf(channels.map((each) => full[each].counts)), million),
    lean: billOf(withoutWorkflow(meanOf(channels.map((each) => lean[each].counts))), million),
  };
  return {
    title: 'One inbound message',
    measures: measuresOf(bills, full),
    details: [
      `${messages} texts and ${messages} mails, one at a time, 30 % of them opening a conversation, three consoles open.`,
      `Prices of ${prices.region} as of ${prices.asOf}, not compared with AWS’s pages since, no free tier. SES takes $${rounded(sesReceive * million)} more per million mails received.`,
      'Lean is analysis by the embedded engine and no escalation workflow: deadlines are set and shown and nobody is told.',
      'Calls are those that our functions make; SQS receives and deletes by Lambda are in the cost and not in the calls.',
      '',
      '### Dollars per million messages, half texts and half mails',
      '',
      ...billTable(bills),
      '',
      ...channels.flatMap((channel) => [
        ...breakdown(`AWS calls, ${channel}: ${rounded(full[channel].calls)}`, full[channel].callsByFunction),
        ...breakdown(`Write units, ${channel}: ${rounded(full[channel].counts.writeUnits)}`, full[channel].units),
      ]),
    ],
  };
}

if (import.meta.main) {
  print(await perMessagePart(Number(process.argv[2] ?? 300)));
  process.exit();
}
