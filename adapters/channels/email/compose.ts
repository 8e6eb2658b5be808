import MailComposer from 'nodemailer/lib/mail-composer';
import type { Connection } from '#domain/channels/channel.ts';
import type { OutboundMessage } from '#domain/channels/delivery.ts';
import type { FileStore } from '#domain/channels/inbound-envelope.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import { loopHeader } from './automatic-mail.ts';
import { plainLine } from './mail-address.ts';
import type { ReplyTokens } from './reply-token.ts';

/** Keeps the folded References header under the 998 characters that RFC 5322 section 2.1.1 allows for one line. */
const referencesCharacters = 900;
const subjectCharacters = 500;

/** The raw mail for an outbound message. SES replaces Message-ID and Date. */
export const composeEmail = async (
  needs: { readonly replyTokens: ReplyTokens; readonly files: Pick<FileStore, 'get'> },
  connection: Connection,
  message: OutboundMessage,
): Promise<Uint8Array> => {
  const composer = new MailComposer({
    from: { name: plainLine(connection.name), address: connection.address },
    to: { name: '', address: message.to },
    cc: message.cc.map((address) => ({ name: '', address })),
    replyTo: {
      name: plainLine(connection.name),
      address: needs.replyTokens.addressFor(message.conversationId, connection.address),
    },
    subject: subjectOf(message),
    ...threading(message),
    text: message.text,
    html: htmlOf(message.text),
    attachments: await Promise.all(message.attachments.map((attachment) => attached(needs.files, attachment))),
    headers: { [loopHeader]: connection.address, ...(message.automatic ? automaticMarks : {}) },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
};

async function attached(files: Pick<FileStore, 'get'>, { key, fileName, contentType }: Attachment) {
  const content = await files.get(key);
  if (!content) throw new Error('a file that was to be attached is not in the bucket');
  return { filename: fileName, contentType, content: Buffer.from(content) };
}

/** RFC 3834 section 5, and what Exchange and older mailing lists understand. */
const automaticMarks = {
  'Auto-Submitted': 'auto-replied',
  'X-Auto-Response-Suppress': 'All',
  Precedence: 'bulk',
} as const;

/** "Re:" as mailers write it in English, German, Dutch, Scandinavian, Italian, Polish and French, with Lotus' count. */
const replyPrefix = /^(re|aw|antw|antwort|sv|vs|rif|odp|réf)(\[\d{1,3}\])? ?: ?/i;

const subjectOf = ({ subject = '', inReplyTo }: OutboundMessage): string => {
  const line = plainLine(subject).slice(0, subjectCharacters);
  if (!inReplyTo) return line;
  let bare = line;
  while (replyPrefix.test(bare)) bare = bare.replace(replyPrefix, '');
  return `Re: ${bare || '(no subject)'}`;
};

/** A message id that cannot break out of its header; what we cannot quote safely we do not quote. */
const isMessageId = (id: string): boolean => /^<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>$/.test(id);

const threading = ({ inReplyTo, references }: OutboundMessage): { inReplyTo?: string; references?: string[] } => {
  const answered = inReplyTo && isMessageId(inReplyTo) ? inReplyTo : undefined;
  const all = [
    ...new Set([...references.filter(isMessageId).filter((id) => id !== answered), ...(answered ? [answered] : [])]),
  ];
  return {
    ...(answered && { inReplyTo: answered }),
    ...(all.length > 0 && { references: trimmed(all) }),
  };
};

/** The first names the thread, the latest are what mailers look for; the middle may go. */
const trimmed = (ids: readonly string[]): string[] => {
  const [first = '', ...others] = ids;
  const latest: string[] = [];
  let characters = first.length;
  for (const id of others.toReversed()) {
    characters += id.length + 1;
    if (characters > referencesCharacters) break;
    latest.unshift(id);
  }
  return [first, ...latest];
};

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The text as paragraphs, with its web addresses as links: nothing in it is taken for markup. */
const htmlOf = (text: string): string => {
  const html = text
    .replaceAll(/\r\n?/g, '\n')
    .split(/(https?:\/\/[^\s<>"]{1,2000}[^\s<>".,;:!?)\]'])/)
    .map((part, index) => (index % 2 === 1 ? `<a href="${escaped(part)}">${escaped(part)}</a>` : escaped(part)))
    .join('');
  const paragraphs = html.split(/\n{2,}/).map((paragraph) => `<p>${paragraph.replaceAll('\n', '<br>')}</p>`);
  return `<!doctype html><html><body>${paragraphs.join('\n')}</body></html>`;
};
