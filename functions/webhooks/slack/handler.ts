import { eventIsAbout, handshakeOf } from '#adapters/channels/slack/body.ts';
import { $SlackCredentials } from '#adapters/channels/slack/credentials.ts';
import { isSignedBySlack } from '#adapters/channels/slack/signature.ts';
import { signedWebhook } from '#functions/middleware/signed-webhook.ts';

export const { create, handler } = signedWebhook({
  provider: 'slack',
  credentials: $SlackCredentials,
  isGenuine: ({ body, headers, credentials, now }) =>
    isSignedBySlack(
      { body, timestamp: headers['x-slack-request-timestamp'], signature: headers['x-slack-signature'] },
      { signingSecrets: credentials.signingSecrets, now },
    ),
  handshake: ({ body }) => {
    const challenge = handshakeOf(body.toString('utf8'));
    return challenge === undefined ? undefined : { status: 200, contentType: 'text/plain', body: challenge };
  },
  // Always one event; those of one channel keep their order, so that a change comes after what it changes.
  split: ({ body }) => {
    const text = body.toString('utf8');
    return [{ about: eventIsAbout(text), body: text }];
  },
});
