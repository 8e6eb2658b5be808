import * as z from 'zod';
import { $Id, $Time } from '#adapters/channels/meta-messaging/payload.ts';

const $Text = z.string();

/**
 * What a page's feed tells. https://developers.facebook.com/docs/graph-api/webhooks/reference/page, read 2026-11-22.
 * Who it was is in `from`, in older versions in `sender_id`; in mentions, and for people whom Meta does not name, nowhere.
 */
export const $FeedValue = z.object({
  item: $Text,
  verb: $Text,
  post_id: $Id.optional(),
  comment_id: $Id.optional(),
  parent_id: $Id.optional(),
  from: z.object({ id: $Id, name: $Text.optional() }).optional(),
  sender_id: $Id.optional(),
  sender_name: $Text.optional(),
  message: $Text.optional(),
  photo: $Text.optional(),
  photos: z.array($Text).default([]),
  video: $Text.optional(),
  link: $Text.optional(),
  created_time: $Time.optional(),
  permalink_url: $Text.optional(),
  post: z.object({ permalink_url: $Text.optional(), status_type: $Text.optional() }).optional(),
});
export type FeedValue = z.infer<typeof $FeedValue>;
