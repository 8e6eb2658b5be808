import type { Meaning, Meanings } from '#adapters/channels/meta/graph-error.ts';

const askAdmin = 'Ask an administrator';
const template = `The template cannot be sent like this. ${askAdmin} to compare it with the one approved at WhatsApp.`;
const wrongRequest = `WhatsApp did not understand the message. ${askAdmin} to look at the code; until then use another channel.`;
const tooMany = 'Too many WhatsApp messages in a short time. It is tried again; nothing to do.';
const openlySent =
  'WhatsApp had a problem, so the message may or may not have been sent. Wait for the customer before sending it again.';
const notRegistered = `Our WhatsApp number is not registered. ${askAdmin} to register it at Meta.`;

const limited = (afterSeconds: number): Meaning => ({ class: 'RATE_LIMITED', reason: tooMany, afterSeconds });
const badTemplate = (reason: string): Meaning => ({ class: 'TEMPLATE_INVALID', reason });

/**
 * What WhatsApp's codes mean for the agent who wrote the message.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes, read 2026-11-22.
 */
export const whatsAppMeanings: Meanings = {
  100: { class: 'CONTENT_REJECTED', reason: wrongRequest },
  130403: {
    class: 'BLOCKED_BY_USER',
    reason: 'We have blocked this customer at WhatsApp. Ask an administrator to unblock the number.',
  },
  130429: limited(60),
  130472: {
    class: 'POLICY',
    reason: 'WhatsApp keeps this message from the customer because of an experiment of its own. Use another channel.',
  },
  130497: {
    class: 'POLICY',
    reason: 'WhatsApp does not let our business write to customers in this country. Use another channel.',
  },
  131000: { class: 'AMBIGUOUS', reason: openlySent },
  131005: {
    class: 'PERMISSION',
    reason: `Our WhatsApp access lacks a permission. ${askAdmin} to check the access token.`,
  },
  131008: { class: 'CONTENT_REJECTED', reason: wrongRequest },
  131009: { class: 'CONTENT_REJECTED', reason: wrongRequest },
  131016: {
    class: 'TRANSIENT',
    reason: 'WhatsApp is not available just now. It is tried again; nothing to do.',
    afterSeconds: 60,
  },
  131021: {
    class: 'INVALID_RECIPIENT',
    reason: 'The message was to our own number. Correct the number and send again.',
  },
  131026: {
    class: 'INVALID_RECIPIENT',
    reason:
      'WhatsApp could not deliver the message: the number may not be on WhatsApp, may have blocked us, or uses an old version. Use another channel.',
  },
  131030: {
    class: 'INVALID_RECIPIENT',
    reason: `The number is not on the list of test recipients. ${askAdmin} to add it at Meta, or to leave test mode.`,
  },
  131031: {
    class: 'POLICY',
    reason: `WhatsApp has locked our account. ${askAdmin} to look at it in Meta Business Manager.`,
  },
  131037: {
    class: 'PERMISSION',
    reason: `Our WhatsApp display name is not approved. ${askAdmin} to see to it at Meta.`,
  },
  131042: {
    class: 'BILLING',
    reason: `WhatsApp could not charge our account. ${askAdmin} to check the payment method at Meta.`,
  },
  131045: { class: 'PERMISSION', reason: notRegistered },
  131047: {
    class: 'OUTSIDE_WINDOW',
    reason: 'The customer wrote more than 24 hours ago. Send an approved template, or wait until the customer writes.',
  },
  131048: {
    class: 'RATE_LIMITED',
    reason: `WhatsApp limits our number because customers blocked or reported it. Use another channel, and ask an administrator to look at the number's quality.`,
  },
  131049: {
    class: 'POLICY',
    reason:
      'WhatsApp held back this marketing message. Do not send it again within 24 hours; write something else, or use another channel.',
  },
  131050: {
    class: 'OPTED_OUT',
    reason: 'The customer has stopped marketing messages from us in WhatsApp. Only the customer can undo it.',
  },
  131051: {
    class: 'CONTENT_REJECTED',
    reason: 'WhatsApp does not take messages of this kind. Send text, or use another channel.',
  },
  131052: { class: 'MEDIA_INVALID', reason: 'WhatsApp could not fetch the file. Attach it again and send once more.' },
  131053: {
    class: 'MEDIA_INVALID',
    reason:
      'WhatsApp did not take the file. Check its kind and size: pictures 5 MB, sound and video 16 MB, documents 100 MB.',
  },
  131055: { class: 'CONTENT_REJECTED', reason: wrongRequest },
  131056: {
    ...limited(16),
    reason: 'Too many messages to this customer in a short time. It is tried again; nothing to do.',
  },
  131057: {
    class: 'TRANSIENT',
    reason: 'Our WhatsApp account is being maintained. It is tried again; nothing to do.',
    afterSeconds: 300,
  },
  131062: {
    class: 'INVALID_RECIPIENT',
    reason:
      'This kind of message needs the phone number of the customer, and WhatsApp shows us none. Ask for it first.',
  },
  132000: badTemplate(`The number of values does not fit the template. ${askAdmin} to check the template.`),
  132001: badTemplate('The template is not approved in this language. Choose another one, or ask an administrator.'),
  132005: badTemplate('The template becomes too long with these values. Shorten them and send again.'),
  132007: badTemplate(`The template breaks a policy of WhatsApp. ${askAdmin} to change it.`),
  132012: badTemplate(template),
  132015: badTemplate('WhatsApp has paused the template because of low quality. Choose another one.'),
  132016: badTemplate('WhatsApp has disabled the template for good. Choose another one.'),
  132018: badTemplate(template),
  132068: badTemplate(`The form of the template is blocked. ${askAdmin} to correct it.`),
  132069: badTemplate('The form of the template was sent too often today. Use another channel.'),
  133004: {
    class: 'TRANSIENT',
    reason: 'WhatsApp is not available just now. It is tried again; nothing to do.',
    afterSeconds: 60,
  },
  133010: { class: 'PERMISSION', reason: notRegistered },
  133016: limited(900),
  134011: {
    class: 'BILLING',
    reason: `WhatsApp's terms of payment are not accepted. ${askAdmin} to accept them at Meta.`,
  },
  135000: { class: 'CONTENT_REJECTED', reason: wrongRequest },
  137000: {
    class: 'INVALID_RECIPIENT',
    reason:
      "The customer's WhatsApp has a new security code, as with a new phone. Make sure that it is still the same person, then send again.",
  },
};
