import type { Hostile } from './contract.ts';
import { isClean, kept } from './support/about.ts';
import { from, type HostileMail, mailCase } from './support/mail.ts';

const words: readonly HostileMail[] = [
  {
    name: 'an encoded word with NUL',
    raw: () => `${from}Subject: =?utf-8?Q?a=00b?=\r\n\r\nHello`,
    about: isClean,
    because: /^no control/,
  },
  {
    name: 'an encoded word that injects a header',
    raw: () => `${from}Subject: =?utf-8?Q?a=0D=0ABcc:_victim@z.example?=\r\n\r\nHello`,
    about: isClean,
    because: /^no control/,
  },
  {
    name: 'an encoded name that injects a header',
    raw: () => `From: =?utf-8?Q?a=0D=0ABcc:_victim@z.example?= <eve@evil.example>\r\n\r\nHello`,
    about: isClean,
    because: /^no control/,
  },
  {
    name: 'an encoded word that spells an address',
    raw: () => `From: =?utf-8?Q?boss=40shop.example=2C?= <eve@evil.example>\r\n\r\nHello`,
    about: kept,
    because: /from eve@evil/,
  },
  {
    name: 'encoded words within encoded words',
    raw: () => `${from}Subject: =?utf-8?B?${Buffer.from('=?utf-8?Q?inner?=').toString('base64')}?=\r\n\r\nHello`,
    about: kept,
  },
  {
    name: '10,000 encoded words in one header',
    raw: () => `${from}Subject: ${'=?utf-8?B?YQ==?= '.repeat(10_000)}\r\n\r\nHello`,
    about: kept,
    because: /of 500,/,
  },
  {
    name: '10,000 words of alternating charsets',
    raw: () => `${from}Subject: ${'=?utf-8?B?YQ==?= =?iso-8859-1?B?Yg==?= '.repeat(4000)}\r\n\r\nHello`,
  },
  {
    name: 'an encoded word that never ends',
    raw: () => `${from}Subject: =?utf-8?B?${'YWFh'.repeat(50_000)}\r\n\r\nHello`,
  },
  {
    name: '50,000 beginnings of encoded words',
    raw: () => `${from}Subject: ${'=?utf-8?B?'.repeat(20_000)}\r\n\r\nHello`,
  },
  {
    name: '20,000 words with nothing in them',
    raw: () => `${from}Subject: ${'=?utf-8?B??= '.repeat(15_000)}\r\n\r\nHello`,
  },
  {
    name: 'encoded words in a charset that there is not',
    raw: () => `${from}Subject: =?klingon?B?YQ==?=\r\n\r\nHello`,
  },
  {
    name: 'an encoded word in UTF-7',
    raw: () => `${from}Subject: =?utf-7?Q?+ADw-script+AD4-?=\r\n\r\nHello`,
    about: kept,
  },
  {
    name: 'a character cut between two encoded words',
    raw: () => `${from}Subject: =?utf-8?B?8J+Y?= =?utf-8?B?gA==?=\r\n\r\nHello`,
    about: kept,
    because: /subject "😀"/,
  },
];

/** Encoded words (RFC 2047) that hide, inject or never end. */
export const encodedWordCases: readonly Hostile[] = words.map((mail) => mailCase('mail: encoded words', mail));
