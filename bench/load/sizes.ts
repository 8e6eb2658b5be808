import { type Random, weighted } from './arithmetic.ts';

/** How long messages are: most are short. Characters. */
const lengths = { short: 60, paragraph: 500, long: 3000 } as const;
const lengthWeights = { short: 70, paragraph: 25, long: 5 } as const;

const filler =
  'I ordered a lamp last week and would like to know when it is delivered. The page says it left on Monday. ';

/** A text that begins with its own name, by which it is known again on the screen. */
export function textOf(random: Random, name: string, longest: number): string {
  const wanted = Math.min(longest, lengths[weighted(random, lengthWeights)]);
  return `${name} ${filler.repeat(Math.ceil(wanted / filler.length))}`.slice(0, Math.max(wanted, name.length)).trim();
}

/** Of a hundred mails, so many carry a file. */
const mailWeights = { plain: 97, withFile: 3 } as const;
const fileBytes = 180_000;
/** As mail programs write it: lines of 76 characters; about 246 kB. */
const file = Buffer.alloc(fileBytes, 'a picture of a lamp ').toString('base64').replaceAll(/.{76}/g, '$&\r\n');

export type Mail = {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly messageId: string;
  readonly inReplyTo: string | undefined;
  readonly text: string;
};

const attachment = [
  '--m1',
  'Content-Type: image/jpeg; name="lamp.jpg"',
  'Content-Transfer-Encoding: base64',
  'Content-Disposition: attachment; filename="lamp.jpg"',
  '',
  file,
];

/** A mail of about 2 kB, now and then with a file: 250 kB. */
export function rawMail(random: Random, mail: Mail): string {
  const text = `${mail.text}\r\n\r\n${filler.repeat(6)}`;
  const { inReplyTo } = mail;
  return [
    `From: Customer <${mail.from}>`,
    `To: <${mail.to}>`,
    `Subject: ${mail.subject}`,
    `Message-ID: ${mail.messageId}`,
    ...(inReplyTo ? [`In-Reply-To: ${inReplyTo}`, `References: ${inReplyTo}`] : []),
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="m1"',
    '',
    '--m1',
    'Content-Type: multipart/alternative; boundary="a1"',
    '',
    '--a1',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '--a1',
    'Content-Type: text/html; charset=utf-8',
    '',
    `<html><body><p>${text}</p></body></html>`,
    '--a1--',
    ...(weighted(random, mailWeights) === 'withFile' ? attachment : []),
    '--m1--',
    '',
  ].join('\r\n');
}
