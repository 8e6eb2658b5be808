import * as z from 'zod';

const text = z.string();
const id = text.min(1);

const $User = z.looseObject({ id, name: text.optional() });

const $Message = z.looseObject({
  type: text,
  text: text.nullish(),
  /** An address that works for about an hour; with type `url` the link itself. */
  media: text.optional(),
  file_name: text.optional(),
  location: z.looseObject({ lat: z.number(), lon: z.number(), address: text.optional() }).optional(),
  contact: z.looseObject({ name: text.optional(), phone_number: text.optional() }).optional(),
});
export type ViberMessage = z.infer<typeof $Message>;

/**
 * What we read of a callback, its `message_token` made text beforehand.
 * https://developers.viber.com/docs/api/rest-bot-api/#callbacks, version 7.3, read 2026-11-22.
 */
export const $ViberEvent = z.looseObject({
  event: text,
  /** Milliseconds. */
  timestamp: z.number().int().nonnegative(),
  message_token: id.optional(),
  sender: $User.optional(),
  user: $User.optional(),
  user_id: id.optional(),
  message: $Message.optional(),
  /** Why a message of ours failed, in words for developers. */
  desc: text.optional(),
});
export type ViberEvent = z.infer<typeof $ViberEvent>;
