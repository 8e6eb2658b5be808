import { writeFileSync } from 'node:fs';
import { type Bill, billOf, lateShare, openingShare, totalOf } from './cost.ts';
import { type IdleBill, idleBillOf } from './idle-cost.ts';
import { type ChannelFigures, inboundCounts, inboundPayload, measureChannels } from './per-channel.ts';
import { billOfBoth, meanIn, measureMessages, type PerMessage } from './per-message.ts';
import { alwaysFree, amazonConnect, notLookedUp, prices, sesReceive, sesSend } from './prices.ts';
import { synthesise } from './support/assembly.ts';
import { otherwiseOf } from './support/otherwise.ts';
import { rounded, table } from './support/report.ts';
import { whereItGoes } from './support/where-it-goes.ts';

/** What Parley costs, as a page. Run: node bench/cost-page.ts, with --write into docs/cost.md (two to four minutes). */

export const costFile = new URL('../docs/cost.md', import.meta.url);

/** What the page is made from. */
export type CostFigures = {
  readonly messages: PerMessage;
  readonly channels: readonly ChannelFigures[];
  readonly idle: IdleBill;
};

const million = 1_000_000;

const cents = (dollars: number): number => Math.round(dollars * 100) / 100;
const money = (dollars: number): string => cents(dollars).toLocaleString('en', { minimumFractionDigits: 2 });
/** Of the parts as they are printed, so that who adds them up comes to the same. */
const sumOfCents = (bill: Bill): number =>
  totalOf(Object.fromEntries(Object.entries(bill).map(([k, v]) => [k, cents(v)])));

const pie = (title: string, bill: Bill): readonly string[] => [
  '```mermaid',
  'pie showData',
  `  title ${title}`,
  ...Object.entries(bill)
    .filter(([, dollars]) => cents(dollars) > 0)
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, dollars]) => `  "${name}" : ${cents(dollars)}`),
  '```',
];

function billLines({ full, lean }: PerMessage): readonly string[] {
  const bills = [
    billOfBoth(full),
    billOfBoth(lean),
    billOf(lean.sms.counts, million),
    billOf(lean.email.counts, million),
  ];
  const row = (name: string): readonly string[] => [name, ...bills.map((bill) => money(bill[name] ?? 0))];
  return table(
    ['part', 'full', 'lean', 'lean, texts only', 'lean, mails only'],
    [...Object.keys(bills[0] ?? {}).map(row), ['**total**', ...bills.map((bill) => money(sumOfCents(bill)))]],
  );
}

const shortNames: Readonly<Record<string, string>> = {
  'HTTP API and SNS': 'HTTP, SNS',
  'DynamoDB writes': 'writes',
  'DynamoDB reads': 'reads',
  'DynamoDB storage, a month': 'storage',
  'EventBridge Scheduler': 'Scheduler',
  'WebSocket pushes': 'pushes',
  'CloudWatch Logs': 'logs',
};

/** Parts of the bill but Comprehend, which is measured with the traffic of both kinds only. */
const partsOf = ({ Comprehend: _, ...parts }: Bill): Bill => parts;

function channelTable(head: string, rows: readonly { readonly provider: string; readonly bill: Bill }[]) {
  const names = Object.keys(partsOf(rows[0]?.bill ?? {}));
  return table(
    [head, 'total', ...names.map((name) => shortNames[name] ?? name)],
    rows.map(({ provider, bill }) => [
      provider,
      money(sumOfCents(partsOf(bill))),
      ...names.map((name) => money(bill[name] ?? 0)),
    ]),
  );
}

const payloads = ['received', 'queued', 'pushed', 'stored', 'logged'] as const;

function channelLines({ channels, messages }: CostFigures): readonly string[] {
  const comprehend = meanIn(messages.full, ({ counts }) => counts.comprehendUnits) * prices.comprehendUnit * million;
  return [
    `Dollars per million messages in, lean: ${openingShare * 100} % are the first of somebody new and open a conversation, the others come from customers who are known. Both are measured by themselves and weighed so.`,
    `Comprehend in doubt adds $${money(comprehend)} to each that carries text. One message of twilio-voice or amazon-connect is a whole call; reviews and Mastodon carry a poll of all three sources each, which busy sources share among messages.`,
    '',
    ...channelTable(
      'message in',
      channels.map((each) => ({ provider: each.provider, bill: billOf(inboundCounts(each), million) })),
    ),
    '',
    'Dollars per million answers: the two requests of the console (read, answer), the way to the provider, and what is told about it. Receipts that providers send later come in as messages do and are not in it; of a function that waits for the provider 200 ms are assumed.',
    '',
    ...channelTable(
      'answer out',
      channels.flatMap(({ provider, reply }) => (reply ? [{ provider, bill: billOf(reply.counts, million) }] : [])),
    ),
    '',
    'Bytes that a message in puts on the way: received by the webhook, sent to SQS, pushed to consoles, added to the table with its indexes not counted, logged.',
    '',
    ...table(
      ['bytes of a message', ...payloads],
      channels.map((each) => [
        each.provider,
        ...payloads.map((what) => rounded(Math.round(inboundPayload(each, what)))),
      ]),
    ),
  ];
}

function monthLines({ messages, channels, idle }: CostFigures): readonly string[] {
  const perMillion = { full: totalOf(billOfBoth(messages.full)), lean: totalOf(billOfBoth(messages.lean)) };
  const answers = channels
    .filter(({ provider }) => provider === 'twilio-sms' || provider === 'ses-email')
    .map(({ reply }) => (reply ? totalOf(billOf(reply.counts, million)) : 0));
  const answer = answers.reduce((sum, each) => sum + each, 0) / Math.max(1, answers.length);
  const row = (count: number): readonly string[] => {
    const of = (dollars: number): string => money(idle.listed + (count / million) * dollars);
    return [
      count.toLocaleString('en'),
      of(perMillion.full),
      of(perMillion.lean),
      of(perMillion.lean + answer),
      money((count / million) * amazonConnect.chat),
    ];
  };
  return table(
    ['messages a month', 'full', 'lean', 'lean, each answered once', 'Amazon Connect, chat'],
    [10_000, 100_000, million, 10 * million].map(row),
  );
}

function idleLines({ idle }: CostFigures): readonly string[] {
  const rows = Object.entries(idle.lines).map(([name, line]) => [name, money(line.listed), money(line.afterFree)]);
  const sum = (what: 'listed' | 'afterFree'): number =>
    Object.values(idle.lines).reduce((total, line) => total + cents(line[what]), 0);
  return table(
    ['a month in which nobody writes', '$', '$ beyond always-free tiers'],
    [...rows, ['**total**', money(sum('listed')), money(sum('afterFree'))]],
  );
}

const otherwiseLines = ({ messages }: CostFigures): readonly string[] =>
  table(
    ['if it were done with', 'now', 'then'],
    otherwiseOf(messages).map(({ what, now, otherwise }) => [what, money(now), money(otherwise)]),
  );

/** Most are cents per million, some are dollars a month. */
const priceLines = (): readonly string[] =>
  Object.entries(prices).flatMap(([name, price]) => {
    if (typeof price !== 'number') return [];
    const mark = notLookedUp.some((each) => each === name) ? ' [K]' : '';
    return [`\`${name}\` ${price < 0.01 ? `$${rounded(price * million)} a million` : `$${price}`}${mark}`];
  });

const caveats = (): readonly string[] => [
  `- Prices are those of ${prices.region}, ${prices.asOf}, list prices of the first tier, from [bench/prices.ts](../bench/prices.ts): ${priceLines().join(', ')}. None was compared with AWS’s pages since; [K] is known and was never looked up. Do so before quoting them.`,
  `- No free tier is in it but where it says so. For good, AWS gives away ${rounded(alwaysFree.sqsRequests / million)} million requests of SQS, ${alwaysFree.alarms} alarms, ${alwaysFree.customMetrics} metrics and ${alwaysFree.dashboards} dashboards a month among others [K].`,
  `- Channels have fees of their own, which are not in it: SES takes $${rounded(sesReceive * million)} per million mails received and $${rounded(sesSend * million)} per million sent (without one of its plans); what Twilio, Meta and the others take is between them and the business.`,
  `- Counted away from AWS: requests, units, bytes. Assumed: how long functions wait (6 ms for DynamoDB and SQS, 25 ms for S3, 80 ms for Comprehend, 200 ms for providers, 5 ms beside), and that ${lateShare * 100} % of replies are late. Cold starts, retries, traffic out to the internet, copies in indexes and files kept in S3 are not in it.`,
  '- One message at a time, the dearest pace; three consoles are open. More consoles push more only where they show the same.',
  `- One message follows the other at once, so that functions remember what they do for a while: the list of agents for a second, settings for ten, secrets for a minute. With a message a minute, each that opens a conversation asks for the list: up to ${openingShare} calls more, and some read units.`,
];

const bothPies = ({ messages }: CostFigures): readonly string[] => [
  ...pie('Full, dollars per million messages', billOfBoth(messages.full)),
  '',
  ...pie('Lean, dollars per million messages', billOfBoth(messages.lean)),
];

const section = (title: string, lines: readonly string[]): readonly string[] => ['', `## ${title}`, '', ...lines];

/** The page of what Parley costs. */
export const costPage = (figures: CostFigures): string =>
  `${[
    '# What it costs',
    '',
    'Written by `npm run bench -- --write`, alone by `node bench/cost-page.ts --write`: counted on the emulated services with the real handlers, priced with one table.',
    '',
    '## A million messages in',
    '',
    `Half texts, half mails, ${figures.messages.messages} of each, 500 characters, ${openingShare * 100} % of them opening a conversation with somebody new. Every second mail is formatted, with fonts and a signature; the HTML of the others shows no more than their text, and is not kept apart. Full asks Comprehend when the embedded engine is in doubt; lean never does. Deadlines are watched and escalated in both.`,
    '',
    ...billLines(figures.messages),
    '',
    ...bothPies(figures),
    ...section('Each channel', channelLines(figures)),
    ...section('A month', [...monthLines(figures), '', ...idleLines(figures)]),
    ...section('Done otherwise', [
      'Dollars per million messages, from the same counts.',
      '',
      ...otherwiseLines(figures),
    ]),
    ...section('Where it goes, and what holds it there', whereItGoes(figures.messages)),
    ...section('Before you quote this', caveats()),
  ].join('\n')}\n`;

async function measureAll(): Promise<CostFigures> {
  console.error('each message …');
  const messages = await measureMessages();
  console.error('each channel …');
  const channels = await measureChannels();
  console.error('the template …');
  const assembly = synthesise();
  assembly.remove();
  return { messages, channels, idle: idleBillOf(assembly.template) };
}

if (import.meta.main) {
  const page = costPage(await measureAll());
  if (process.argv.includes('--write')) writeFileSync(costFile, page);
  else console.log(page);
  process.exit();
}
