/**
 * What the console's pages may do, in the cloud and on one machine. Styles may stand in the page because mails of customers
 * bring theirs; scripts may not.
 */
export const contentSecurityPolicy = (allowed: {
  readonly connectsTo: readonly string[];
  /** Where files of messages lie: uploaded to, and recordings played from. */
  readonly files: string;
}): string =>
  [
    "default-src 'self'",
    `connect-src 'self' ${[...allowed.connectsTo, allowed.files].join(' ')}`,
    `media-src 'self' ${allowed.files}`,
    "img-src 'self' data:",
    "style-src 'self' 'unsafe-inline'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
