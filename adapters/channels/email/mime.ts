import type { Email } from 'postal-mime';
import { Refusal } from '#domain/kernel/refusal.ts';
import { decodeHeader } from './encoded-words.ts';
import { htmlToText } from './html-text.ts';
import { fileOf, type MailFile } from './mail-file.ts';
import { type ParsedInRuns, parseInRuns } from './parse-in-runs.ts';
import { saysNoMore } from './plain-html.ts';
import { cleanText, repairUtf8 } from './text.ts';

/** `key` is the name in lower case. */
export type MailHeader = { readonly key: string; readonly value: string };

export type ParsedMail = {
  readonly headers: readonly MailHeader[];
  readonly subject: string | undefined;
  /** From text/plain, else from the HTML; line ends are LF. */
  readonly text: string;
  /** What of the mail was left out, for whoever reads it. */
  readonly notes: readonly string[];
  /** Where it shows more than the text. */
  readonly html: string | undefined;
  readonly files: readonly MailFile[];
};

/** People's mail has headers of a few KB and parts nested 3 to 6 deep. */
const limits = { nestedParts: 30, headerBytes: 256 * 1024 } as const;
/** Each costs a request and 3 ms of CPU time. */
const keptAttachments = 50;
const subjectCharacters = 500;

/** Reads a mail as RFC 5322 and MIME define it and as mailers break it. Refuses only what is built to exhaust a reader. */
export const parseMail = async (raw: Uint8Array): Promise<ParsedMail> => {
  const { mail, isCut } = await parse(raw);
  const files = mail.attachments.slice(0, keptAttachments).map(fileOf);
  const leftOut = mail.attachments.length - files.length;
  const subject = cleanText(repairUtf8(decodeHeader(valuesOf(mail.headers, 'subject')[0] ?? '')))
    .replaceAll(/\s+/g, ' ')
    .slice(0, subjectCharacters);
  const text = bodyText(mail);
  const notes = [
    ...(leftOut > 0 ? [`[${leftOut} more attachments are only in the original mail]`] : []),
    ...(isCut ? ['[The mail has more parts or lines than are read; the rest is only in the original mail]'] : []),
  ];
  return {
    headers: mail.headers,
    subject: subject.toWellFormed() || undefined,
    text,
    notes,
    html: mail.html && !saysNoMore(mail.html, text) ? mail.html : undefined,
    files,
  };
};

/** Every value of a header, in document order. */
export const valuesOf = (headers: readonly MailHeader[], name: string): readonly string[] =>
  headers.filter((header) => header.key === name).map((header) => header.value);

/** Message ids (RFC 5322 section 3.6.4) in a header value, with their brackets. */
export const messageIdsIn = (value: string | undefined): readonly string[] =>
  value?.slice(0, 100_000).match(/<[^<>\s]{1,250}>/g) ?? [];

const parse = async (raw: Uint8Array): Promise<ParsedInRuns> => {
  try {
    return await parseInRuns(raw, {
      forceRfc822Attachments: true,
      maxNestingDepth: limits.nestedParts,
      maxHeadersSize: limits.headerBytes,
    });
  } catch {
    throw tooMuch();
  }
};

const tooMuch = (): Refusal =>
  new Refusal(
    'invalid',
    'mail is built beyond what can be read; see the limits of its headers and of parts within parts',
    limits,
  );

/** An empty text/plain beside HTML is common (newsletters, some mobile mailers): the HTML then is the message. */
const bodyText = (mail: Email): string => {
  const plain = cleanText(repairUtf8(mail.text ?? ''));
  return plain || cleanText(repairUtf8(htmlToText(mail.html ?? '')));
};
