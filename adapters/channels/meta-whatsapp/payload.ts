import * as z from 'zod';

/**
 * What is read of Meta's webhooks about WhatsApp; unknown fields pass. Lists stay unread here: one bad item must not hold up the others.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference, read 2026-11-22.
 */
export const $Change = z.looseObject({ field: z.string(), value: z.record(z.string(), z.unknown()) });
export type Change = z.infer<typeof $Change>;

export const $Entry = z.looseObject({
  id: z.string(),
  time: z.number().optional(),
  changes: z.array($Change).min(1),
});
export type Entry = z.infer<typeof $Entry>;

export const $WhatsAppBody = z.object({
  object: z.literal('whatsapp_business_account'),
  entry: z.array($Entry).min(1),
});

const list = z.array(z.unknown()).default([]);

export const $Contact = z.object({
  profile: z.object({ name: z.string().optional(), username: z.string().optional() }).optional(),
  wa_id: z.string().optional(),
  user_id: z.string().optional(),
  parent_user_id: z.string().optional(),
});
export type Contact = z.infer<typeof $Contact>;

export const $Error = z.object({ code: z.number(), title: z.string().optional() });

/** The value of changes that are about one of the account's numbers. */
export const $NumberValue = z.object({
  metadata: z.object({ phone_number_id: z.string(), display_phone_number: z.string().optional() }),
  contacts: z.array($Contact).catch([]).default([]),
  messages: list,
  message_echoes: list,
  statuses: list,
  user_preferences: list,
  calls: list,
  errors: z.array($Error).catch([]).default([]),
});
export type NumberValue = z.infer<typeof $NumberValue>;

const $Media = z.object({
  id: z.string(),
  mime_type: z.string().optional(),
  caption: z.string().optional(),
  filename: z.string().optional(),
});
export type Media = z.infer<typeof $Media>;

const $SharedContact = z.object({
  origin: z.string().optional(),
  name: z.object({ formatted_name: z.string().optional(), first_name: z.string().optional() }).optional(),
  phones: z.array(z.object({ phone: z.string().optional(), wa_id: z.string().optional() })).default([]),
  emails: z.array(z.object({ email: z.string().optional() })).default([]),
});

const $Choice = z.object({ id: z.string().optional(), title: z.string() });

const $Interactive = z.object({
  type: z.string(),
  button_reply: $Choice.optional(),
  list_reply: $Choice.optional(),
  nfm_reply: z.object({ body: z.string().optional(), response_json: z.string() }).optional(),
  call_permission_reply: z.object({ response: z.string() }).optional(),
});

const $Order = z.object({
  catalog_id: z.string().optional(),
  text: z.string().optional(),
  product_items: z
    .array(
      z.object({
        product_retailer_id: z.string(),
        quantity: z.coerce.number(),
        item_price: z.coerce.number().optional(),
        currency: z.string().optional(),
      }),
    )
    .default([]),
});

const $Referral = z.object({
  source_url: z.string().optional(),
  source_id: z.string().optional(),
  source_type: z.string().optional(),
  headline: z.string().optional(),
  body: z.string().optional(),
});

const $Context = z.object({
  id: z.string().optional(),
  referred_product: z.object({ catalog_id: z.string().optional(), product_retailer_id: z.string() }).optional(),
});

/** What a message holds, by its type. An edit holds the same once more. */
const $Content = z.object({
  type: z.string(),
  text: z.object({ body: z.string() }).optional(),
  image: $Media.optional(),
  video: $Media.optional(),
  audio: $Media.optional(),
  document: $Media.optional(),
  sticker: $Media.optional(),
  location: z
    .object({
      latitude: z.number(),
      longitude: z.number(),
      name: z.string().optional(),
      address: z.string().optional(),
    })
    .optional(),
  contacts: z.array($SharedContact).optional(),
  button: z.object({ text: z.string(), payload: z.string().optional() }).optional(),
  interactive: $Interactive.optional(),
  order: $Order.optional(),
  referral: $Referral.optional(),
  context: $Context.nullish(),
  unsupported: z.object({ type: z.string().optional() }).optional(),
});
export type Content = z.infer<typeof $Content>;

const $System = z.object({
  type: z.string().optional(),
  body: z.string().default(''),
  wa_id: z.string().optional(),
  user_id: z.string().optional(),
  previous_user_id: z.string().optional(),
});

/** Seconds, mostly as text; some fields have numbers, some milliseconds. */
const $Time = z.union([z.string(), z.number()]).optional();

export const $Message = $Content.extend({
  id: z.string().min(1),
  from: z.string().optional(),
  from_user_id: z.string().optional(),
  from_parent_user_id: z.string().optional(),
  to: z.string().optional(),
  to_user_id: z.string().optional(),
  timestamp: $Time,
  group_id: z.string().optional(),
  /** Without an emoji it takes a reaction back. */
  reaction: z.object({ message_id: z.string(), emoji: z.string().default('') }).optional(),
  edit: z.object({ original_message_id: z.string(), message: $Content }).optional(),
  revoke: z.object({ original_message_id: z.string() }).optional(),
  system: $System.optional(),
});
export type Message = z.infer<typeof $Message>;

export const $Status = z.object({
  id: z.string().min(1),
  status: z.string(),
  timestamp: $Time,
  biz_opaque_callback_data: z.string().optional(),
  errors: z.array($Error).default([]),
});
export type Status = z.infer<typeof $Status>;

export const $Preference = z.object({
  wa_id: z.string().optional(),
  user_id: z.string().optional(),
  detail: z.string().optional(),
  category: z.string(),
  value: z.enum(['stop', 'resume']),
  timestamp: $Time,
});
export type Preference = z.infer<typeof $Preference>;

export const $CallEvent = z.object({
  id: z.string().min(1),
  event: z.string(),
  direction: z.string().optional(),
  from: z.string().optional(),
  from_user_id: z.string().optional(),
  timestamp: $Time,
  status: z.string().optional(),
  duration: z.coerce.number().optional(),
});
export type CallEvent = z.infer<typeof $CallEvent>;
