import * as z from 'zod';
import { Refusal } from '#domain/kernel/refusal.ts';

/** Ids are text, and were numbers in older versions of the API. */
export const $Id = z.union([z.string().min(1), z.number()]).transform(String);

/** Seconds or milliseconds since 1970, as a number or as text. */
export const $Time = z.union([z.number(), z.string()]);

const $Loose = z.looseObject({});

/** A body of a page or of Instagram; its items are read one by one, so that a bad one is alone in its trouble. */
export const $Body = z.object({
  object: z.string(),
  entry: z
    .array(
      z.object({
        id: $Id,
        time: $Time.optional(),
        messaging: z.array(z.unknown()).default([]),
        standby: z.array(z.unknown()).default([]),
        changes: z.array(z.unknown()).default([]),
      }),
    )
    .min(1),
});

/** One line of `changes`. */
export const $Change = z.object({ field: z.string(), value: $Loose });

const $Person = z.object({ id: $Id.optional() });
const $Text = z.string();

/** Who came how: an advertisement, a link to the chat, a product. */
const $Referral = z.object({
  ref: $Text.optional(),
  source: $Text.optional(),
  type: $Text.optional(),
  ad_id: $Id.optional(),
  ads_context_data: z
    .object({ ad_title: $Text.optional(), photo_url: $Text.optional(), post_id: $Id.optional() })
    .optional()
    .catch(undefined),
  product: z.object({ id: $Id }).optional().catch(undefined),
});
export type Referral = z.infer<typeof $Referral>;

const $Element = z.object({ id: $Id.optional(), title: $Text.optional(), subtitle: $Text.optional() });

const $AttachmentPayload = z.object({
  url: $Text.optional(),
  title: $Text.optional(),
  sticker_id: $Id.optional(),
  reel_video_id: $Id.optional(),
  ig_post_media_id: $Id.optional(),
  coordinates: z.object({ lat: z.number(), long: z.number() }).optional(),
  product: z.object({ elements: z.array($Element).default([]) }).optional(),
});

export const $MetaAttachment = z.object({
  type: $Text,
  title: $Text.nullish(),
  url: $Text.nullish(),
  // A word of the developer's in old fallbacks, nothing in others.
  payload: $AttachmentPayload.optional().catch(undefined),
});
export type MetaAttachment = z.infer<typeof $MetaAttachment>;

/** https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/messages, read 2026-11-22. */
export const $Message = z.object({
  mid: z.string().min(1),
  text: $Text.optional(),
  attachments: z.array($MetaAttachment).default([]),
  quick_reply: z.object({ payload: $Text.optional() }).optional(),
  reply_to: z
    .object({ mid: $Text.optional(), story: z.object({ id: $Id.optional(), url: $Text.optional() }).optional() })
    .optional(),
  referral: $Referral.optional(),
  is_echo: z.boolean().default(false),
  is_self: z.boolean().default(false),
  is_deleted: z.boolean().default(false),
  is_unsupported: z.boolean().default(false),
  app_id: $Id.optional(),
  metadata: $Text.optional(),
});
export type Message = z.infer<typeof $Message>;

const $Policy = z.object({ action: $Text.optional(), reason: $Text.optional() });

/** One line of `messaging`: who, when, and one of the kinds of event. */
export const $MessagingItem = z.looseObject({
  sender: $Person.optional(),
  recipient: $Person.optional(),
  timestamp: $Time.optional(),
  is_self: z.boolean().optional(),
  message: $Message.optional(),
  message_edit: z.object({ mid: $Text, text: $Text.nullish(), num_edit: z.coerce.number().default(0) }).optional(),
  reaction: z.object({ mid: $Text, action: $Text, emoji: $Text.optional(), reaction: $Text.optional() }).optional(),
  postback: z
    .object({
      mid: $Text.optional(),
      title: $Text.optional(),
      payload: $Text.optional(),
      referral: $Referral.optional(),
    })
    .optional(),
  referral: $Referral.optional(),
  delivery: z.object({ watermark: z.number() }).optional(),
  read: z.object({ watermark: z.number().optional(), mid: $Text.optional() }).optional(),
  optin: z
    .object({ type: $Text.optional(), ref: $Text.optional(), notification_messages_status: $Text.optional() })
    .optional(),
  policy_enforcement: $Policy.optional(),
  /** As older pages of the documentation and older versions have it. */
  'policy-enforcement': $Policy.optional(),
});
export type MessagingItem = z.infer<typeof $MessagingItem>;

/** A part of a body as its schema has it; what is wrong is named by its path, never by its value. */
export function readable<Read>(schema: z.ZodType<Read>, value: unknown): Read {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const paths = [...new Set(error.issues.map(({ path }) => path.join('.') || 'the item'))].slice(0, 5).join(', ');
  throw new Refusal('invalid', `not of the documented shape: ${paths}`);
}

/** Below it a number counts seconds: it is the year 5138 in seconds and 1973 in milliseconds. */
const secondsEnd = 1e11;

/** An instant of Meta's as ISO 8601 with milliseconds; the fallback where it gives none that can be read. */
export function isoTime(value: string | number | undefined, fallback: string): string {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  const date = new Date(typeof number === 'number' && number < secondsEnd ? number * 1000 : (number ?? Number.NaN));
  return Number.isNaN(date.getTime()) ? fallback : date.toISOString();
}
