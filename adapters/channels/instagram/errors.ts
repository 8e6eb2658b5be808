import type { Meanings } from '#adapters/channels/meta/graph-error.ts';
import { sendingMeanings } from '#adapters/channels/meta-messaging/meanings.ts';

/** What Meta's codes mean for the agent who answered on Instagram. */
export const instagramMeanings: Meanings = {
  ...sendingMeanings,
  '100/2534015': {
    class: 'CONTENT_REJECTED',
    reason: 'Instagram does not take this message. Shorten it, or leave out what is unusual in it, and send it again.',
  },
  '100/2534037': {
    class: 'PERMISSION',
    reason:
      'Our Instagram account does not let other programs write. Ask an administrator to switch on "Allow access to messages" in the Instagram app.',
  },
};
