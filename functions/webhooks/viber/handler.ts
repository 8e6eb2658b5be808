import { $ViberCredentials } from '#adapters/channels/viber/credentials.ts';
import { isSignedByViber } from '#adapters/channels/viber/signature.ts';
import { glanceAt, handshakeOf } from '#adapters/channels/viber/webhook.ts';
import { signedWebhook } from '#functions/middleware/signed-webhook.ts';

export const { create, handler } = signedWebhook({
  provider: 'viber',
  credentials: $ViberCredentials,
  isGenuine: ({ body, headers, credentials }) =>
    isSignedByViber(body, headers['x-viber-content-signature'], credentials.authTokens),
  handshake: ({ body, credentials }) => handshakeOf(body.toString('utf8'), credentials),
  // One event each. Receipts go with the customer's messages, so that both keep their order.
  split: ({ body }) => {
    const text = body.toString('utf8');
    return [{ about: glanceAt(text).about, body: text }];
  },
});
