import PostalMime, { type Email } from 'postal-mime';
import { Refusal } from '#domain/kernel/refusal.ts';
import { decodeHeader } from './encoded-words.ts';
import { htmlToText } from './html-text.ts';
import { fileOf, type MailFile } from './mail-file.ts';
import { cleanText, repairUtf8 } from './text.ts';

/** `key` is the name in lower case. */
export type MailHeader = { readonly key: string; readonly value: string };

export type ParsedMail = {
  readonly headers: readonly MailHeader[];
  readonly subject: string | undefined;
  /** From text/plain, else from the HTML; line ends are LF. */
  readonly text: string;
  readonly html: string | undefined;
  readonly files: readonly MailFile[];
};

/**
 * What costs the parser time: about 7 µs a line and 1.3 µs a byte of the worst header, measured. The lines are those of
 * base64 in the largest mail that SES takes (40 MB); people's mail has headers of a few KB and parts nested 3 to 6 deep.
 */
const limits = { nestedParts: 30, headerBytes: 256 * 1024, lines: 600_000 } as const;
const keptAttachments = 100;
const subjectCharacters = 500;

/** Reads a mail as RFC 5322 and MIME define it and as mailers break it. Refuses only what is built to exhaust a reader. */
export const parseMail = async (raw: Uint8Array): Promise<ParsedMail> => {
  const mail = await parse(raw);
  const files = mail.attachments.slice(0, keptAttachments).map(fileOf);
  const leftOut = mail.attachments.length - files.length;
  const subject = cleanText(repairUtf8(decodeHeader(valuesOf(mail.headers, 'subject')[0] ?? '')))
    .replaceAll(/\s+/g, ' ')
    .slice(0, subjectCharacters);
  const text = bodyText(mail);
  return {
    headers: mail.headers,
    subject: subject.toWellFormed() || undefined,
    text: leftOut > 0 ? `${text}\n\n[${leftOut} more attachments are only in the original mail]` : text,
    html: mail.html?.trim() ? mail.html : undefined,
    files,
  };
};

/** Every value of a header, in document order. */
export const valuesOf = (headers: readonly MailHeader[], name: string): readonly string[] =>
  headers.filter((header) => header.key === name).map((header) => header.value);

/** Message ids (RFC 5322 section 3.6.4) in a header value, with their brackets. */
export const messageIdsIn = (value: string | undefined): readonly string[] =>
  value?.slice(0, 100_000).match(/<[^<>\s]{1,250}>/g) ?? [];

const parse = async (raw: Uint8Array): Promise<Email> => {
  if (lineCount(raw) > limits.lines) throw tooMuch();
  try {
    return await PostalMime.parse(raw, {
      forceRfc822Attachments: true,
      maxNestingDepth: limits.nestedParts,
      maxHeadersSize: limits.headerBytes,
    });
  } catch {
    throw tooMuch();
  }
};

const lineCount = (raw: Uint8Array): number => raw.reduce((count, byte) => (byte === 0x0a ? count + 1 : count), 0);

const tooMuch = (): Refusal =>
  new Refusal(
    'invalid',
    'mail is built beyond what can be read; see the limits of its lines, headers and parts',
    limits,
  );

/** An empty text/plain beside HTML is common (newsletters, some mobile mailers): the HTML then is the message. */
const bodyText = (mail: Email): string => {
  const plain = cleanText(repairUtf8(mail.text ?? ''));
  return plain || cleanText(repairUtf8(htmlToText(mail.html ?? '')));
};
