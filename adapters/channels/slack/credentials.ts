import * as z from 'zod';

/** What the SecureString parameter of a connection holds, as JSON. */
export const $SlackCredentials = z.object({
  /** "Bot User OAuth Token" of the app in this workspace. */
  botToken: z.string().regex(/^xox[be]\S+$/, 'a bot token: it begins with xoxb-'),
  /** From the app's "Basic Information"; a second one while it is regenerated. */
  signingSecrets: z.array(z.string().min(1)).min(1).max(5),
});
export type SlackCredentials = z.infer<typeof $SlackCredentials>;
