import type { Hostile } from './contract.ts';
import type { Received } from './support/desk.ts';
import { from, type HostileMail, mailCase } from './support/mail.ts';

const typed = (type: string, body: string | Uint8Array, encoding = '8bit'): Uint8Array =>
  Buffer.concat([
    Buffer.from(`${from}Content-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`),
    typeof body === 'string' ? Buffer.from(body) : body,
  ]);
const noise = (bytes: number): Uint8Array =>
  Buffer.from(Array.from({ length: bytes }, (_, n) => (n * 7919 + (n >> 3)) % 256));

/** A text is kept as characters: whole, without controls, and never as markup that was not there. */
const soundness = ({ message: { text } }: Received): string =>
  `${text.length} characters, ${text.isWellFormed() ? 'well formed' : 'half surrogates'}, ${/[^\P{Cc}\t\n]/u.test(text) ? 'with controls' : 'no controls'}, begins "${text.slice(0, 20).replaceAll(/\s/g, ' ')}"`;
const sound = /well formed, no controls/;

const charsets: readonly HostileMail[] = [
  ['utf-7', 'text/plain; charset=utf-7', '+ADw-script+AD4-alert(1)+ADw-/script+AD4-'],
  ['a charset that there is not', 'text/plain; charset=klingon', 'Hello'],
  ['a charset of 100,000 characters', `text/plain; charset=${'x'.repeat(100_000)}`, 'Hello'],
  ['a charset that is a path', 'text/plain; charset=../../etc/passwd', 'Hello'],
  ['utf-16 without a byte order mark', 'text/plain; charset=utf-16', Buffer.from('Hello', 'utf16le')],
  ['utf-16 of an odd number of bytes', 'text/plain; charset=utf-16le', Buffer.from('Hello', 'utf16le').subarray(0, 9)],
  ['utf-16 of half surrogates only', 'text/plain; charset=utf-16le', Buffer.alloc(200_000, Buffer.from([0x00, 0xd8]))],
  ['rubbish in gb18030', 'text/plain; charset=gb18030', noise(200_000)],
  ['rubbish in iso-2022-jp', 'text/plain; charset=iso-2022-jp', noise(200_000)],
  ['rubbish in shift_jis', 'text/plain; charset=shift_jis', noise(200_000)],
  ['rubbish in utf-8', 'text/plain; charset=utf-8', noise(200_000)],
  ['utf-8 in more bytes than needed', 'text/plain; charset=utf-8', Buffer.from([0xc0, 0xbc, 0xe0, 0x80, 0xbc])],
  ['latin-1 that says it is utf-8', 'text/plain; charset=utf-8', Buffer.from('Gr\u00fc\u00dfe', 'latin1')],
  ['2 MB of utf-8 that says it is latin-1', 'text/plain; charset=iso-8859-1', 'Grüße '.repeat(250_000)],
  ['two charsets at once', 'text/plain; charset=utf-8; charset=utf-16', 'Hello'],
].map(([name, type, body]) => ({
  name: `text in ${name}`,
  raw: () => typed(String(type), body as string | Uint8Array),
  about: soundness,
  because: sound,
}));

const encodings: readonly HostileMail[] = [
  ['base64 that is none', 'base64', '%%%=='],
  ['base64 of 1 MB of rubbish', 'base64', noise(1_000_000)],
  ['base64 with padding in the middle', 'base64', 'SGVs=bG8=SGVsbG8='],
  ['base64 of one character', 'base64', 'A'],
  ['quoted-printable that is none', 'quoted-printable', '=ZZ=\r\n='],
  ['quoted-printable of 1 MB of equals signs', 'quoted-printable', '='.repeat(1_000_000)],
  ['quoted-printable of 1 MB of rubbish', 'quoted-printable', noise(1_000_000)],
  ['quoted-printable with NUL', 'quoted-printable', 'a=00b=0Dc=1B[31m'],
  ['an encoding that there is not', 'rot13', 'Uryyb'],
  ['uuencode', 'x-uuencode', 'begin 644 /etc/passwd\n#0V%T\n`\nend\n'],
  ['an encoding of 10,000 comments', `${'('.repeat(10_000)}base64${')'.repeat(10_000)}`, 'SGVsbG8='],
].map(([name, encoding, body]) => ({
  name: `a body in ${name}`,
  raw: () => typed('text/plain; charset=utf-8', body as string | Uint8Array, String(encoding)),
  about: soundness,
  because: sound,
}));

/** Characters and encodings that lie about themselves. */
export const characterCases: readonly Hostile[] = [
  ...charsets.map((mail) => mailCase('mail: charsets', mail)),
  ...encodings.map((mail) => mailCase('mail: encodings', mail)),
];
