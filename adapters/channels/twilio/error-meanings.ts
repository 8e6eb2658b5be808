import type { FailureClass } from '#domain/channels/delivery.ts';

export type Meaning = { readonly class: FailureClass; readonly reason: string };

const askAdmin = 'Ask an administrator';

/**
 * What Twilio's codes mean for the agent who wrote the message: what happened, and what to do about it. Those of its
 * account and of texts; channels with apps of their own have more in `channel-error-meanings.ts`.
 * https://www.twilio.com/docs/api/errors, read 2026-11-22.
 */
export const textMeanings: Readonly<Record<string, Meaning>> = {
  11200: { class: 'MEDIA_INVALID', reason: 'Twilio could not fetch the file from us. Send it again, or a link to it.' },
  11751: { class: 'MEDIA_INVALID', reason: 'The files are too large for MMS. Send fewer or smaller ones, or a link.' },
  12300: {
    class: 'MEDIA_INVALID',
    reason: 'Files of this type cannot be sent by MMS. Send a picture, or a link to it.',
  },
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
  21620: { class: 'MEDIA_INVALID', reason: 'Twilio could not use the link to the file. Send the file again.' },
  21622: {
    class: 'PERMISSION',
    reason: `Our number cannot send files. Send a link instead, or ${askAdmin.toLowerCase()} for MMS.`,
  },
  21623: { class: 'MEDIA_INVALID', reason: 'MMS carries ten files at most. Send the others in another message.' },
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
  30011: {
    class: 'PERMISSION',
    reason: 'MMS does not work in the country of this phone number. Send a link to the file instead.',
  },
  30019: { class: 'MEDIA_INVALID', reason: 'The files are too large for the carrier. Send smaller ones, or a link.' },
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
