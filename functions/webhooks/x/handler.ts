import { $XCredentials } from '#adapters/channels/x/credentials.ts';
import { challengeAnswer, isSignedByX } from '#adapters/channels/x/signature.ts';
import { piecesOfX } from '#adapters/channels/x/webhook.ts';
import { signedWebhook } from '#functions/middleware/signed-webhook.ts';

export const { create, handler } = signedWebhook({
  provider: 'x',
  credentials: $XCredentials,
  isGenuine: (received) => isSignedByX(received, received.credentials),
  challenge: ({ rawQuery, credentials }) => {
    const body = challengeAnswer(rawQuery, credentials);
    return body === undefined ? { status: 400 } : { status: 200, contentType: 'application/json', body };
  },
  split: ({ body }) => piecesOfX(body.toString('utf8')),
});
