import type { Meanings } from '#adapters/channels/meta/graph-error.ts';
import { sendingMeanings, tooLate } from '#adapters/channels/meta-messaging/meanings.ts';

/** What Meta's codes mean for the agent who answered on Messenger or below a post. */
export const messengerMeanings: Meanings = {
  ...sendingMeanings,
  /** Meta words it as a missing permission for subscription messages. */
  '10/2018065': tooLate,
  '10/1893063': {
    class: 'POLICY',
    reason:
      "Meta has restricted our page because of its policies. Ask an administrator to look at the page's quality at Meta.",
  },
};
