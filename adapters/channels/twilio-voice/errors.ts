import type { Failure, FailureClass } from '#domain/channels/delivery.ts';

type Meaning = { readonly class: FailureClass; readonly reason: string };

const askAdmin = 'Ask an administrator';

/** What Twilio's refusals of a call mean for the agent who wants to make it; https://www.twilio.com/docs/api/errors, read 2026-11-22. */
const meanings: Readonly<Record<string, Meaning>> = {
  10001: { class: 'BILLING', reason: `Our Twilio account is not active. ${askAdmin} to settle it with Twilio.` },
  10004: { class: 'RATE_LIMITED', reason: 'Too many of our calls are going on at once. Try again in a minute.' },
  13223: { class: 'INVALID_RECIPIENT', reason: 'The phone number is not written as a phone number. Correct it.' },
  13224: { class: 'INVALID_RECIPIENT', reason: 'The phone number is not valid. Correct it and call again.' },
  13225: { class: 'POLICY', reason: `Twilio does not allow calls to this number. ${askAdmin} if it should.` },
  13227: {
    class: 'PERMISSION',
    reason: `Calls to this country are switched off at Twilio. ${askAdmin} to switch them on.`,
  },
  20003: {
    class: 'AUTH',
    reason: `Twilio did not accept our credentials. ${askAdmin} to check the Twilio connection.`,
  },
  20005: { class: 'BILLING', reason: `Our Twilio account is not active. ${askAdmin} to settle it with Twilio.` },
  20429: { class: 'RATE_LIMITED', reason: 'Twilio is taking no more calls just now. Try again in a minute.' },
  21201: { class: 'INVALID_RECIPIENT', reason: 'There is no phone number to call. Add yours to your profile.' },
  21205: { class: 'PERMISSION', reason: `Twilio cannot use the address of Parley. ${askAdmin} to check it.` },
  21210: {
    class: 'PERMISSION',
    reason: `The number we call from is not verified at Twilio. ${askAdmin} to check the connection.`,
  },
  21211: { class: 'INVALID_RECIPIENT', reason: 'The phone number is not valid. Correct it and call again.' },
  21212: { class: 'PERMISSION', reason: `The number we call from is not valid. ${askAdmin} to check the connection.` },
  21214: { class: 'INVALID_RECIPIENT', reason: 'This phone number cannot be reached by a call.' },
  21215: {
    class: 'PERMISSION',
    reason: `Calls to this country are switched off at Twilio. ${askAdmin} to switch them on.`,
  },
  21216: { class: 'POLICY', reason: `Twilio does not allow calls to this number. ${askAdmin} if it should.` },
  21217: {
    class: 'INVALID_RECIPIENT',
    reason: 'The phone number does not seem to be valid. Correct it and call again.',
  },
  21219: {
    class: 'PERMISSION',
    reason: `Twilio's trial account calls verified numbers only. ${askAdmin} to upgrade it.`,
  },
  21220: { class: 'TRANSIENT', reason: 'The call had ended already. Call again if that is still needed.' },
};

const byHttpStatus: Readonly<Record<number, Meaning>> = {
  401: { class: 'AUTH', reason: `Twilio did not accept our credentials. ${askAdmin} to check the Twilio connection.` },
  403: {
    class: 'PERMISSION',
    reason: `Our Twilio account may not make this call. ${askAdmin} to check its permissions.`,
  },
  404: { class: 'PERMISSION', reason: `Twilio does not know our account. ${askAdmin} to check the Twilio connection.` },
  429: { class: 'RATE_LIMITED', reason: 'Twilio is taking no more calls just now. Try again in a minute.' },
};

const refused: Meaning = {
  class: 'CONTENT_REJECTED',
  reason: 'Twilio did not make the call. Check the phone number; the code says more.',
};

/** What a refused call means; `code` is the one in Twilio's answer, if there was one. */
export function callFailure(httpStatus: number, code: string | undefined): Failure {
  const otherwise = byHttpStatus[httpStatus] ?? refused;
  return code === undefined ? otherwise : { ...(meanings[code] ?? otherwise), code };
}
