import type { Failure, SendOutcome } from '#domain/channels/delivery.ts';
import { failed, limited } from '../shared/send-request.ts';

type Meaning = Pick<Failure, 'class' | 'reason'>;

const askAdmin = 'Ask an administrator';
const wrongVersion: Meaning = {
  class: 'CONTENT_REJECTED',
  reason: 'The customer’s Viber is too old for this kind of message. Send plain text, or use another channel.',
};
const notForBots: Meaning = {
  class: 'POLICY',
  reason: `Viber does not allow this kind of message from our bot. ${askAdmin} to look into the bot’s plan.`,
};
const malformed: Meaning = {
  class: 'CONTENT_REJECTED',
  reason: 'Viber did not understand the message. Change the text or the file and send it again.',
};

/**
 * What Viber's statuses mean for the agent. https://developers.viber.com/docs/api/rest-bot-api/#error-codes and
 * https://creators.viber.com/docs/bots-api/errors, read 2026-11-22.
 */
const meanings: Readonly<Record<number, Meaning>> = {
  1: { class: 'PERMISSION', reason: `Viber cannot reach our webhook. ${askAdmin} to register it again.` },
  2: { class: 'AUTH', reason: `Viber did not accept our token. ${askAdmin} to check the Viber connection.` },
  3: malformed,
  4: malformed,
  5: {
    class: 'INVALID_RECIPIENT',
    reason: 'This person is not at Viber any more. Use another channel.',
  },
  6: {
    class: 'OPTED_OUT',
    reason:
      'The customer is not subscribed to our bot. Use another channel; only the customer can subscribe, by writing to us.',
  },
  7: { class: 'POLICY', reason: `Viber blocked our bot. ${askAdmin} to settle it with Viber.` },
  8: { class: 'AUTH', reason: `Viber knows no bot for our token. ${askAdmin} to check the Viber connection.` },
  9: { class: 'POLICY', reason: `Viber suspended our bot. ${askAdmin} to settle it with Viber.` },
  10: { class: 'PERMISSION', reason: `Viber has no webhook of ours. ${askAdmin} to register it.` },
  11: {
    class: 'INVALID_RECIPIENT',
    reason: 'The customer uses Viber on a device that cannot show messages of bots. Use another channel.',
  },
  12: { class: 'RATE_LIMITED', reason: 'Viber is taking no more messages just now. It is tried again; nothing to do.' },
  13: wrongVersion,
  14: wrongVersion,
  15: { class: 'PERMISSION', reason: `Our bot may not write to this person. ${askAdmin} to check the bot at Viber.` },
  16: notForBots,
  17: notForBots,
  18: notForBots,
  19: notForBots,
  20: notForBots,
  21: { class: 'POLICY', reason: 'Viber does not let our bot write to the customer’s country. Use another channel.' },
  22: notForBots,
  23: {
    class: 'BILLING',
    reason: `This month’s free messages at Viber are used up. ${askAdmin}, or wait for the customer: answers within a day are free.`,
  },
  24: { class: 'BILLING', reason: `Our Viber account has no balance left. ${askAdmin} to settle it with Viber.` },
};

const refused: Meaning = {
  class: 'CONTENT_REJECTED',
  reason: 'Viber did not take the message. Change it and send it again; the code says more to Viber’s support.',
};

/** At most 100 messages to one person within an hour, if unanswered, and a rate for all together. */
const retrySeconds = 60;

/** What a status other than 0 means; Viber answers HTTP 200 all the same. */
export function refusalOutcome(status: number): SendOutcome {
  const failure: Failure = { ...(meanings[status] ?? refused), code: String(status) };
  return status === 12 ? limited(failure, retrySeconds) : failed(failure);
}
