import type { Sender } from '#domain/channels/inbound-message.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { isSingleMailbox, type Mailbox, mailboxesIn, normalAddress } from './mail-address.ts';
import { type MailHeader, valuesOf } from './mime.ts';

type Claims = {
  readonly headers: readonly MailHeader[];
  /** MAIL FROM; empty for bounces. */
  readonly envelopeSender: string;
  readonly dmarc: string | undefined;
};

/**
 * Who wrote a mail. The From header is an identity only when DMARC passed and it names exactly one mailbox; otherwise
 * it is a claim. With several authors the Sender header decides (RFC 5322 section 3.6.2), with none the envelope does.
 */
export const senderOf = (claims: Claims): Sender => {
  const fields = valuesOf(claims.headers, 'from');
  const authors = fields.flatMap(mailboxesIn);
  const author = oneOf(authors, valuesOf(claims.headers, 'sender').flatMap(mailboxesIn)[0]);
  if (author)
    return { ...author, verified: fields.length === 1 && fields.every(isSingleMailbox) && claims.dmarc === 'PASS' };

  const envelope = normalAddress(claims.envelopeSender);
  if (envelope) return { address: envelope, verified: false };
  throw new Refusal('invalid', 'mail without a sender: no usable From header and an empty envelope sender');
};

const oneOf = (authors: readonly Mailbox[], submitter: Mailbox | undefined): Mailbox | undefined =>
  authors.find((author) => author.address === submitter?.address) ?? authors[0];
