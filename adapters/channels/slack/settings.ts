import * as z from 'zod';

/** The settings of a Slack connection. */
export const $SlackSettings = z.object({
  /** Ids of channels of which every message is for us. Elsewhere, only direct messages and mentions of the app are. */
  channels: z.array(z.string().regex(/^[CG][A-Z0-9]{2,}$/, 'the id of a channel: C0123456789')).default([]),
  /** Whose messages are taken: with `other-workspaces`, those of colleagues in a shared channel are not. */
  customers: z.enum(['everyone', 'other-workspaces']).default('everyone'),
});
export type SlackSettings = z.infer<typeof $SlackSettings>;
