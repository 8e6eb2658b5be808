import * as z from 'zod';
import { $MetaCredentials } from '#adapters/channels/meta/credentials.ts';

/** Of a page or of an Instagram account. */
export const $MessagingCredentials = $MetaCredentials.extend({
  /** Of the app at Meta. With it our own messages are told from those of other tools, and webhooks are set up for you. */
  appId: z
    .string()
    .regex(/^\d{5,20}$/, 'the number of the app')
    .optional(),
});
export type MessagingCredentials = z.infer<typeof $MessagingCredentials>;
