import { $LineCredentials } from '#adapters/channels/line/credentials.ts';
import { isSignedByLine } from '#adapters/channels/line/signature.ts';
import { piecesOfLine } from '#adapters/channels/line/split.ts';
import { signedWebhook } from '#functions/middleware/signed-webhook.ts';

export const { create, handler } = signedWebhook({
  provider: 'line',
  credentials: $LineCredentials,
  isGenuine: ({ body, headers, credentials }) =>
    isSignedByLine(body, headers['x-line-signature'], credentials.channelSecrets),
  split: ({ body }) => piecesOfLine(body.toString('utf8')),
});
