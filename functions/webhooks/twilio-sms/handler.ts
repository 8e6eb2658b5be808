import { $TwilioCredentials } from '#adapters/channels/twilio/credentials.ts';
import { emptyTwiml } from '#adapters/channels/twilio/twiml.ts';
import { isFromTwilio, onePiece } from '#adapters/channels/twilio/webhook.ts';
import { signedWebhook } from '#functions/middleware/signed-webhook.ts';

export const { create, handler } = signedWebhook({
  provider: 'twilio-sms',
  credentials: $TwilioCredentials,
  isGenuine: isFromTwilio,
  split: onePiece,
  // A text/plain answer would be sent to the customer as a message.
  accepted: { status: 200, ...emptyTwiml },
});
