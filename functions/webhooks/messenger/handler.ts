import { $MessengerCredentials } from '#adapters/channels/messenger/credentials.ts';
import { answerMetaHandshake } from '#adapters/channels/meta/handshake.ts';
import { isSignedByMeta } from '#adapters/channels/meta/signature.ts';
import { metaBatchBytes, splitByPerson } from '#adapters/channels/meta-messaging/split-by-person.ts';
import { signedWebhook } from '#functions/middleware/signed-webhook.ts';

export const { create, handler } = signedWebhook({
  provider: 'messenger',
  credentials: $MessengerCredentials,
  maxBytes: metaBatchBytes,
  isGenuine: ({ body, headers, credentials: { appSecrets } }) =>
    isSignedByMeta({ body, signature: headers['x-hub-signature-256'], appSecrets }),
  challenge: ({ rawQuery, credentials }) => answerMetaHandshake(rawQuery, credentials.verifyToken),
  split: ({ body }) => splitByPerson(body),
});
