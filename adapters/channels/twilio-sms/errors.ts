import type { Failure, FailureClass } from '#domain/channels/delivery.ts';

type Meaning = { readonly class: FailureClass; readonly reason: string };

const askAdmin = 'Ask an administrator';

/**
 * What Twilio's codes mean for the agent who wrote the message: what happened, and what to do about it.
 * https://www.twilio.com/docs/api/errors, read 2026-11-21.
 */
const meanings: Readonly<Record<string, Meaning>> = {
  14107: {
    class: 'RATE_LIMITED',
    reason: 'Too many messages to this number in a short time. It is tried again; nothing to do.',
  },
  20003: {
    class: 'AUTH',
    reason: `Twilio did not accept our credentials. ${askAdmin} to check the Twilio connection.`,
  },
  20429: {
    class: 'RATE_LIMITED',
    reason: 'Twilio is taking no more requests just now. It is tried again; nothing to do.',
  },
  21211: { class: 'INVALID_RECIPIENT', reason: 'The phone number is not valid. Correct it and send again.' },
  21217: {
    class: 'INVALID_RECIPIENT',
    reason: 'The phone number does not seem to be valid. Correct it and send again.',
  },
  21408: {
    class: 'PERMISSION',
    reason: `Texting to this country is switched off in our Twilio account. ${askAdmin} to switch it on, or use another channel.`,
  },
  21602: { class: 'CONTENT_REJECTED', reason: 'The message is empty. Write something and send it again.' },
  21606: {
    class: 'PERMISSION',
    reason: `Our number cannot send this text. ${askAdmin} to check the number of the Twilio connection.`,
  },
  21610: {
    class: 'OPTED_OUT',
    reason:
      'The customer has opted out of texts with STOP. Use another channel; only the customer can undo it, with START.',
  },
  21611: { class: 'RATE_LIMITED', reason: 'Our number has too many texts waiting. It is tried again; nothing to do.' },
  21612: {
    class: 'PERMISSION',
    reason: `Our number cannot reach this phone number. Use another channel, or ask an administrator for a suitable number.`,
  },
  21614: {
    class: 'INVALID_RECIPIENT',
    reason: 'The phone number is not a mobile number. Ask the customer for one, or use another channel.',
  },
  21617: {
    class: 'CONTENT_REJECTED',
    reason: 'The text is longer than 1600 characters. Shorten it or send it in parts.',
  },
  21656: {
    class: 'TEMPLATE_INVALID',
    reason: `The template's placeholders were not filled in properly. ${askAdmin} to check the template.`,
  },
  21659: {
    class: 'PERMISSION',
    reason: `The sender is not a phone number of our Twilio account. ${askAdmin} to check the Twilio connection.`,
  },
  21660: {
    class: 'PERMISSION',
    reason: `The sender's number belongs to another Twilio account. ${askAdmin} to check the Twilio connection.`,
  },
  30001: {
    class: 'RATE_LIMITED',
    reason: 'Twilio had too many texts waiting and dropped this one. Send it again later.',
  },
  30002: { class: 'BILLING', reason: `Our Twilio account is suspended. ${askAdmin} to settle it with Twilio.` },
  30003: {
    class: 'TRANSIENT',
    reason:
      'The phone could not be reached; it may be off or without reception. Send it again later, or use another channel.',
  },
  30004: {
    class: 'BLOCKED_BY_USER',
    reason: 'The text was blocked: the customer or the carrier takes no texts from us. Use another channel.',
  },
  30005: {
    class: 'INVALID_RECIPIENT',
    reason: 'The phone number is unknown or no longer in use. Ask the customer for another one.',
  },
  30006: {
    class: 'INVALID_RECIPIENT',
    reason: 'The number is a landline, or its carrier takes no texts. Ask for a mobile number, or use another channel.',
  },
  30007: {
    class: 'POLICY',
    reason:
      'The carrier filtered the text as unwanted. Word it differently, leave out shortened links, or use another channel.',
  },
  30008: {
    class: 'TRANSIENT',
    reason: 'The carrier did not deliver the text and gave no reason. Send it again, or use another channel.',
  },
  30022: {
    class: 'RATE_LIMITED',
    reason: 'Our number sent more texts than its US registration allows. Send this one again in a while.',
  },
  30027: {
    class: 'RATE_LIMITED',
    reason: 'Our daily limit of texts to this US carrier is used up. Send it again tomorrow, or use another channel.',
  },
  30032: {
    class: 'POLICY',
    reason: `Our toll-free number is not verified, so carriers refuse its texts. ${askAdmin} to have it verified.`,
  },
  30034: {
    class: 'POLICY',
    reason: `Our number is not registered for texts to US phones (A2P 10DLC). ${askAdmin} to register it.`,
  },
};

const byHttpStatus: Readonly<Record<number, Meaning>> = {
  401: { class: 'AUTH', reason: `Twilio did not accept our credentials. ${askAdmin} to check the Twilio connection.` },
  402: { class: 'BILLING', reason: `Our Twilio account has no credit left. ${askAdmin} to settle it with Twilio.` },
  403: { class: 'PERMISSION', reason: `Our Twilio account may not send this. ${askAdmin} to check its permissions.` },
  404: { class: 'PERMISSION', reason: `Twilio does not know our account. ${askAdmin} to check the Twilio connection.` },
  429: {
    class: 'RATE_LIMITED',
    reason: 'Twilio is taking no more requests just now. It is tried again; nothing to do.',
  },
};

const refused: Meaning = {
  class: 'CONTENT_REJECTED',
  reason: 'Twilio did not take the message. Check the number and the text; the code says more.',
};

const notDelivered: Meaning = {
  class: 'TRANSIENT',
  reason: 'The text was not delivered. Send it again, or use another channel; the code says more.',
};

export const nobodyKnows: Meaning = {
  class: 'AMBIGUOUS',
  reason:
    'Twilio gave no answer, so the text may or may not have been sent. Wait for the customer before sending it again.',
};

/** What a refusal of Twilio's REST API means; `code` is the one in its JSON, if there was one. */
export function refusalFailure(httpStatus: number, code: string | undefined): Failure {
  const byStatus = httpStatus >= 500 ? nobodyKnows : (byHttpStatus[httpStatus] ?? refused);
  return failure(code, byStatus);
}

/** What the `ErrorCode` of a status callback means. */
export const deliveryFailure = (code: string | undefined): Failure => failure(code, notDelivered);

function failure(code: string | undefined, otherwise: Meaning): Failure {
  if (code === undefined) return otherwise;
  return { ...(meanings[code] ?? otherwise), code };
}
