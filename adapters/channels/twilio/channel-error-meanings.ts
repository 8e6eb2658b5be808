import type { Meaning } from './error-meanings.ts';

const admin = 'Ask an administrator to';
const template = (what: string): Meaning => ({
  class: 'TEMPLATE_INVALID',
  reason: `${what} Use another template, or ask an administrator to check this one.`,
});
const account = (what: string): Meaning => ({
  class: 'PERMISSION',
  reason: `${what} ${admin} check the sender at Twilio.`,
});
const later = (what: string): Meaning => ({
  class: 'TRANSIENT',
  reason: `${what} Send the message again in a while, or use another channel.`,
});
const rate = (what: string): Meaning => ({ class: 'RATE_LIMITED', reason: `${what} Send the message again later.` });
const media = (what: string): Meaning => ({
  class: 'MEDIA_INVALID',
  reason: `${what} Send another file, or a link to it.`,
});
const content = (what: string): Meaning => ({ class: 'CONTENT_REJECTED', reason: `${what} Word it differently.` });
const recipient = (what: string): Meaning => ({
  class: 'INVALID_RECIPIENT',
  reason: `${what} Check the address, or use another channel.`,
});

/**
 * What the codes of WhatsApp and RCS mean. https://www.twilio.com/docs/api/errors and
 * https://www.twilio.com/docs/whatsapp/api/error-code-mapping, read 2026-11-22.
 */
export const channelMeanings: Readonly<Record<string, Meaning>> = {
  21664: account('Twilio does not take a fallback sender together with a sender.'),
  21666: account('Twilio takes a fallback sender only with a Messaging Service.'),
  21667: account('The Messaging Service has no RCS sender.'),
  63001: { class: 'AUTH', reason: `The channel did not accept Twilio's sign-in for us. ${admin} check the sender.` },
  63002: account('Twilio could not find our sender on this channel.'),
  63003: recipient('The channel does not know this customer.'),
  63005: content('The channel did not accept what the message says.'),
  63007: account('Our address is not set up as a sender on this channel.'),
  63008: account('Our sender on this channel is not set up completely.'),
  63009: later('The channel refused the message and gave no reason.'),
  63010: later('Twilio had an error of its own.'),
  63012: later('The channel had an error of its own.'),
  63013: {
    class: 'POLICY',
    reason: `The message breaks a rule of the channel. Word it differently; ${admin.toLowerCase()} look at the rules if it comes back.`,
  },
  63014: { class: 'BLOCKED_BY_USER', reason: 'The customer has blocked us on this channel. Use another channel.' },
  63016: {
    class: 'OUTSIDE_WINDOW',
    reason:
      'More than 24 hours have passed since the customer last wrote. Send an approved template, or use another channel.',
  },
  63017: rate('The channel takes no more messages from us just now.'),
  63018: rate('The channel takes no more messages from us just now.'),
  63019: media('The channel could not fetch the file.'),
  63020: {
    class: 'BILLING',
    reason: `Something is wrong with our business account at Meta. ${admin} settle it there.`,
  },
  63021: content('The channel found the content of the message invalid.'),
  63022: account('The verified name of our sender is not in order.'),
  63023: later('The channel could not deliver the message and gave no reason.'),
  63024: recipient(
    'The customer cannot be reached on this channel: no account, an old version of the app, or we are blocked.',
  ),
  63025: media('The channel has this file already and refused it.'),
  63026: {
    class: 'POLICY',
    reason: 'The channel took the message for spam. Word it differently, or use another channel.',
  },
  63027: template('The template does not exist in this language.'),
  63028: template('The template has another number of placeholders.'),
  63029: template('The customer’s app could not load the template.'),
  63030: template('The template has something that the channel does not take.'),
  63031: recipient('The message would have gone to ourselves.'),
  63032: {
    class: 'POLICY',
    reason: 'WhatsApp is not delivering this kind of message to this customer just now. Use another channel.',
  },
  63033: { class: 'BLOCKED_BY_USER', reason: 'The customer takes no messages from us. Use another channel.' },
  63034: media('The file is too large for the channel.'),
  63035: {
    class: 'PERMISSION',
    reason: `The channel does not allow this operation with our sender. Use another channel, or ${admin.toLowerCase()} check the sender at Twilio.`,
  },
  63036: recipient('The customer’s phone has no RCS just now.'),
  63037: media('The file could not be handed to the channel.'),
  63038: rate('Our Twilio account has sent as many messages as it may in a day.'),
  63040: template('The template is paused because customers complained about it.'),
  63041: template('The template was switched off because customers complained about it.'),
  63042: template('The form behind the template is switched off.'),
  63049: {
    class: 'POLICY',
    reason: 'WhatsApp chose not to deliver this advertising message to this customer. Wait a day before another one.',
  },
  63051: { class: 'BILLING', reason: `Our WhatsApp account is locked or restricted. ${admin} settle it with Meta.` },
  63052: template('The template is of an old kind that is not sent any more.'),
  63106: recipient('The customer’s phone has no RCS.'),
};
