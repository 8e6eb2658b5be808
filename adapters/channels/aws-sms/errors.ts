import * as z from 'zod';
import { ambiguous, failed, limited } from '#adapters/channels/shared/send-request.ts';
import type { Failure, SendOutcome } from '#domain/channels/delivery.ts';

const provider = 'AWS';
const askAdmin = 'Ask an administrator';
type Meaning = readonly [Failure['class'], string];

const optedOut: Meaning = [
  'OPTED_OUT',
  'The customer has opted out of texts with STOP. Use another channel; only the customer can undo it, with START.',
];
const closedCountry: Meaning = [
  'PERMISSION',
  `Texting to this country or number is not allowed in our AWS account. ${askAdmin} to allow it, or use another channel.`,
];
const wrongSender: Meaning = [
  'PERMISSION',
  `Our number, pool or sender name cannot send this. ${askAdmin} to check the settings of the connection.`,
];
const spent: Meaning = [
  'BILLING',
  `The spending limit for texts in our AWS account is reached. ${askAdmin} to raise it.`,
];
const notAllowed: Meaning = ['PERMISSION', `Parley may not send texts with AWS. ${askAdmin} to check its permissions.`];
const noAccess: Meaning = ['AUTH', `AWS did not accept our credentials. ${askAdmin} to check them.`];
const badNumber: Meaning = ['INVALID_RECIPIENT', 'AWS does not take this phone number. Correct it and send again.'];
const badFile: Meaning = [
  'MEDIA_INVALID',
  'AWS does not take this file. Send a picture of up to 2 MB, or a link to the file.',
];

/** By the `Reason` of an exception; https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2, read 2026-11-22. */
const byReason: Readonly<Record<string, Meaning>> = {
  DESTINATION_PHONE_NUMBER_OPTED_OUT: optedOut,
  DESTINATION_PHONE_NUMBER_NOT_VERIFIED: [
    'PERMISSION',
    `Our AWS account is in the sandbox and may text verified numbers only. ${askAdmin} to move it out of there.`,
  ],
  DESTINATION_COUNTRY_BLOCKED: closedCountry,
  DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION: closedCountry,
  DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE: closedCountry,
  COUNTRY_NOT_ENABLED: closedCountry,
  INTERNATIONAL_SENDING_NOT_SUPPORTED: closedCountry,
  INVALID_IDENTITY_FOR_DESTINATION_COUNTRY: wrongSender,
  NUMBER_CAPABILITIES_MISMATCH: wrongSender,
  MESSAGE_TYPE_MISMATCH: wrongSender,
  NO_ORIGINATION_IDENTITIES_FOUND: wrongSender,
  RESOURCE_NOT_ACTIVE: wrongSender,
  RESOURCE_NOT_ACCESSIBLE: wrongSender,
  REGISTRATION_NOT_COMPLETE: wrongSender,
  SENDER_ID_NOT_REGISTERED: wrongSender,
  SENDER_ID_NOT_SUPPORTED: wrongSender,
  SENDER_ID_REQUIRES_REGISTRATION: wrongSender,
  CHANNEL_NOT_ENABLED: wrongSender,
  MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT: spent,
  MONTHLY_SPEND_LIMIT_REACHED_FOR_MEDIA: spent,
  MONTHLY_SPEND_LIMIT_REACHED_FOR_RCS: spent,
  PRICE_OVER_THRESHOLD: [
    'BILLING',
    `The text would cost more than is allowed for one. ${askAdmin} to raise the limit.`,
  ],
  ACCOUNT_DISABLED: ['BILLING', `Our AWS account may not send texts any more. ${askAdmin} to settle it with AWS.`],
  INSUFFICIENT_ACCOUNT_REPUTATION: [
    'POLICY',
    `AWS has stopped our texts for too many complaints. ${askAdmin} to settle it.`,
  ],
  MEDIA_TYPE_NOT_SUPPORTED: badFile,
  ATTACHMENT_TYPE_NOT_SUPPORTED: badFile,
  MAXIMUM_SIZE_EXCEEDED: badFile,
};

/** By the name of an exception that gives no reason, or one that is new. */
const byName: Readonly<Record<string, Meaning>> = {
  ValidationException: badNumber,
  ConflictException: ['CONTENT_REJECTED', `AWS did not take the text as it is. ${askAdmin}; the code says more.`],
  ServiceQuotaExceededException: spent,
  ResourceNotFoundException: wrongSender,
  AccessDeniedException: notAllowed,
  CredentialsProviderError: noAccess,
  ExpiredTokenException: noAccess,
  UnrecognizedClientException: noAccess,
  InvalidSignatureException: noAccess,
};

/** The request never left: no name, no connection. (A connection time-out says so only in its message.) */
const unreached = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ENETUNREACH', 'EHOSTUNREACH']);
/** What is known of a thrown thing; whatever else it is, the message may have left. */
const $SdkError = z
  .object({
    name: z.string().catch('unknown'),
    message: z.string().catch(''),
    code: z.string().catch(''),
    Reason: z.string().catch(''),
    $metadata: z.object({ httpStatusCode: z.number().catch(0) }).catch({ httpStatusCode: 0 }),
  })
  .catch({ name: 'unknown', message: '', code: '', Reason: '', $metadata: { httpStatusCode: 0 } });

const throttledSeconds = 5;
const unreachedSeconds = 30;

/** What a failed call of the SDK means for the message. What AWS writes itself may name numbers, and is not repeated. */
export function outcomeOfError(thrown: unknown): SendOutcome {
  const { name, message, code, Reason: reason, $metadata } = $SdkError.parse(thrown);
  if (name === 'ThrottlingException') {
    const failure = {
      class: 'RATE_LIMITED',
      code: name,
      reason: 'AWS takes no more texts this second. It is tried again; nothing to do.',
    } as const;
    return limited(failure, throttledSeconds);
  }
  if (unreached.has(code) || /without establishing a connection/.test(message)) {
    const failure = {
      class: 'TRANSIENT',
      reason: 'AWS could not be reached. It is tried again; nothing to do.',
    } as const;
    return limited(failure, unreachedSeconds);
  }
  const meaning = byReason[reason] ?? byName[name];
  if (meaning) return failed({ class: meaning[0], reason: meaning[1], code: reason || name });
  const status = $metadata.httpStatusCode;
  if (status >= 400 && status < 500 && status !== 408)
    return failed({ class: 'CONTENT_REJECTED', reason: 'AWS did not take the text; the code says more.', code: name });
  return ambiguous(provider, name);
}
