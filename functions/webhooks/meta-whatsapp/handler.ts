import { $MetaCredentials } from '#adapters/channels/meta/credentials.ts';
import { answerMetaHandshake } from '#adapters/channels/meta/handshake.ts';
import { isSignedByMeta } from '#adapters/channels/meta/signature.ts';
import { splitWhatsApp } from '#adapters/channels/meta-whatsapp/split.ts';
import { signedWebhook } from '#functions/middleware/signed-webhook.ts';

export const { create, handler } = signedWebhook({
  provider: 'meta-whatsapp',
  credentials: $MetaCredentials,
  challenge: ({ rawQuery, credentials }) => answerMetaHandshake(rawQuery, credentials.verifyToken),
  isGenuine: ({ body, headers, credentials }) =>
    isSignedByMeta({ body, signature: headers['x-hub-signature-256'], appSecrets: credentials.appSecrets }),
  split: ({ body }) => splitWhatsApp(body),
  // Up to 1000 updates in one body, https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview.
  maxBytes: 3_000_000,
});
