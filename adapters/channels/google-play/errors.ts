import type { Failure } from '#domain/channels/delivery.ts';

const askAdmin = 'Ask an administrator';

/** What Google's statuses mean for the agent; https://developers.google.com/android-publisher/reply-to-reviews, read 2026-11-22. */
const meanings: Readonly<Record<number, Omit<Failure, 'code'>>> = {
  400: {
    class: 'CONTENT_REJECTED',
    reason: 'Google Play did not take the answer. It may have 350 characters and no markup; change it and send again.',
  },
  401: {
    class: 'AUTH',
    reason: `Google Play did not accept our key. ${askAdmin} to check the Google Play connection.`,
  },
  403: {
    class: 'PERMISSION',
    reason: `Our service account may not answer reviews of this app. ${askAdmin} to grant it “Reply to reviews” in the Play Console.`,
  },
  404: {
    class: 'INVALID_RECIPIENT',
    reason: 'The review does not exist any more; its author deleted it. Nothing to do.',
  },
  429: {
    class: 'RATE_LIMITED',
    reason: 'Google Play takes no more answers just now. It is tried again; nothing to do.',
  },
};

/** The sentence for an agent about a refused answer. */
export const failureOf = (status: number): Failure => ({
  class: 'CONTENT_REJECTED',
  reason: 'Google Play refused the answer. Change it and send again, or tell your administrator the code.',
  ...meanings[status],
  code: String(status),
});
