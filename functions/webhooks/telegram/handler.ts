import { $TelegramCredentials } from '#adapters/channels/telegram/credentials.ts';
import { isFromTelegram } from '#adapters/channels/telegram/signature.ts';
import { updateIsAbout } from '#adapters/channels/telegram/update-about.ts';
import { signedWebhook } from '#functions/middleware/signed-webhook.ts';

export const { create, handler } = signedWebhook({
  provider: 'telegram',
  credentials: $TelegramCredentials,
  isGenuine: ({ headers, credentials }) =>
    isFromTelegram(credentials.secretTokens, headers['x-telegram-bot-api-secret-token']),
  // Always one update; those of one chat keep their order.
  split: ({ body }) => {
    const text = body.toString('utf8');
    return [{ about: updateIsAbout(text), body: text }];
  },
});
