import * as z from 'zod';

/** What the SecureString parameter of a connection holds, as JSON. */
export const $LineCredentials = z.object({
  /** The current channel secret first; behind it the one before, while it is reissued. Verify webhooks. */
  channelSecrets: z.array(z.string().min(1)).min(1).max(5),
  /** A long-lived channel access token: sends, and fetches what customers attach. */
  channelAccessToken: z.string().min(1),
});
export type LineCredentials = z.infer<typeof $LineCredentials>;

export const bearer = ({ channelAccessToken }: LineCredentials): { readonly authorization: string } => ({
  authorization: `Bearer ${channelAccessToken}`,
});
