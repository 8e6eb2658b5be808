import * as z from 'zod';

/** Ids have up to 52 bits, https://core.telegram.org/bots/api#user. */
const id = z.number().int();

const $User = z.looseObject({
  id,
  is_bot: z.boolean().optional(),
  first_name: z.string().default(''),
  last_name: z.string().optional(),
  username: z.string().optional(),
});
export type TelegramUser = z.infer<typeof $User>;

const $Chat = z.looseObject({
  id,
  type: z.enum(['private', 'group', 'supergroup', 'channel']),
  title: z.string().optional(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  username: z.string().optional(),
});
export type TelegramChat = z.infer<typeof $Chat>;

const $File = z.looseObject({
  file_id: z.string().min(1),
  file_size: z.number().optional(),
  file_name: z.string().optional(),
});
export type TelegramFile = z.infer<typeof $File>;

const $Entity = z.looseObject({
  type: z.string(),
  /** In UTF-16 code units, as JavaScript counts. */
  offset: z.number().int().nonnegative(),
  length: z.number().int().nonnegative(),
  url: z.string().optional(),
});
export type TelegramEntity = z.infer<typeof $Entity>;

const $Location = z.looseObject({ latitude: z.number(), longitude: z.number() });

const $Keyboard = z.looseObject({
  inline_keyboard: z.array(z.array(z.looseObject({ text: z.string(), callback_data: z.string().optional() }))),
});

/** What we read of https://core.telegram.org/bots/api#message (Bot API 10.2), read 2026-11-22. */
const $Message = z.looseObject({
  message_id: id,
  from: $User.optional(),
  sender_chat: $Chat.optional(),
  sender_business_bot: $User.optional(),
  business_connection_id: z.string().optional(),
  chat: $Chat,
  date: id,
  edit_date: id.optional(),
  message_thread_id: id.optional(),
  is_topic_message: z.boolean().optional(),
  is_automatic_forward: z.boolean().optional(),
  text: z.string().optional(),
  entities: z.array($Entity).optional(),
  caption: z.string().optional(),
  caption_entities: z.array($Entity).optional(),
  photo: z.array($File.extend({ width: z.number(), height: z.number() })).optional(),
  voice: $File.optional(),
  audio: $File.optional(),
  video: $File.optional(),
  video_note: $File.optional(),
  document: $File.optional(),
  animation: $File.optional(),
  sticker: z.looseObject({ emoji: z.string().optional(), set_name: z.string().optional() }).optional(),
  location: $Location.optional(),
  venue: z.looseObject({ location: $Location, title: z.string(), address: z.string() }).optional(),
  contact: z
    .looseObject({
      phone_number: z.string(),
      first_name: z.string(),
      last_name: z.string().optional(),
      user_id: id.optional(),
    })
    .optional(),
  poll: z.looseObject({ question: z.string(), options: z.array(z.looseObject({ text: z.string() })) }).optional(),
  story: z.looseObject({ id }).optional(),
  web_app_data: z.looseObject({ data: z.string(), button_text: z.string() }).optional(),
  reply_to_message: z.looseObject({ message_id: id, chat: $Chat }).optional(),
  reply_markup: $Keyboard.optional(),
});
export type TelegramMessage = z.infer<typeof $Message>;

const $Callback = z.looseObject({
  id: z.string(),
  from: $User,
  /** Absent for buttons under inline results; date 0 when the message is too old to be shown. */
  message: z
    .looseObject({
      message_id: id,
      chat: $Chat,
      message_thread_id: id.optional(),
      is_topic_message: z.boolean().optional(),
      business_connection_id: z.string().optional(),
      reply_markup: $Keyboard.optional(),
    })
    .optional(),
  data: z.string().optional(),
  game_short_name: z.string().optional(),
});
export type TelegramCallback = z.infer<typeof $Callback>;

const $Reaction = z.looseObject({
  chat: $Chat,
  message_id: id,
  user: $User.optional(),
  actor_chat: $Chat.optional(),
  date: id,
  new_reaction: z.array(z.looseObject({ type: z.string(), emoji: z.string().optional() })),
});
export type TelegramReaction = z.infer<typeof $Reaction>;

const $Member = z.looseObject({ user: $User, status: z.string() });
const $Membership = z.looseObject({
  chat: $Chat,
  from: $User,
  date: id,
  old_chat_member: $Member,
  new_chat_member: $Member,
});
export type TelegramMembership = z.infer<typeof $Membership>;

const $Deleted = z.looseObject({ business_connection_id: z.string(), chat: $Chat, message_ids: z.array(id) });
export type TelegramDeleted = z.infer<typeof $Deleted>;

const $BusinessConnection = z.looseObject({ id: z.string(), date: id, is_enabled: z.boolean() });
export type TelegramBusinessConnection = z.infer<typeof $BusinessConnection>;

/** One update; besides its number it has one member, named by its kind. */
export const $Update = z.looseObject({
  update_id: id,
  message: $Message.optional(),
  edited_message: $Message.optional(),
  business_message: $Message.optional(),
  edited_business_message: $Message.optional(),
  deleted_business_messages: $Deleted.optional(),
  business_connection: $BusinessConnection.optional(),
  message_reaction: $Reaction.optional(),
  callback_query: $Callback.optional(),
  my_chat_member: $Membership.optional(),
});
export type TelegramUpdate = z.infer<typeof $Update>;
