import PostalMime from 'postal-mime';
import type { ConversationEvent } from '#domain/conversations/events.ts';
import type { Hostile, Verdict } from './contract.ts';
import { mailbox, type Received } from './support/desk.ts';
import { type HostileMail, mailCase } from './support/mail.ts';
import { aMailDesk, type MailDesk, type Sent } from './support/memory-desk.ts';

const from = 'From: Ada <ada@customer.example>\r\n';
const said = 'Subject: Re: your ticket #4711\r\n\r\nI am out of office.';

/** Which rule knew the machine, and that nothing follows from its mail. */
const isQuiet = ({ message }: Received, events: readonly ConversationEvent[]): string => {
  const isOwed = events.some(({ type }) => type === 'DeadlineSet');
  const isAnswered = events.some(({ type }) => type === 'ReplyWritten');
  return `automatic by the rule ${message.automatic}, ${isOwed ? 'AN ANSWER IS OWED' : 'no answer is owed'}, ${isAnswered ? 'ANSWERED' : 'none was sent'}`;
};

const machine = (name: string, headers: string, rule: string): HostileMail => ({
  name,
  raw: () => `${headers.includes('From:') ? '' : from}${headers}${said}`,
  about: isQuiet,
  because: new RegExp(`^automatic by the rule ${rule}, no answer is owed, none was sent$`),
});

const machines: readonly HostileMail[] = [
  machine('Auto-Submitted: auto-replied', 'Auto-Submitted: auto-replied\r\n', 'auto-submitted'),
  machine('Auto-Submitted: auto-generated in capitals', 'AUTO-SUBMITTED: Auto-Generated\r\n', 'auto-submitted'),
  machine(
    'Auto-Submitted of a kind that there is not yet',
    'Auto-Submitted: auto-notified; owner-email="x"\r\n',
    'auto-submitted',
  ),
  machine(
    'Auto-Submitted: no, and then: auto-replied',
    'Auto-Submitted: no\r\nAuto-Submitted: auto-replied\r\n',
    'auto-submitted',
  ),
  machine('Auto-Submitted folded over two lines', 'Auto-Submitted:\r\n auto-replied\r\n', 'auto-submitted'),
  machine('Precedence: bulk', 'Precedence: bulk\r\n', 'precedence'),
  machine('Precedence: auto_reply', 'Precedence: auto_reply\r\n', 'precedence'),
  machine('X-Auto-Response-Suppress: All', 'X-Auto-Response-Suppress: All\r\n', 'auto-response-suppress'),
  machine(
    'X-Auto-Response-Suppress: OOF, AutoReply',
    'X-Auto-Response-Suppress: DR, OOF, AutoReply\r\n',
    'auto-response-suppress',
  ),
  { ...machine('an empty envelope sender', '', 'empty-envelope-sender'), source: '' },
  machine('an empty Return-Path', 'Return-Path: <>\r\n', 'empty-return-path'),
  machine(
    'a delivery status report',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n',
    'report',
  ),
  machine('a report from MAILER-DAEMON', 'From: <MAILER-DAEMON@mx.customer.example>\r\n', 'daemon-sender'),
  machine('an address that says that nobody reads it', 'From: <do-not-reply@customer.example>\r\n', 'daemon-sender'),
  machine('our own address in From', `From: Shop <${mailbox.address}>\r\n`, 'own-address'),
  machine(
    'our own address with a tag and in capitals',
    `From: <${mailbox.address.toUpperCase().replace('@', '+X@')}>\r\n`,
    'own-address',
  ),
  machine('our own mark', `X-Parley-Loop: ${mailbox.address}\r\n`, 'own-loop-marker'),
  machine('a mailing list', 'List-Id: <list.customer.example>\r\n', 'list-mail'),
  machine('X-Loop', 'X-Loop: yes\r\n', 'loop-header'),
  machine('X-Autoreply', 'X-Autoreply: yes\r\n', 'autoreply-header'),
];

const mostRounds = 2;

/** Answers everything at once, as a machine does that knows no rule: a number of its own in every subject, no thread. */
type Machine = (mail: Sent, round: number) => Promise<Sent | undefined>;

const renumbering =
  (address: string, headers = ''): Machine =>
  async ({ source }, round) => ({
    raw: Buffer.from(
      `From: Desk <${address}>\r\nTo: ${source}\r\nMessage-ID: <${round}@other.example>\r\n${headers}Subject: [Ticket #${1000 + round}] we got your mail\r\n\r\nYour ticket is ${1000 + round}.`,
    ),
    source: address,
    recipient: source,
  });

const answering =
  (address: string): Machine =>
  async (mail, round) => {
    const { messageId = '', replyTo = [] } = await PostalMime.parse(mail.raw);
    return {
      raw: Buffer.from(
        `From: Desk <${address}>\r\nIn-Reply-To: ${messageId}\r\nSubject: Automatic reply\r\n\r\nRound ${round}`,
      ),
      source: address,
      recipient: replyTo[0]?.address ?? mail.source,
    };
  };

/** Another Parley, in which no person does anything. */
const anotherDesk =
  (desk: MailDesk): Machine =>
  async (mail) => {
    const before = desk.answers();
    await desk.receive(mail);
    return desk.answers() > before ? desk.answer('again') : undefined;
  };

/** A person answers once; from then on only machines write. Counts what our side sends by itself. */
async function pingPong(ours: MailDesk, other: Machine): Promise<Verdict> {
  await ours.receive({
    raw: Buffer.from('From: help@other.example\r\nMessage-ID: <first@other.example>\r\nSubject: Hello\r\n\r\nHello'),
    source: 'help@other.example',
    recipient: ours.address,
  });
  let mail: Sent | undefined = await ours.answer('We look into it.');
  let rounds = 0;
  let automatic = 0;
  while (mail && rounds < 50) {
    const answered = await other(mail, rounds);
    if (!answered) break;
    rounds += 1;
    const before = ours.answers();
    await ours.receive(answered);
    automatic += ours.answers() - before;
    mail = ours.answers() > before ? await ours.answer('again') : undefined;
  }
  const ended = rounds <= mostRounds && automatic <= 1;
  const conversations = ours.world.memory.conversations.size;
  return {
    outcome: ended ? 'ignored' : 'stored',
    reason: `ended after ${rounds} rounds, ${automatic} automatic answers of ours, ${conversations} conversations`,
  };
}

const loop = (name: string, other: () => Machine): Hostile => ({
  group: 'mail: loops',
  name,
  expects: 'ignored',
  because: /^ended after [012] rounds, [01] automatic answers/,
  run: () => pingPong(aMailDesk('help@shop.example'), other()),
});

const loops: readonly Hostile[] = [
  loop('two desks of Parley, back to back', () => anotherDesk(aMailDesk('help@other.example'))),
  loop('a desk that answers every mail under a new number', () => renumbering('help@other.example')),
  loop('a desk that answers every mail and says so', () =>
    renumbering('help@other.example', 'Auto-Submitted: auto-replied\r\n'),
  ),
  loop('an out-of-office note that answers in the thread', () => answering('help@other.example')),
];

/** Mail of machines: none of it is owed an answer, and nothing that answers by itself is answered by itself. */
export const loopCases: readonly Hostile[] = [...machines.map((mail) => mailCase('mail: machines', mail)), ...loops];
