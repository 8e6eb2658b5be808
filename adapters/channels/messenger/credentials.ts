import { $MessagingCredentials } from '#adapters/channels/meta-messaging/credentials.ts';

/** What the SecureString parameter of a Messenger connection holds, as JSON; `accessToken` is the page's. */
export const $MessengerCredentials = $MessagingCredentials;
