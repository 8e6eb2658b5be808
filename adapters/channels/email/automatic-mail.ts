import { comparable, localPart, namesOfMailbox } from './mail-address.ts';
import { type MailHeader, valuesOf } from './mime.ts';

/** Marks what this system sends with the mailbox it came from. Other installations' mark is none of our business. */
export const loopHeader = 'X-Parley-Loop';

export type MailSigns = {
  readonly headers: readonly MailHeader[];
  /** MAIL FROM; empty for bounces. */
  readonly envelopeSender: string;
  readonly from: string;
  /** Every mail address of every connection. */
  readonly ownAddresses: readonly string[];
};

const daemon = /^(mailer-daemon|postmaster|(no|do-?not|dont)[-_.]?reply.*|bounces?([-+=_.0-9].*)?)$/;
const list = /^owner-|-owner$|-request$/;

const written = (signs: MailSigns, name: string, pattern: RegExp): boolean =>
  valuesOf(signs.headers, name).some((value) => pattern.test(value.slice(0, 1000)));
const present = (signs: MailSigns, name: string): boolean => valuesOf(signs.headers, name).length > 0;
const isOwn = (signs: MailSigns, address: string): boolean => {
  const own = signs.ownAddresses.map(comparable);
  return namesOfMailbox(address).some((name) => own.includes(name));
};

/**
 * Rules of RFC 3834 and of practice, in the order in which they are named as the reason.
 * Our own Message-ID domain is no rule: on the wire it is amazonses.com, which every customer of SES shares.
 */
const rules: Readonly<Record<string, (signs: MailSigns) => boolean>> = {
  'own-loop-marker': (signs) => valuesOf(signs.headers, loopHeader.toLowerCase()).some((value) => isOwn(signs, value)),
  'own-address': (signs) => isOwn(signs, signs.from),
  report: (signs) => written(signs, 'content-type', /^\s*multipart\/report\b/i),
  'auto-submitted': (signs) => written(signs, 'auto-submitted', /^\s*(?!no\s*(?:;|\(|$))\S/i),
  'empty-envelope-sender': (signs) => /^(<\s*>)?$/.test(signs.envelopeSender.trim()),
  'empty-return-path': (signs) => written(signs, 'return-path', /^\s*<\s*>\s*$/),
  'daemon-sender': (signs) =>
    [signs.envelopeSender, signs.from].some((address) => daemon.test(localPart(comparable(address)))),
  'list-sender': (signs) => list.test(localPart(comparable(signs.envelopeSender))),
  // DR, RN and NRN alone forbid receipts, which we never send.
  'auto-response-suppress': (signs) => written(signs, 'x-auto-response-suppress', /\b(all|autoreply|oof)\b/i),
  precedence: (signs) => written(signs, 'precedence', /^\s*(bulk|list|junk|auto_reply)\b/i),
  'list-mail': (signs) => present(signs, 'list-id') || present(signs, 'list-unsubscribe'),
  // SES itself adds "…:AmazonSES" to every mail, also to those people write, so that value says nothing.
  'feedback-id': (signs) => written(signs, 'feedback-id', /^(?!.*:AmazonSES\s*$)/i),
  'loop-header': (signs) => present(signs, 'x-loop'),
  'autoreply-header': (signs) =>
    written(signs, 'x-autoreply', /^(?!\s*no\s*$)/i) ||
    present(signs, 'x-autorespond') ||
    present(signs, 'x-auto-reply-from'),
  'machine-generated': (signs) =>
    present(signs, 'x-fc-machinegenerated') || present(signs, 'x-ms-exchange-generated-message-source'),
};

/** The first rule that says a mail was written by a program, or undefined for mail that a person wrote. */
export const automaticReason = (signs: MailSigns): string | undefined =>
  Object.entries(rules).find(([, holds]) => holds(signs))?.[0];
