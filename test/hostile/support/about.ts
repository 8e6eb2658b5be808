import type { Received } from './desk.ts';

/** What a mail kept of who wrote it and what it is about. */
export const kept = ({ message: { subject = '', sender, email } }: Received): string =>
  `from ${sender.address} (${sender.verified ? 'verified' : 'not verified'}), subject "${subject.slice(0, 60)}" of ${subject.length}, id ${email?.messageId?.slice(0, 60)}, ${email?.references.length} references, ${email?.to.length} recipients, answer to ${email?.replyTo}`;
/** Can what was kept break a line of a log or a header? */
export const isClean = ({ message: { subject = '', sender } }: Received): string =>
  /[\p{Cc}]/u.test(`${subject}${sender.name ?? ''}`) ? 'control characters were kept' : 'no control characters';
