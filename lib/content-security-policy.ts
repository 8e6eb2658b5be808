/**
 * What the console's pages may do, in the cloud and on one machine. Styles may stand in the page because mails of customers
 * bring theirs; scripts may not.
 */
export const contentSecurityPolicy = (connectsTo: readonly string[]): string =>
  [
    "default-src 'self'",
    `connect-src 'self' ${connectsTo.join(' ')}`,
    "img-src 'self' data:",
    "style-src 'self' 'unsafe-inline'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
