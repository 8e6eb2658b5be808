import type { FailureClass, SendOutcome } from '#domain/channels/delivery.ts';

/** A failure that sending again would not mend. The reason is a sentence for the agent. */
export const failed = (failureClass: FailureClass, reason: string, code?: string): SendOutcome => ({
  status: 'failed',
  failure: { class: failureClass, reason, ...(code && { code }) },
});

/** It left us and nothing definite came back. SES takes no idempotency key, so nobody but a person may send it again. */
export const noAnswer = (code?: string): SendOutcome => ({
  status: 'ambiguous',
  failure: {
    class: 'AMBIGUOUS',
    reason:
      'Amazon SES did not say whether it took the mail. Ask the customer, or wait for a delivery receipt, before you send it again.',
    ...(code && { code }),
  },
});

const tooFast = (code: string): SendOutcome => ({
  status: 'retry',
  failure: {
    class: 'RATE_LIMITED',
    code,
    reason: 'Amazon SES takes no more mail this second. It is sent again by itself.',
  },
  afterSeconds: 5,
});

const notReached = (code: string): SendOutcome => ({
  status: 'retry',
  failure: { class: 'TRANSIENT', code, reason: 'Amazon SES could not be reached. It is sent again by itself.' },
  afterSeconds: 30,
});

const paused =
  'Amazon SES has paused sending. Nothing can be sent until your administrator has it resumed with AWS; reach the customer another way.';
const notAllowed = 'Parley may not send with Amazon SES. Tell your administrator to check its permissions and keys.';

/** What SES and AWS answer by name, API version 1 and 2 (SES API reference, "Errors"), and what the agent can do. */
const answers: Readonly<Record<string, readonly [FailureClass, string]>> = {
  MailFromDomainNotVerifiedException: [
    'PERMISSION',
    'The MAIL FROM domain of this mailbox is not verified in Amazon SES. Ask your administrator to check its DNS records, then send again.',
  ],
  ConfigurationSetDoesNotExistException: ['PERMISSION', notAllowed],
  NotFoundException: ['PERMISSION', notAllowed],
  ConfigurationSetSendingPausedException: ['POLICY', paused],
  AccountSendingPausedException: ['POLICY', paused],
  AccountSuspendedException: ['POLICY', paused],
  SendingPausedException: ['POLICY', paused],
  InvalidParameterValue: [
    'INVALID_RECIPIENT',
    'Amazon SES does not accept one of the addresses. Correct it and send again.',
  ],
  AccessDenied: ['PERMISSION', notAllowed],
  AccessDeniedException: ['PERMISSION', notAllowed],
  CredentialsProviderError: ['AUTH', notAllowed],
  ExpiredToken: ['AUTH', notAllowed],
  InvalidClientTokenId: ['AUTH', notAllowed],
  SignatureDoesNotMatch: ['AUTH', notAllowed],
};

const throttles = new Set(['Throttling', 'ThrottlingException', 'TooManyRequestsException', 'LimitExceededException']);
/** The request never left: no name, no connection. (A connection timeout says so only in its message.) */
const unreached = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ENETUNREACH', 'EHOSTUNREACH']);

type SdkError = { readonly name: string; readonly message: string; readonly code: string; readonly httpStatus: number };

/** What a failed call of the SDK means for the message. Addresses in the provider's own text are not repeated. */
export const outcomeOfError = (thrown: unknown): SendOutcome => {
  const error = describe(thrown);
  if (throttles.has(error.name)) return throttled(error);
  if (error.name === 'MessageRejected') return rejected(error);
  const answer = answers[error.name];
  if (answer) return failed(answer[0], answer[1], error.name);
  if (unreached.has(error.code) || /without establishing a connection/.test(error.message))
    return notReached(error.code || error.name);
  if (error.httpStatus === 403) return failed('PERMISSION', notAllowed, error.name);
  const isRefused = error.httpStatus >= 400 && error.httpStatus < 500 && error.httpStatus !== 408;
  if (!isRefused) return noAnswer(error.code || error.name);
  return failed(
    'CONTENT_REJECTED',
    'Amazon SES refused the mail. Change it and send again, or tell your administrator the code.',
    error.name,
  );
};

const describe = (thrown: unknown): SdkError => {
  if (!(thrown instanceof Error)) return { name: '', message: '', code: '', httpStatus: 0 };
  const { code = '', $metadata = {} }: { code?: unknown; $metadata?: { httpStatusCode?: number } } = thrown as object;
  return { name: thrown.name, message: thrown.message, code: String(code), httpStatus: $metadata.httpStatusCode ?? 0 };
};

/** The rate of a second passes by itself; the quota of 24 hours does not (SES guide, "Sending quota errors"). */
const throttled = ({ name, message }: SdkError): SendOutcome =>
  /daily|quota/i.test(message)
    ? failed(
        'RATE_LIMITED',
        "Today's sending quota at Amazon SES is used up. Send it again tomorrow, or ask your administrator to raise the quota.",
        name,
      )
    : tooFast(name);

const rejected = ({ name, message }: SdkError): SendOutcome => {
  if (/not verified/i.test(message))
    return failed(
      'PERMISSION',
      'The sender, or in the sandbox the recipient, is not verified in Amazon SES. Ask your administrator to verify it, then send again.',
      name,
    );
  if (/suspended|paused/i.test(message)) return failed('POLICY', paused, name);
  if (/blacklist|suppress/i.test(message))
    return failed(
      'OPTED_OUT',
      'Amazon SES does not send to this address because earlier mail to it came back. Reach the customer another way.',
      name,
    );
  return failed('CONTENT_REJECTED', 'Amazon SES refused the content of the mail. Change it and send again.', name);
};
