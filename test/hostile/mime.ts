import type { Hostile } from './contract.ts';
import { from, type HostileMail, mailCase, to } from './support/mail.ts';

const multipart = (parts: string, boundary = 'b'): string =>
  `${from}${to}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n${parts}`;
const file = (type: string, content: string, headers = ''): string =>
  `--b\r\nContent-Type: ${type}\r\nContent-Disposition: attachment\r\n${headers}\r\n${content}\r\n`;
const encoded = (bytes: number, fill = 65): string =>
  Buffer.alloc(bytes, fill)
    .toString('base64')
    .replaceAll(/(.{76})/g, '$1\r\n');
const nested = (depth: number): string =>
  Array.from({ length: depth }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}x\r\n\r\n--b${n}x\r\n`).join(
    '',
  );

const beyond = /built beyond what can be read/;
const cut = /marked as cut/;

const structure: readonly HostileMail[] = [
  {
    name: 'a mail of 10,000 files',
    raw: () => multipart(`${file('a/b', 'x').repeat(10_000)}--b--\r\n`),
    because: /50 files, marked as cut/,
  },
  {
    name: 'a mail of 10,000 texts',
    raw: () => multipart(`${'--b\r\n\r\nword\r\n'.repeat(10_000)}--b--\r\n`),
    because: cut,
  },
  { name: 'a mail of 100,000 empty parts', raw: () => multipart('--b\r\n\r\n'.repeat(100_000)), because: cut },
  { name: 'parts nested 1,000 deep', raw: () => `${from}${nested(1000)}`, expects: 'refused', because: beyond },
  { name: 'parts nested 30 deep, the most that is read', raw: () => `${from}${nested(29)}\r\ndeep` },
  {
    name: 'alternatives within alternatives, 25 deep',
    raw: () => `${from}${nested(25).replaceAll('mixed', 'alternative')}\r\nHello`,
  },
  { name: 'a text of a million empty lines', raw: () => `${from}\r\n${'\n'.repeat(1_000_000)}` },
  { name: 'a text of 500,000 short lines', raw: () => `${from}\r\n${'a\r\n'.repeat(500_000)}`, because: cut },
  {
    name: 'a text of 500,000 lines that all look like boundaries',
    raw: () => multipart(`--b\r\n\r\n${'--ba\r\n'.repeat(500_000)}`),
    because: cut,
  },
  { name: 'a text of 500,000 lines of dashes', raw: () => `${from}\r\n${'--\r\n'.repeat(500_000)}`, because: cut },
  { name: 'one line of 5 MB', raw: () => `${from}\r\n${'a'.repeat(5_000_000)}`, because: cut },
  { name: 'a line of 5 MB of spaces and one letter', raw: () => `${from}\r\n${' '.repeat(5_000_000)}a` },
  {
    name: 'quoted-printable in 300,000 lines',
    raw: () => `${from}Content-Transfer-Encoding: quoted-printable\r\n\r\n${'=41=\r\n'.repeat(300_000)}`,
    because: cut,
  },
  {
    name: 'a file of 5 MB',
    raw: () =>
      multipart(
        `--b\r\n\r\nSee there.\r\n${file('image/jpeg', encoded(5_000_000), 'Content-Transfer-Encoding: base64\r\n')}--b--\r\n`,
      ),
    because: /^10 characters, 1 files$/,
  },
  {
    name: 'a file of 3 MB of which every line is padded',
    raw: () =>
      multipart(`${file('image/jpeg', 'QUFB=\r\n'.repeat(400_000), 'Content-Transfer-Encoding: base64\r\n')}--b--\r\n`),
    because: cut,
  },
  { name: 'nothing at all', raw: () => '', expects: 'stored', because: /^0 characters, 0 files/ },
  {
    name: 'nothing at all and no envelope sender',
    raw: () => '',
    source: '',
    expects: 'refused',
    because: /without a sender/,
  },
  {
    name: 'bytes that are no mail',
    raw: () => Buffer.from(Array.from({ length: 200_000 }, (_, n) => (n * 7919) % 256)),
  },
  { name: 'only NUL bytes', raw: () => Buffer.alloc(1_000_000), expects: 'refused', because: beyond },
  { name: 'only headers, and no empty line', raw: () => `${from}Subject: Hello` },
  {
    name: 'an empty mail with an attachment of no bytes',
    raw: () => multipart(`${file('application/pdf', '')}--b--\r\n`),
  },
];

const boundaries: readonly HostileMail[] = [
  { name: 'a boundary that never ends', raw: () => multipart('--b\r\n\r\nHello'), because: /^5 characters/ },
  { name: 'a boundary that never begins', raw: () => multipart('Hello') },
  { name: 'an empty boundary', raw: () => multipart('--\r\n\r\nHello\r\n----\r\n', '') },
  {
    name: 'a boundary that is the beginning of another',
    raw: () =>
      multipart(
        '--b\r\nContent-Type: multipart/alternative; boundary=bb\r\n\r\n--bb\r\n\r\nHello\r\n--bb--\r\n--b--\r\n',
      ),
    because: /^5 characters/,
  },
  {
    name: 'the same boundary inside and outside',
    raw: () =>
      multipart('--b\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nHello\r\n--b--\r\n--b--\r\n'),
    because: /^5 characters/,
  },
  {
    name: 'a boundary of 10,000 characters',
    raw: () => multipart(`--${'x'.repeat(10_000)}\r\n\r\nHello\r\n`, 'x'.repeat(10_000)),
  },
  {
    name: 'a boundary of spaces and special characters',
    raw: () => multipart(`--a (b) [c]*+?\r\n\r\nHello\r\n`, 'a (b) [c]*+?'),
    because: /^5 characters/,
  },
  {
    name: 'text before the first and after the last boundary',
    raw: () => multipart('ignore me\r\n--b\r\n\r\nHello\r\n--b--\r\nignore me too'),
    because: /^5 characters/,
  },
  {
    name: 'a multipart of a kind that there is not',
    raw: () => multipart('--b\r\n\r\nHello\r\n--b--\r\n').replace('mixed', 'klingon'),
  },
  {
    name: 'two Content-Type headers that disagree',
    raw: () => `Content-Type: text/html\r\n${multipart('--b\r\n\r\nHello\r\n--b--\r\n')}`,
  },
];

const message = (inner: string): string =>
  multipart(`--b\r\n\r\nSee below.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n${inner}\r\n--b--\r\n`);
const forwardedTimes = (times: number): string =>
  Array.from({ length: times }, () => 'Content-Type: message/rfc822\r\n\r\n').join('');

const inside: readonly HostileMail[] = [
  {
    name: 'a mail within the mail, which tries to be From somebody else',
    raw: () => message('From: boss@shop.example\r\nSubject: Pay\r\n\r\nPay now'),
    because: /^10 characters, 1 files/,
  },
  {
    name: 'mail within mail, 1,000 deep',
    raw: () => `${from}${forwardedTimes(1000)}Subject: x\r\n\r\nHello`,
    because: /0 characters, 1 files/,
  },
  {
    name: 'a winmail.dat of TNEF that is no TNEF',
    raw: () =>
      multipart(
        `${file('application/ms-tnef; name=winmail.dat', encoded(100_000), 'Content-Transfer-Encoding: base64\r\n')}--b--\r\n`,
      ),
    because: /1 files/,
  },
  {
    name: 'a calendar of 200,000 lines',
    raw: () =>
      multipart(
        `--b\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n${'BEGIN:VEVENT\r\n'.repeat(200_000)}\r\n--b--\r\n`,
      ),
  },
  {
    name: 'a message/partial that promises the rest',
    raw: () => `${from}Content-Type: message/partial; id="x"; number=1; total=99999999\r\n\r\nHello`,
  },
  {
    name: 'a message/external-body that asks us to fetch it',
    raw: () =>
      `${from}Content-Type: message/external-body; access-type=URL; URL="http://169.254.169.254/"\r\n\r\nContent-Type: image/png\r\n\r\n`,
  },
];

/** Structure of mail that is built to exhaust a reader or to make it read something else than others do. */
export const mimeCases: readonly Hostile[] = [
  ...structure.map((mail) => mailCase('mail: structure', mail)),
  ...boundaries.map((mail) => mailCase('mail: boundaries', mail)),
  ...inside.map((mail) => mailCase('mail: mail within mail', mail)),
];
