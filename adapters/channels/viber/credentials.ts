import * as z from 'zod';

/** What the SecureString parameter of a connection holds, as JSON. */
export const $ViberCredentials = z.object({
  /** The bot's authentication token; behind it the one before, while it is replaced. Sends, and verifies webhooks. */
  authTokens: z.array(z.string().min(1)).min(1).max(5),
  /** Shown once to somebody who opens the chat for the first time. Here and not in the settings: the webhook's own answer carries it. */
  welcome: z.string().min(1).max(7000).optional(),
  /** Who the welcome is from; Viber shows 28 characters. */
  welcomeFrom: z.string().min(1).max(28).optional(),
});
export type ViberCredentials = z.infer<typeof $ViberCredentials>;
