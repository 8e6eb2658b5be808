import * as z from 'zod';

/** What every channel of Meta keeps in its SecureString; a channel extends it with its own fields. */
export const $MetaCredentials = z.object({
  /** The app's secret first; behind it the former one while it is reset. Verify webhooks; the first also proves our requests. */
  appSecrets: z.array(z.string().min(1)).min(1).max(5),
  /** A word of our choice, entered at Meta with the webhook's address. */
  verifyToken: z.string().min(8),
  /** Of a system user, or of a page. */
  accessToken: z.string().min(1),
});
export type MetaCredentials = z.infer<typeof $MetaCredentials>;
