import { SocialMessagingClient, type SocialMessagingClientConfig } from '@aws-sdk/client-socialmessaging';

/** Sending takes no idempotency key: a second try could be a second message, so there is none, and a slow answer is no answer. */
export const createSendingClient = (config: SocialMessagingClientConfig = {}): SocialMessagingClient =>
  new SocialMessagingClient({
    maxAttempts: 1,
    requestHandler: { requestTimeout: 10_000, throwOnRequestTimeout: true },
    ...config,
  });

/** For questions and for copying files, which may be asked again. */
export const createAskingClient = (config: SocialMessagingClientConfig = {}): SocialMessagingClient =>
  new SocialMessagingClient({
    maxAttempts: 2,
    requestHandler: { requestTimeout: 20_000, throwOnRequestTimeout: true },
    ...config,
  });
