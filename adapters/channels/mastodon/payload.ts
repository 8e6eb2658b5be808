import * as z from 'zod';

/** https://docs.joinmastodon.org/entities/Notification/ and /Status/, read 2026-11-22. */
const $Account = z.looseObject({
  id: z.string(),
  username: z.string(),
  /** `user` on our own server, `user@server` elsewhere. */
  acct: z.string().min(1),
  display_name: z.string().default(''),
  bot: z.boolean().default(false),
});
export type Account = z.infer<typeof $Account>;

const $Media = z.looseObject({
  id: z.string(),
  type: z.string(),
  /** Null while the server is still working on it. */
  url: z.string().nullish(),
  remote_url: z.string().nullish(),
  description: z.string().nullish(),
});

export const $Status = z.looseObject({
  id: z.string().min(1),
  created_at: z.iso.datetime({ offset: true }),
  in_reply_to_id: z.string().nullish(),
  spoiler_text: z.string().default(''),
  visibility: z.string().default('public'),
  url: z.string().nullish(),
  content: z.string(),
  account: $Account,
  media_attachments: z.array($Media).default([]),
  poll: z.looseObject({ options: z.array(z.unknown()).default([]) }).nullish(),
});
export type Status = z.infer<typeof $Status>;

export const $Notification = z.looseObject({
  id: z.string().min(1),
  type: z.string(),
  account: $Account,
  status: $Status.nullish(),
});

/** What goes onto the queue: one notification, and the account that was asked about. */
export const $NotificationBody = z.object({
  account: z.string(),
  server: z.string(),
  notifications: z.array(z.unknown()),
});
