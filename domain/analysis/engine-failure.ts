const kinds = {
  throttled: 'Comprehend is throttling',
  forbidden: 'Comprehend refused our credentials or permissions',
  invalid: 'Comprehend refused the request',
  broken: 'Comprehend had an internal error',
  unreachable: 'the connection to Comprehend failed',
} as const;

/** Error names and codes of the service and of its client, as documented in each operation's "Errors" and in Node's `SystemError`. */
const known: ReadonlyMap<string, string> = new Map([
  ['ThrottlingException', kinds.throttled],
  ['TooManyRequestsException', kinds.throttled],
  ['AccessDeniedException', kinds.forbidden],
  ['CredentialsProviderError', kinds.forbidden],
  ['ExpiredTokenException', kinds.forbidden],
  ['InvalidSignatureException', kinds.forbidden],
  ['UnrecognizedClientException', kinds.forbidden],
  ['InvalidRequestException', kinds.invalid],
  ['TextSizeLimitExceededException', kinds.invalid],
  ['UnsupportedLanguageException', kinds.invalid],
  ['ValidationException', kinds.invalid],
  ['InternalServerException', kinds.broken],
  ['InternalFailure', kinds.broken],
  ['ServiceUnavailableException', kinds.broken],
  ['ECONNREFUSED', kinds.unreachable],
  ['ECONNRESET', kinds.unreachable],
  ['EHOSTUNREACH', kinds.unreachable],
  ['ENOTFOUND', kinds.unreachable],
  ['EPIPE', kinds.unreachable],
  ['ETIMEDOUT', kinds.unreachable],
]);

const outOfTime: ReadonlySet<string> = new Set(['AbortError', 'TimeoutError']);

/** Why Comprehend gave no answer, from the error's name and code only: its message may quote the customer. */
export function comprehendFailure(error: unknown, timeLimitMs: number): string {
  if (!(error instanceof Error)) return 'Comprehend failed';
  const byCode = known.get('code' in error ? String(error.code) : '');
  if (byCode) return byCode;
  if (outOfTime.has(error.name)) return `Comprehend did not answer within ${timeLimitMs} ms`;
  return known.get(error.name) ?? 'Comprehend failed';
}
