import type { Hostile } from './contract.ts';
import { isClean, kept } from './support/about.ts';
import { mailbox } from './support/desk.ts';
import { from, type HostileMail, mailCase, to } from './support/mail.ts';

const beyond = /built beyond what can be read/;
const times = (count: number, what: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => what(n)).join('');
const ids = (count: number): string => times(count, (n) => `<id${n}@mail.example> `);

const sizes: readonly HostileMail[] = [
  {
    name: 'a header of 1 MB',
    raw: () => `${from}X-Long: ${'a'.repeat(1_000_000)}\r\n\r\nHello`,
    expects: 'refused',
    because: beyond,
  },
  { name: 'a header of 250 KB', raw: () => `${from}X-Long: ${'a'.repeat(250_000)}\r\n\r\nHello` },
  {
    name: '100,000 headers',
    raw: () => `${from}${'A: b\r\n'.repeat(100_000)}\r\nHello`,
    expects: 'refused',
    because: beyond,
  },
  { name: '30,000 headers', raw: () => `${from}${'A: b\r\n'.repeat(30_000)}\r\nHello` },
  {
    name: 'a header folded 60,000 times',
    raw: () => `${from}Subject: ${'a\r\n '.repeat(60_000)}\r\n\r\nHello`,
    about: kept,
    because: /of 500,/,
  },
  {
    name: 'folds of nothing but white space',
    raw: () => `${from}Subject: a${'\r\n\t '.repeat(50_000)}b\r\n\r\nHello`,
    about: kept,
    because: /subject "a b" of 3/,
  },
  { name: 'a header name of 100,000 characters', raw: () => `${from}${'X'.repeat(100_000)}: y\r\n\r\nHello` },
  { name: 'headers without a colon', raw: () => `${from}${'nonsense\r\n'.repeat(10_000)}\r\nHello` },
  {
    name: 'a Subject of 200 KB',
    raw: () => `${from}Subject: ${'word '.repeat(40_000)}\r\n\r\nHello`,
    about: kept,
    because: /of (499|500),/,
  },
  {
    name: '1,000 Subject headers',
    raw: () => `${from}${times(1000, (n) => `Subject: ${n}\r\n`)}\r\nHello`,
    about: kept,
    because: /subject "0"/,
  },
];

const names: readonly HostileMail[] = [
  {
    name: 'References that name 10,000 mails',
    raw: () => `${from}References: ${ids(10_000)}\r\n\r\nHello`,
    about: kept,
    because: /100 references/,
  },
  {
    name: 'an In-Reply-To that names 10,000 mails',
    raw: () => `${from}In-Reply-To: ${ids(10_000)}\r\n\r\nHello`,
    about: kept,
  },
  { name: 'a mail without a Message-ID', raw: () => `${from}\r\nHello`, about: kept, because: /id undefined/ },
  {
    name: 'two Message-IDs',
    raw: () => `${from}Message-ID: <one@x.example>\r\nMessage-ID: <two@x.example>\r\n\r\nHello`,
    about: kept,
    because: /id <one@x\.example>/,
  },
  {
    name: 'a Message-ID of 100,000 characters',
    raw: () => `${from}Message-ID: <${'a'.repeat(100_000)}@x.example>\r\n\r\nHello`,
    about: kept,
    because: /id undefined/,
  },
  {
    name: 'a Message-ID of 250 characters of three bytes',
    raw: () => `${from}Message-ID: <${'漢'.repeat(240)}@x>\r\n\r\nHello`,
  },
  {
    name: 'a Message-ID of our own key for another thing',
    raw: () => `${from}Message-ID: <update:1#thread:2#CONVERSATION#x>\r\n\r\nHello`,
  },
  { name: 'a Message-ID that is empty', raw: () => `${from}Message-ID: <>\r\n\r\nHello`, about: kept },
  {
    name: 'a mail that answers itself',
    raw: () =>
      `${from}Message-ID: <self@x.example>\r\nIn-Reply-To: <self@x.example>\r\nReferences: <self@x.example>\r\n\r\nHello`,
  },
  { name: 'a Date in the year 275760', raw: () => `${from}Date: Fri, 13 Sep 275760 00:00:00 +0000\r\n\r\nHello` },
  { name: 'a Date of 100,000 characters', raw: () => `${from}Date: ${'1'.repeat(100_000)}\r\n\r\nHello` },
];

const senders: readonly HostileMail[] = [
  { name: 'no From', raw: () => `${to}\r\nHello`, about: kept, because: /from ada@customer\.example \(not verified\)/ },
  {
    name: 'no From and no envelope sender',
    raw: () => `${to}\r\nHello`,
    source: '',
    expects: 'refused',
    because: /without a sender/,
  },
  {
    name: 'an empty From and no envelope sender',
    raw: () => 'From: \r\n\r\nHello',
    source: '',
    expects: 'refused',
    because: /without a sender/,
  },
  {
    name: 'two From headers, the second of somebody else',
    raw: () => `${from}From: boss@shop.example\r\n\r\nHello`,
    about: kept,
    because: /from ada@customer\.example \(not verified\)/,
  },
  {
    name: '1,000 From headers',
    raw: () => `${times(1000, (n) => `From: a${n}@x.example\r\n`)}\r\nHello`,
    about: kept,
    because: /not verified/,
  },
  {
    name: 'a From of 10,000 authors',
    raw: () => `From: ${times(10_000, (n) => `a${n}@x.example, `)}\r\n\r\nHello`,
    about: kept,
    because: /not verified/,
  },
  {
    name: 'a From that fails DMARC',
    raw: () => `${from}\r\nHello`,
    dmarc: 'FAIL',
    about: kept,
    because: /not verified/,
  },
  {
    name: 'a display name that looks like another address',
    raw: () => `From: "boss@shop.example" <eve@evil.example>\r\n\r\nHello`,
    about: kept,
    because: /from eve@evil\.example/,
  },
  {
    name: 'an address in the comment of another',
    raw: () => `From: eve@evil.example (boss@shop.example)\r\n\r\nHello`,
    about: kept,
    because: /from eve@evil\.example/,
  },
  { name: 'an address with a second @', raw: () => `From: <boss@shop.example@evil.example>\r\n\r\nHello`, about: kept },
  {
    name: 'a quoted local part that holds an address',
    raw: () => `From: <"boss@shop.example>,"@evil.example>\r\n\r\nHello`,
    about: kept,
  },
  {
    name: 'a From with NUL and line breaks in its name',
    raw: () => `From: "A\u0000B\rC" <eve@evil.example>\r\n\r\nHello`,
    about: isClean,
    because: /^no control/,
  },
  {
    name: 'a display name of 100,000 characters',
    raw: () => `From: "${'A'.repeat(100_000)}" <eve@evil.example>\r\n\r\nHello`,
    about: kept,
  },
  { name: 'a From of 10,000 opening brackets', raw: () => `From: ${'<'.repeat(10_000)}\r\n\r\nHello` },
  {
    name: 'a From of 10,000 nested comments',
    raw: () => `From: ${'('.repeat(10_000)}a${')'.repeat(10_000)} eve@evil.example\r\n\r\nHello`,
  },
  { name: 'a From of 10,000 nested groups', raw: () => `From: ${'a:'.repeat(10_000)}\r\n\r\nHello` },
  { name: 'a From of 100,000 quotes', raw: () => `From: ${'"'.repeat(100_000)}\r\n\r\nHello` },
  { name: 'a From of 100,000 commas', raw: () => `From: ${','.repeat(100_000)}\r\n\r\nHello` },
  {
    name: 'a From of 100,000 backslashes',
    raw: () => `From: "${'\\'.repeat(100_000)}" <eve@evil.example>\r\n\r\nHello`,
  },
  {
    name: 'an address list of 10,000 recipients',
    raw: () => `${from}To: ${times(10_000, (n) => `P <p${n}@x.example>, `)}\r\n\r\nHello`,
    about: kept,
    because: /100 recipients/,
  },
  {
    name: 'Cc and Bcc of 5,000 each',
    raw: () =>
      `${from}Cc: ${times(5000, (n) => `c${n}@x.example, `)}\r\nBcc: ${times(5000, (n) => `d${n}@x.example, `)}\r\n\r\nHello`,
  },
  {
    name: 'a Reply-To that is our own address',
    raw: () => `${from}Reply-To: ${mailbox.address}\r\n\r\nHello`,
    about: kept,
    because: /answer to ada@customer\.example/,
  },
  {
    name: 'a Reply-To that adds recipients by a line break',
    raw: () => `${from}Reply-To: x@y.example\r\nBcc: victim@z.example\r\n\r\nHello`,
    about: kept,
    because: /answer to x@y\.example/,
  },
  {
    name: 'a header name with an invisible character that looks like From',
    raw: () => `\u00A0From: boss@shop.example\r\n${from}\r\nHello`,
    about: kept,
    because: /from ada@customer/,
  },
];

/** Headers that are built to exhaust a reader, to pass for somebody else or to write a header of their own. */
export const headerCases: readonly Hostile[] = [
  ...sizes.map((mail) => mailCase('mail: headers', mail)),
  ...names.map((mail) => mailCase('mail: ids and dates', mail)),
  ...senders.map((mail) => mailCase('mail: senders and recipients', mail)),
];
