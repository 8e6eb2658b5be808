import { writeFileSync } from 'node:fs';
import { assumptions, type Quota } from './scaling/assumptions.ts';
import { type Pattern, partitionWrites, patternsOf } from './scaling/heat-table.ts';
import { quotasFor } from './scaling/quotas.ts';
import { scenario, simulate } from './scaling/simulate.ts';
import { atMost, type Part, print, rounded, table } from './support/report.ts';

/**
 * Where a thousand messages a second would hurt: the real decisions on stores in memory, their transactions as DynamoDB would
 * get them, units by partition key; then every quota against it. Run: node bench/scaling.ts, with --write into docs/scaling.md
 */

const file = new URL('../docs/scaling.md', import.meta.url);

const percent = (share: number): string => `${rounded(share * 100)} %`;
const shareOf = ({ use, limit }: Quota): number => use / limit;

const quotaRow = (quota: Quota): readonly string[] => [
  quota.service,
  quota.what,
  rounded(quota.limit),
  rounded(quota.use),
  percent(shareOf(quota)),
  rounded(scenario.messagesPerSecond / shareOf(quota)),
  quota.raise,
  quota.source,
];

const bars = (rows: readonly (readonly [string, number])[]): readonly string[] => [
  '```mermaid',
  'xychart-beta horizontal',
  '  title "Hottest key of each kind, write units a second (a key takes 1,000)"',
  `  x-axis [${rows.map(([name]) => `"${name}"`).join(', ')}]`,
  `  y-axis "write units a second" 0 --> ${partitionWrites}`,
  `  bar [${rows.map(([, value]) => Math.round(value)).join(', ')}]`,
  '```',
];

const sharePercent = (share: number): string => `${Math.round(share * 100)} %`;

const scenarioLines = (): readonly string[] => [
  `- ${rounded(scenario.messagesPerSecond)} messages a second of 500 characters, ${sharePercent(scenario.newShare)} of them from people who are new; the others from ${rounded(scenario.runningCustomers)} customers drawn with Zipf’s weights 1/rank^${scenario.skew}.`,
  `- ${rounded(scenario.repliesPerSecond)} answers and ${rounded(scenario.resolvedPerSecond)} resolved conversations a second by ${scenario.agents} agents with ${scenario.capacity} places and as many open consoles.`,
  `- One hot queue (${sharePercent(scenario.hotQueueShare)} of the agents serve only it) and one hot number, which ${sharePercent(scenario.hotConnectionShare)} of the customers write to, beside ${scenario.coldConnections} others.`,
  `- ${scenario.seconds} seconds with seed ${scenario.seed}, after everybody who writes again has written once.`,
];

const assumed = (): readonly string[] =>
  Object.entries(assumptions).map(([name, value]) => `\`${name}\` ${value.toLocaleString('en')}`);

const heatLines = (patterns: readonly Pattern[]): readonly string[] => [
  '### Heat of keys',
  '',
  'Units are those of the transactions that `save-change.ts` makes, indexes included, counted by the partition key they land on.',
  '',
  ...bars(patterns.filter((each) => each.hottest >= 1).map(({ name, hottest: units }) => [name, units])),
  '',
  ...table(
    ['key', 'keys touched', 'hottest, units/s', 'of its limit', 'all, units/s'],
    patterns.map((each) => [
      each.name,
      rounded(each.keys),
      rounded(each.hottest),
      percent(each.hottest / partitionWrites),
      rounded(each.total),
    ]),
  ),
];

const quotaLines = (quotas: readonly Quota[]): readonly string[] => [
  '### What to raise, in this order',
  '',
  `Limits as an account and a table start out. ${quotas.filter((quota) => shareOf(quota) > 1).length} of ${quotas.length} are passed at this rate; the column "reached at" is the rate at which each would be, all else being equal.`,
  'What is marked [K] is known and not looked up since: compare it with the quota page of the region before relying on it.',
  '',
  ...table(
    ['service', 'limit', 'default', 'used', 'share', 'reached at, messages/s', 'what to do before', 'source'],
    quotas.map(quotaRow),
  ),
  '',
  `Taken for granted: ${assumed().join(', ')}.`,
];

export async function scalingPart(): Promise<Part> {
  const simulated = await simulate();
  const patterns = patternsOf(simulated.world.heat.units);
  const hottest = patterns[0];
  return {
    title: 'A thousand messages a second',
    measures: [
      atMost('1,000 messages/s, simulated: write units a second of the hottest key', {
        figure: hottest?.hottest ?? 0,
        target: partitionWrites,
        unit: '',
        reference: `${hottest?.name ?? ''}; what a partition of DynamoDB takes`,
      }),
    ],
    details: [...scenarioLines(), '', ...heatLines(patterns), '', ...quotaLines(quotasFor(simulated, patterns))],
  };
}

/** The page, which is the same wherever it is made. */
export const scalingPage = ({ details }: Part): string =>
  `${[
    '# Scaling',
    '',
    'Where a thousand messages a second would hurt, and what to raise first. Written by `node bench/scaling.ts --write`: a simulation of the real decisions and',
    'their transactions, with a seed, and no machine in it. Nothing here was measured in AWS.',
    '',
    ...details.map((line) => line.replace(/^###/, '##')),
  ].join('\n')}\n`;

if (import.meta.main) {
  const part = await scalingPart();
  print(part);
  if (process.argv.includes('--write')) writeFileSync(file, scalingPage(part));
}
