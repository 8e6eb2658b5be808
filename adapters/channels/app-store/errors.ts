import type { Failure } from '#domain/channels/delivery.ts';

const askAdmin = 'Ask an administrator';

/** https://developer.apple.com/documentation/appstoreconnectapi/about-the-http-status-code, read 2026-11-22. */
const meanings: Readonly<Record<number, Omit<Failure, 'code'>>> = {
  400: { class: 'CONTENT_REJECTED', reason: 'Apple did not take the answer. Change it and send again.' },
  401: { class: 'AUTH', reason: `Apple did not accept our key. ${askAdmin} to check the App Store connection.` },
  403: {
    class: 'PERMISSION',
    reason: `Our key may not answer reviews of this app. ${askAdmin} to give it the role Customer Support or Admin.`,
  },
  404: {
    class: 'INVALID_RECIPIENT',
    reason: 'The review does not exist any more; its author deleted it. Nothing to do.',
  },
  409: {
    class: 'CONTENT_REJECTED',
    reason:
      'Apple refused the answer: it is too long, empty, or the review cannot be answered. Change it and send again.',
  },
  422: { class: 'CONTENT_REJECTED', reason: 'Apple refused what the answer says. Change it and send again.' },
  429: { class: 'RATE_LIMITED', reason: 'Apple takes no more requests this hour. It is tried again; nothing to do.' },
};

/** The sentence for an agent; `code` is Apple's own where it gave one. */
export const failureOf = (status: number, code: string | undefined): Failure => ({
  class: 'CONTENT_REJECTED',
  reason: 'Apple refused the answer. Change it and send again, or tell your administrator the code.',
  ...meanings[status],
  code: code ?? String(status),
});
