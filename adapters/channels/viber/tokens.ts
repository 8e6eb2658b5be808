/**
 * Message tokens have up to 64 bits, more than a number holds: they are made text before parsing. Inside of a text the
 * quotes would be escaped, so nothing that a customer wrote is taken for one.
 */
export const withTextTokens = (json: string): string => json.replace(/("message_token"\s*:\s*)(\d+)/g, '$1"$2"');
