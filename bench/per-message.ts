import { type Bill, billOf, type Counts, lateShare, meanOf, totalOf } from './cost.ts';
import { amazonConnect, prices, sesReceive } from './prices.ts';
import { type Calls, sumOf } from './support/counted-calls.ts';
import { atMost, type Measure, type Part, print, rounded, table } from './support/report.ts';
import { type Run, startRun } from './support/run.ts';
import { mailNotification, smsWebhook } from './support/traffic.ts';
import type { Watching } from './support/transitions.ts';
import { type Turn, turnsOf, wavesOf } from './support/turns.ts';
import { type Payload, usageOf, type Watched, watchBoth } from './support/usage.ts';
import type { UnitsByKind } from './support/write-units.ts';

/**
 * What one inbound message costs: the real handlers on the emulated services, three consoles open, 30 % new conversations,
 * 500 characters on average; calls and written items are counted, then priced. Run: node bench/per-message.ts [messages]
 */

/** Of the texts and mails that come in, measured one after the other. */
const channels = ['sms', 'email'] as const;
type Channel = (typeof channels)[number];

export type Measured = {
  readonly counts: Counts;
  readonly payload: Payload;
  readonly calls: number;
  readonly callsByFunction: Calls;
  readonly units: UnitsByKind;
};
type Both = Readonly<Record<Channel, Measured>>;

export type PerMessage = {
  readonly messages: number;
  readonly watched: Watched;
  readonly full: Both;
  readonly lean: Both;
  /** Ten customers write, then all of it is handed on. */
  readonly atOnce: Both;
};

const million = 1_000_000;
/** As many messages as one batch of an SQS queue has. */
const customersAtOnce = 10;
const queues = ['inbound', 'urgent', 'standard'] as const;

async function accept({ driver }: Run, channel: Channel, turn: readonly [number, Turn]): Promise<void> {
  const [position, message] = turn;
  if (channel === 'sms') await driver.invoke('twilioSmsWebhook', smsWebhook(message, position));
  else await driver.invoke('sesEmailWebhook', await mailNotification(message, position));
}

type Options = { readonly messages: number; readonly watched: Watched; readonly atOnce: number };

async function measure(run: Run, channel: Channel, { messages, watched, atOnce }: Options): Promise<Measured> {
  const { seen, driver, writes } = run;
  await driver.settle(queues);
  run.reset();
  let position = 0;
  for (const wave of wavesOf(turnsOf(messages), atOnce)) {
    for (const message of wave) await accept(run, channel, [position++, message]);
    await driver.settle(queues);
  }
  return {
    ...usageOf(run, watched, messages),
    calls: sumOf(seen.calls) / messages,
    callsByFunction: perMessage(seen.calls, messages),
    units: perMessage(writes.units, messages),
  };
}

const perMessage = (counts: Calls, messages: number): Calls =>
  new Map([...counts].map(([name, parts]) => [name, new Map([...parts].map(([part, n]) => [part, n / messages]))]));

async function measureMode(mode: 'hybrid' | 'embedded', options: Options): Promise<Both> {
  const run = await startRun(mode);
  try {
    return { sms: await measure(run, 'sms', options), email: await measure(run, 'email', options) };
  } finally {
    await run.stop();
  }
}

export async function measureMessages(messages = 300): Promise<PerMessage> {
  const options = { messages, watched: await watchBoth(), atOnce: 1 };
  return {
    messages,
    watched: options.watched,
    full: await measureMode('hybrid', options),
    lean: await measureMode('embedded', options),
    atOnce: await measureMode('embedded', { ...options, atOnce: customersAtOnce }),
  };
}

/** Dollars per million messages, half of them texts and half mails. */
export const billOfBoth = (both: Both): Bill => billOf(meanOf(channels.map((each) => both[each].counts)), million);

/** A figure of both kinds, which come equally often. */
export const meanIn = ({ sms, email }: Both, figure: (of: Measured) => number): number =>
  (figure(sms) + figure(email)) / 2;

function measuresOf({ full, lean, atOnce }: PerMessage): readonly Measure[] {
  const calls = (both: Both) => ({ figure: meanIn(both, (each) => each.calls), target: 6, unit: '' });
  return [
    atMost('cost per million inbound messages, Comprehend and Step Functions on', {
      figure: totalOf(billOfBoth(full)),
      target: 60,
      unit: '$',
      reference: `Amazon Connect $${rounded(amazonConnect.chat)} (chat) to $${rounded(amazonConnect.email)} (email)`,
    }),
    atMost('cost per million inbound messages, lean', {
      figure: totalOf(billOfBoth(lean)),
      target: 9.5,
      unit: '$',
      reference: 'floor $3.60: one function, one SQS message, two writes, one push',
    }),
    atMost('write units per inbound message', {
      figure: meanIn(full, ({ counts }) => counts.writeUnits),
      target: 8,
      unit: '',
      reference: 'floor 2',
    }),
    atMost('AWS calls per inbound message', { ...calls(full), reference: 'floor 3' }),
    atMost('AWS calls per inbound message, ten customers at once', {
      ...calls(atOnce),
      reference: `one at a time ${rounded(calls(full).figure)}`,
    }),
  ];
}

const inWords = ({ timers, invocations, transitions }: Watching): string =>
  `timers ${timers}, looks ${invocations}, state transitions ${transitions}`;

function breakdown(title: string, counts: Calls): readonly string[] {
  const rows = [...counts].flatMap(([name, parts]) =>
    [...parts].toSorted(([, a], [, b]) => b - a).map(([part, count]) => [name, part, rounded(count)]),
  );
  return [`### ${title}`, '', ...table(['', 'which', 'a message'], rows), ''];
}

export function perMessagePart(figures: PerMessage): Part {
  const { messages, watched, full, atOnce } = figures;
  return {
    title: 'One inbound message',
    measures: measuresOf(figures),
    details: [
      `${messages} texts and ${messages} mails, one at a time, 30 % of them opening a conversation, three consoles open. What the parts of it cost, and why: [cost.md](cost.md).`,
      `Prices of ${prices.region} as of ${prices.asOf}, not compared with AWS’s pages since, no free tier. SES takes $${rounded(sesReceive * million)} more per million mails received.`,
      "Lean is the setting `analysis: 'embedded'`. Deadlines are watched and escalated in both.",
      `Assumed: ${lateShare * 100} % of the replies that are owed are late. Counted for a reply in time: ${inWords(watched.answered)}; for a late one, beside what its escalation writes: ${inWords(watched.late)}.`,
      'Calls are those that our functions make; SQS receives and deletes by Lambda are in the cost and not in the calls.',
      `Ten customers at once: ten messages are accepted, then SQS and the stream hand them on together. Texts take ${rounded(atOnce.sms.calls)} calls then, mails ${rounded(atOnce.email.calls)}.`,
      '',
      ...channels.flatMap((channel) => [
        ...breakdown(`AWS calls, ${channel}: ${rounded(full[channel].calls)}`, full[channel].callsByFunction),
        ...breakdown(`Write units, ${channel}: ${rounded(full[channel].counts.writeUnits)}`, full[channel].units),
      ]),
    ],
  };
}

if (import.meta.main) {
  print(perMessagePart(await measureMessages(Number(process.argv[2] ?? 300))));
  process.exit();
}
