import type { Failure } from '#domain/channels/delivery.ts';
import { channelMeanings } from './channel-error-meanings.ts';
import { type Meaning, textMeanings } from './error-meanings.ts';

const askAdmin = 'Ask an administrator';

const meanings: Readonly<Record<string, Meaning>> = { ...textMeanings, ...channelMeanings };

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
  reason: 'Twilio did not take the message. Check the address and the text; the code says more.',
};

const notDelivered: Meaning = {
  class: 'TRANSIENT',
  reason: 'The message was not delivered. Send it again, or use another channel; the code says more.',
};

/** What a refusal of Twilio's REST API means; `code` is the one in its JSON, if there was one. */
export const refusalFailure = (httpStatus: number, code: string | undefined): Failure =>
  failure(code, byHttpStatus[httpStatus] ?? refused);

/** What the `ErrorCode` of a status callback means. */
export const deliveryFailure = (code: string | undefined): Failure => failure(code, notDelivered);

function failure(code: string | undefined, otherwise: Meaning): Failure {
  if (code === undefined) return otherwise;
  return { ...(meanings[code] ?? otherwise), code };
}
