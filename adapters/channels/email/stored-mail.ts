import { DateTime } from 'luxon';
import type { Connection } from '#domain/channels/channel.ts';
import type { FileStore } from '#domain/channels/inbound-envelope.ts';
import type { EmailHeaders, InboundMessage, Sender } from '#domain/channels/inbound-message.ts';
import { automaticReason } from './automatic-mail.ts';
import { comparable, mailboxesIn } from './mail-address.ts';
import { folderOf, keepFiles } from './mail-file.ts';
import { messageIdsIn, type ParsedMail, valuesOf } from './mime.ts';
import { foldQuotedText } from './quoted-text.ts';
import type { ReplyTokens } from './reply-token.ts';
import { senderOf } from './sender.ts';
import { cutText } from './text.ts';

/** A mail and its envelope, whichever front end took it in: a receipt rule, Mail Manager or the local SMTP server. */
export type StoredMail = {
  readonly providerId: string;
  readonly receivedAt: string;
  readonly envelopeSender: string;
  /** What the front end found, by check: spam, virus, spf, dkim, dmarc. */
  readonly verdicts: Readonly<Record<string, string>>;
  readonly mail: ParsedMail;
  /** The connections it was sent to, each with the envelope recipients that name it. */
  readonly addressed: ReadonlyMap<Connection, readonly string[]>;
  readonly ownAddresses: readonly string[];
};

/** Recipients and references that are kept; mail to thousands has no more use for the others. */
const keptEntries = 100;
const idCharacters = 250;

/** One message for each connection that a mail was sent to. Files are stored once, before the messages are returned. */
export const messagesOfMail = async (
  needs: { readonly files: FileStore; readonly replyTokens: ReplyTokens },
  stored: StoredMail,
): Promise<readonly InboundMessage[]> => {
  const { mail } = stored;
  const sender = senderOf({ ...stored, headers: mail.headers, dmarc: stored.verdicts.dmarc });
  const { text, full } = foldQuotedText(cutText(mail.text));
  // Behind the folding, which might take them for a signature.
  const noted = (words: string): string => [words, ...mail.notes].filter(Boolean).join('\n\n');
  const automatic = automaticReason({ ...stored, headers: mail.headers, from: sender.address });
  const files = await store(needs.files, stored);
  return Array.from(stored.addressed, ([connection, recipients]) => {
    const replyToken = recipients.map((recipient) => needs.replyTokens.conversationIn(recipient)).find(Boolean);
    return {
      channel: 'email',
      connectionId: connection.id,
      providerId: stored.providerId,
      sender,
      sentAt: sentAt(valuesOf(mail.headers, 'date')[0], stored.receivedAt),
      ...(mail.subject && { subject: mail.subject }),
      text: noted(text),
      ...(full && { fullText: noted(full) }),
      ...files,
      ...(automatic && { automatic }),
      email: emailHeaders(stored, sender),
      ...(replyToken && { replyToken }),
    };
  });
};

const store = async (
  files: FileStore,
  { providerId, mail }: StoredMail,
): Promise<Pick<InboundMessage, 'htmlKey' | 'attachments'>> => {
  const folder = folderOf(providerId);
  const attachments = [...(await keepFiles(files, folder, mail.files))];
  if (!mail.html) return { attachments };
  const htmlKey = `${folder}/body.html`;
  await files.put({ key: htmlKey, contentType: 'text/html; charset=utf-8', body: Buffer.from(mail.html) });
  return { htmlKey, attachments };
};

/** How long mail servers try (RFC 5321 section 4.5.4.1: 4 to 5 days), and some. An older Date is a wrong clock. */
const oldestDays = 7;

/** The sender's Date, unless it is missing, unreadable, in the future or older than mail can be: then when SES took it. */
const sentAt = (date: string | undefined, receivedAt: string): string => {
  const received = DateTime.fromISO(receivedAt);
  const sent = DateTime.fromRFC2822((date ?? '').slice(0, 100));
  const isPlausible = sent.isValid && sent <= received && sent >= received.minus({ days: oldestDays });
  return (isPlausible ? sent : received).toJSDate().toISOString();
};

const emailHeaders = ({ mail, verdicts, ownAddresses }: StoredMail, sender: Sender): EmailHeaders => {
  const ids = (name: string): readonly string[] => valuesOf(mail.headers, name).flatMap(messageIdsIn);
  const addresses = (name: string): string[] =>
    valuesOf(mail.headers, name)
      .flatMap(mailboxesIn)
      .map(({ address }) => address)
      .slice(0, keptEntries);
  const own = new Set(ownAddresses.map(comparable));
  const messageId = ids('message-id')[0] ?? bareId(valuesOf(mail.headers, 'message-id')[0]);
  const inReplyTo = ids('in-reply-to')[0];
  const references = ids('references');
  return {
    ...(messageId && { messageId }),
    ...(inReplyTo && { inReplyTo }),
    // The first names the thread, the last what was answered.
    references:
      references.length > keptEntries
        ? [...references.slice(0, 1), ...references.slice(1 - keptEntries)]
        : [...references],
    to: addresses('to'),
    cc: addresses('cc'),
    // A Reply-To that is ours (web forms, misread settings) would have us answer ourselves.
    replyTo: addresses('reply-to').find((address) => !own.has(comparable(address))) ?? sender.address,
    verdicts: { ...verdicts },
  };
};

/** Some programs leave the brackets out; answers to them carry the id with brackets. */
const bareId = (value: string | undefined): string | undefined =>
  value && value.length <= idCharacters && /^[^\s<>]+$/.test(value) ? `<${value}>` : undefined;
