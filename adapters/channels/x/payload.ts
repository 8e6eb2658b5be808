import * as z from 'zod';

const text = z.string();
/** 64 bits; X gives them as text. */
const id = text.min(1);
const milliseconds = text.regex(/^\d{1,15}$/).transform(Number);

/** In the X Activity API wrapped in `data`, with a username; in the older Account Activity API bare, with a screen name. */
const $User = z.looseObject({ name: text.optional(), username: text.optional(), screen_name: text.optional() });
const $Users = z.record(text, z.union([z.looseObject({ data: $User }).transform(({ data }) => data), $User]));
export type XUsers = z.infer<typeof $Users>;

const $Url = z.looseObject({ url: text, expanded_url: text.optional() });
const $Variant = z.looseObject({ content_type: text.optional(), url: text, bitrate: z.number().optional() });

const $Attachment = z.looseObject({
  type: text,
  media: z
    .looseObject({
      type: text,
      url: text.optional(),
      media_url_https: text,
      video_info: z.looseObject({ variants: z.array($Variant).default([]) }).optional(),
    })
    .optional(),
  location: z
    .looseObject({
      shared_coordinate: z
        .looseObject({ coordinates: z.looseObject({ coordinates: z.tuple([z.number(), z.number()]) }) })
        .optional(),
    })
    .optional(),
});
export type XAttachment = z.infer<typeof $Attachment>;

/** https://docs.x.com/x-api/activity/event-payloads#dm-received, read 2026-11-22. */
export const $DirectMessage = z.looseObject({
  type: z.literal('message_create'),
  id,
  created_timestamp: milliseconds,
  message_create: z.looseObject({
    target: z.looseObject({ recipient_id: id }),
    sender_id: id,
    source_app_id: text.optional(),
    message_data: z.looseObject({
      text: text.default(''),
      entities: z.looseObject({ urls: z.array($Url).default([]) }).optional(),
      quick_reply_response: z.looseObject({ metadata: text.optional() }).optional(),
      attachment: $Attachment.optional(),
    }),
  }),
});
export type XDirectMessage = z.infer<typeof $DirectMessage>;

export const $Read = z.looseObject({ created_timestamp: milliseconds, sender_id: id, last_read_event_id: id });

/** The shape of `dm.*` payloads, and of a whole body of the Account Activity API. */
export const $Messages = z.looseObject({
  direct_message_events: z.array(z.unknown()).optional(),
  direct_message_mark_read_events: z.array(z.unknown()).optional(),
  direct_message_indicate_typing_events: z.array(z.unknown()).optional(),
  // Names only: without them the messages are read all the same.
  users: $Users.default({}).catch({}),
});

/** https://docs.x.com/x-api/activity/event-payloads#chat-received, read 2026-11-22. */
export const $Chat = z.looseObject({ id, sender_id: id, created_at_msec: milliseconds, conversation_id: text });

const $Media = z.looseObject({
  media_key: id,
  type: text,
  url: text.optional(),
  preview_image_url: text.optional(),
  variants: z.array($Variant).optional(),
});

/** https://docs.x.com/x-api/activity/event-payloads#post-mention-create, read 2026-11-22. */
export const $Post = z.looseObject({
  id,
  author_id: id,
  text,
  created_at: z.iso.datetime({ offset: true }).optional(),
  conversation_id: id.optional(),
  referenced_tweets: z.array(z.looseObject({ type: text, id })).optional(),
  entities: z.looseObject({ urls: z.array($Url).optional() }).optional(),
  attachments: z.looseObject({ media_keys: z.array(id).optional() }).optional(),
});
export type XPost = z.infer<typeof $Post>;

export const $Includes = z.looseObject({
  users: z.array(z.looseObject({ id, name: text.optional(), username: text.optional() })).optional(),
  media: z.array($Media).optional(),
});
export type XIncludes = z.infer<typeof $Includes>;

export const $Revoked = z.looseObject({ user_id: id, date_time: z.iso.datetime({ offset: true }).optional() });

/** A delivery of the X Activity API. */
export const $Activity = z.looseObject({
  event_uuid: id,
  filter: z.looseObject({ user_id: id.optional() }).default({}),
  event_type: text,
  payload: z.unknown(),
  includes: $Includes.optional().catch(undefined),
});
export type XActivity = z.infer<typeof $Activity>;

/** Either API's body. */
export const $XBody = z.union([z.looseObject({ data: $Activity }), z.looseObject({ for_user_id: id }).and($Messages)]);
