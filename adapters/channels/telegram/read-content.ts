import type { Alias } from '#domain/channels/inbound-message.ts';
import type { Part } from '#domain/channels/part.ts';
import type { TelegramEntity, TelegramMessage } from './payload.ts';

/** The text as a person reads it: an address hidden behind a word is shown behind it. */
export function textOf(message: TelegramMessage): string {
  if (message.poll) return [message.poll.question, ...message.poll.options.map(({ text }) => `- ${text}`)].join('\n');
  const text = message.text ?? message.caption ?? '';
  if (startOf(message)) return '';
  return withLinks(text, message.entities ?? message.caption_entities ?? []);
}

const withLinks = (text: string, entities: readonly TelegramEntity[]): string =>
  entities
    .filter(({ type, url }) => type === 'text_link' && url !== undefined)
    .toSorted((a, b) => b.offset - a.offset)
    .reduce((shown, { offset, length, url }) => {
      const end = offset + length;
      return shown.slice(offset, end) === url ? shown : `${shown.slice(0, end)} (${url})${shown.slice(end)}`;
    }, text);

/** `/start`, with what the link to the bot carried: up to 64 of A-Z, a-z, 0-9, _ and -. */
const startOf = ({ text }: TelegramMessage) => /^\/start(?:@\w+)?(?: +(\S+))?$/.exec(text?.trim() ?? '');

type ReadParts = (message: TelegramMessage) => Part | undefined;

const readers: readonly ReadParts[] = [
  (message) => {
    const start = startOf(message);
    if (!start) return undefined;
    return { kind: 'choice', title: '/start', ...(start[1] === undefined ? {} : { id: start[1] }) };
  },
  ({ sticker }) =>
    sticker && {
      kind: 'sticker',
      ...(sticker.emoji === undefined ? {} : { emoji: sticker.emoji }),
      ...(sticker.set_name === undefined ? {} : { name: sticker.set_name }),
    },
  ({ venue, location }) => {
    const { latitude, longitude } = venue?.location ?? location ?? {};
    if (latitude === undefined || longitude === undefined) return undefined;
    return { kind: 'location', latitude, longitude, ...(venue ? { name: venue.title, address: venue.address } : {}) };
  },
  ({ contact }) =>
    contact && {
      kind: 'contact',
      name: [contact.first_name, contact.last_name].filter(Boolean).join(' '),
      phones: [contact.phone_number],
      emails: [],
    },
  ({ web_app_data: answer }) => answer && { kind: 'choice', title: answer.button_text, id: answer.data },
  ({ story }) => story && { kind: 'reference', what: 'story', id: String(story.id) },
];

/** What a message holds beside text and files; what this version does not know is named. */
export function partsOf(message: TelegramMessage): Part[] {
  const parts = readers.map((read) => read(message)).filter((part) => part !== undefined);
  const isKnown = parts.length > 0 || Object.keys(message).some((key) => textAndFiles.has(key));
  if (isKnown) return parts;
  const type = Object.keys(message).find((key) => !aboutTheMessage.has(key)) ?? 'nothing';
  return [{ kind: 'unsupported', type }];
}

const textAndFiles = new Set('text caption photo voice audio video video_note document animation poll'.split(' '));

const aboutTheMessage = new Set(
  `message_id message_thread_id direct_messages_topic from sender_chat sender_boost_count sender_business_bot sender_tag
   business_connection_id chat date edit_date forward_origin is_topic_message is_automatic_forward reply_to_message
   external_reply quote reply_to_story reply_to_checklist_task_id via_bot has_protected_content is_from_offline
   is_paid_post media_group_id author_signature paid_star_count entities link_preview_options suggested_post_info
   effect_id caption_entities show_caption_above_media has_media_spoiler reply_markup`.split(/\s+/),
);

/** What a group tells about itself; https://core.telegram.org/bots/api#message, read 2026-11-22. */
const serviceKinds =
  `new_chat_members left_chat_member chat_owner_left chat_owner_changed new_chat_title new_chat_photo delete_chat_photo
   group_chat_created supergroup_chat_created channel_chat_created message_auto_delete_timer_changed migrate_to_chat_id
   migrate_from_chat_id pinned_message connected_website write_access_allowed proximity_alert_triggered boost_added
   chat_background_set checklist_tasks_done checklist_tasks_added direct_message_price_changed forum_topic_created
   forum_topic_edited forum_topic_closed forum_topic_reopened general_forum_topic_hidden general_forum_topic_unhidden
   giveaway_created giveaway giveaway_winners giveaway_completed paid_message_price_changed video_chat_scheduled
   video_chat_started video_chat_ended video_chat_participants_invited`.split(/\s+/);

/** Is it news about the chat, which nobody wrote? */
export const isService = (message: TelegramMessage): boolean => serviceKinds.some((kind) => kind in message);

/** The sender's own number: only when the contact is the sender, since anybody may pass on anybody's. */
export function ownPhone({ contact, from }: TelegramMessage): Alias[] {
  const digits = contact?.phone_number.replace(/\D/g, '') ?? '';
  if (contact?.user_id === undefined || contact.user_id !== from?.id || digits === '') return [];
  return [{ channel: 'sms', address: `+${digits}` }];
}

/** The message that this one answers; the first message of a topic is what everything in it "answers". */
export function quotedOf({ reply_to_message: quoted, ...message }: TelegramMessage): number | undefined {
  if (!quoted || quoted.chat.id !== message.chat.id) return undefined;
  return message.is_topic_message && quoted.message_id === message.message_thread_id ? undefined : quoted.message_id;
}
