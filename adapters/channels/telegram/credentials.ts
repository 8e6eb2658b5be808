import * as z from 'zod';

/** What the SecureString parameter of a connection holds, as JSON. */
export const $TelegramCredentials = z.object({
  /** From @BotFather: the bot's id, a colon, and the secret itself. */
  botToken: z.string().regex(/^\d+:[\w-]{20,}$/, 'a bot token: the id of the bot, a colon, and the secret'),
  /** Prove that webhooks come from Telegram. The first is given to Telegram; the others are still taken while it is changed. */
  secretTokens: z
    .array(z.string().regex(/^[\w-]{1,256}$/, '1 to 256 letters, digits, _ and -'))
    .min(1)
    .max(5),
});
export type TelegramCredentials = z.infer<typeof $TelegramCredentials>;
