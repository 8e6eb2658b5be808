import { totalOf } from '../cost.ts';
import { billOfBoth, meanIn, type PerMessage } from '../per-message.ts';
import { prices } from '../prices.ts';
import type { Calls } from './counted-calls.ts';
import { rounded, table } from './report.ts';

/** Why the figures that miss their target are what they are: where each unit, call and dollar goes, and what holds it there. */

/** Why a write is there, by item and place. */
const whyWritten: Readonly<Record<string, string>> = {
  'claim table': 'exactly once: put if absent, in the transaction that does the work, so twice',
  'claim kind': 'the ledger: whatever was accepted can be accounted for, connection by connection',
  'events table': 'the message itself, in the transaction, so twice',
  'conversation head table': 'where the conversation stands, in the transaction, so twice',
  'conversation head inbox': 'the conversation moves to the top of a list: an entry goes and one comes',
  'conversation head customer': 'found by its customer, when it opens',
  'conversation head line': 'stands in line, when nobody is free',
  'agent table': 'the place that it takes at its agent, in the transaction, when it opens',
  'agent kind': 'the same in the list of agents',
  'customer table': 'somebody new, in the transaction',
  'identity table': 'the address by which they are known again, in the transaction',
};

/** Why a call is there, by function and operation. */
const whyCalled: Readonly<Record<string, string>> = {
  'AmazonSQS.SendMessage': 'accepted before anything else is done',
  'receiveMessages DynamoDB.BatchGetItem': 'one read of claim, identity and settings, one of what they lead to',
  'receiveMessages DynamoDB.TransactWriteItems': 'everything that is decided, at once',
  'publishEvents Sockets.PostToConnection': 'one for each console that shows the conversation or its list',
  'publishEvents DynamoDB.Query': 'who is to be told, once a batch',
  'publishEvents Scheduler.CreateSchedule': 'the deadline of each conversation that opens',
  'S3.GetObject': 'the mail, from where SES put it',
  'S3.PutObject': 'the HTML of a mail that shows more than its text',
  'Comprehend.DetectSentiment': 'in doubt only',
  'receiveMessages DynamoDB.Query': 'who is there, when a conversation opens, and at most once a second',
  'AmazonSSM.GetParameter': 'a secret, at most once a minute',
};

/** Both kinds together, half and half. */
function half(both: PerMessage['full'], of: (each: PerMessage['full']['sms']) => Calls): Calls {
  const joined = new Map<string, Map<string, number>>();
  for (const each of [both.sms, both.email])
    for (const [row, parts] of of(each)) {
      const ofRow = joined.get(row) ?? new Map<string, number>();
      for (const [part, count] of parts) ofRow.set(part, (ofRow.get(part) ?? 0) + count / 2);
      joined.set(row, ofRow);
    }
  return joined;
}

type Why = Readonly<Record<string, string>>;

const rowsOf = (counts: Calls, why: Why): readonly (readonly string[])[] =>
  [...counts]
    .flatMap(([row, parts]) => [...parts].map(([part, count]) => ({ row, part, count })))
    .toSorted((one, other) => other.count - one.count)
    .map(({ row, part, count }) => [rounded(count), `${row}, ${part}`, why[`${row} ${part}`] ?? why[part] ?? '']);

const unitsOf = (figures: PerMessage, kind: string, place: string): number =>
  meanIn(figures.full, ({ units }) => units.get(kind)?.get(place) ?? 0);

/** What could be saved by giving something up, in measured counts. */
function floors(figures: PerMessage): readonly string[] {
  const { lean } = figures;
  const ledger = unitsOf(figures, 'claim', 'kind');
  const moved = unitsOf(figures, 'conversation head', 'inbox') / 2;
  const list = unitsOf(figures, 'agent', 'kind');
  const total = meanIn(figures.full, ({ counts }) => counts.writeUnits);
  const mails = (lean.email.counts.s3Puts - lean.sms.counts.s3Puts) * prices.s3Put * 1e6;
  const late = meanIn(lean, ({ counts }) => counts.stateTransitions) * prices.stateTransition * 1e6;
  return [
    `- Write units: without the ledger ${rounded(ledger)} fewer, in lists that do not move to the top ${rounded(moved)}, without agents in a list of their own ${rounded(list)}: ${rounded(total - ledger - moved - list)} is what exactly once, one history and one decision at a time take.`,
    `- Lean: mails pay $${rounded(mails)} a million for S3 that texts do not, $${rounded(prices.s3Put * 1e6)} of it SES’s own put; workflows of what is late take $${rounded(late)}. Of $${rounded(totalOf(billOfBoth(lean)))} these two are $${rounded(mails / 2 + late)}.`,
    `- Calls: ${rounded(figures.full.sms.calls)} for a text and ${rounded(figures.full.email.calls)} for a mail one at a time; ${rounded(figures.atOnce.sms.calls)} and ${rounded(figures.atOnce.email.calls)} when ten customers write at once, since reads of sockets and pushes are then shared.`,
  ];
}

export function whereItGoes(figures: PerMessage): readonly string[] {
  return [
    ...floors(figures),
    '',
    ...table(
      ['write units', 'item, place', 'what for'],
      rowsOf(
        half(figures.full, ({ units }) => units),
        whyWritten,
      ),
    ),
    '',
    ...table(
      ['calls', 'function, operation', 'what for'],
      rowsOf(
        half(figures.full, ({ callsByFunction }) => callsByFunction),
        whyCalled,
      ),
    ),
  ];
}
