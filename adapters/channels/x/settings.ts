import * as z from 'zod';

/** What only X needs to know of a connection. */
export const $XSettings = z.object({
  /** The numeric id of our app: what it sent itself is then known for an echo, where X names the app. */
  appId: z.string().regex(/^\d+$/).optional(),
});
