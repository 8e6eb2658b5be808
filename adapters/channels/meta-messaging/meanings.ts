import type { Meaning, Meanings } from '#adapters/channels/meta/graph-error.ts';

export const tooLate: Meaning = {
  class: 'OUTSIDE_WINDOW',
  reason:
    'It is too long since the customer last wrote: Meta allows answers for 24 hours, and answers of people for 7 days where it has approved our app for that. Wait for the customer, or use another channel.',
};
const notReceiving: Meaning = {
  class: 'BLOCKED_BY_USER',
  reason:
    'The customer does not take messages from us, or has deleted the chat. Use another channel, or wait until they write.',
};
const nobody: Meaning = {
  class: 'INVALID_RECIPIENT',
  reason: 'Meta does not know this person here, or not to this account. Use another channel, or wait until they write.',
};
const badFile: Meaning = {
  class: 'MEDIA_INVALID',
  reason: 'Meta could not fetch or use the file. Send it in another format or smaller, or put a link into the text.',
};
const otherApp: Meaning = {
  class: 'PERMISSION',
  reason: `Another app, such as Meta's own inbox, has taken this conversation. Answer there, or ask an administrator to make our app the default one.`,
};
const lostComment: Meaning = {
  class: 'CONTENT_REJECTED',
  reason:
    'The comment or post does not exist any more, or may not be answered. Look at it at Meta; there may be nothing left to answer.',
};
const onceOnly: Meaning = {
  class: 'POLICY',
  reason: 'This comment has had its one private answer. Answer in public, or wait until the customer writes a message.',
};
const commentTooOld: Meaning = {
  class: 'OUTSIDE_WINDOW',
  reason:
    'A comment can be answered privately for 7 days, and one on a live broadcast until it ends. Answer in public instead.',
};

/**
 * What codes of sending mean, by `code/subcode` or `code`; those of every product are in `meta/graph-error.ts`.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes, updated 2026-03-18, read 2026-11-22;
 * subcodes that Meta's page leaves out are as integrations report them.
 */
export const sendingMeanings: Meanings = {
  '10/2018278': tooLate,
  '10/2534022': tooLate,
  '10/2018108': notReceiving,
  551: notReceiving,
  '200/1545041': notReceiving,
  '100/2018001': nobody,
  '100/2534014': nobody,
  '100/2018008': badFile,
  '100/2018047': badFile,
  '100/2018074': badFile,
  '100/2018109': badFile,
  '100/2018294': badFile,
  '10/2018300': otherApp,
  '100/2018300': otherApp,
  '100/33': lostComment,
  '100/2018292': lostComment,
  10900: onceOnly,
  10901: onceOnly,
  10902: lostComment,
  10903: commentTooOld,
  1200: {
    class: 'TRANSIENT',
    reason: 'Meta could not send the message just now. It is tried again; nothing to do.',
    afterSeconds: 30,
  },
};
