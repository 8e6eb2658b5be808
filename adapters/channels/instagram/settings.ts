import * as z from 'zod';

/** What only Instagram knows. */
export const $InstagramSettings = z.object({
  /** How the account was connected: through its Facebook page, or by itself; https://developers.facebook.com/docs/instagram-platform/overview. */
  login: z.enum(['facebook', 'instagram']).default('facebook'),
});
