import { asciiJson } from './ascii-json.ts';
import { lastMessages } from './last-message.ts';
import type { CustomerAction, Field, LocalChannel, ProviderRequest } from './local-channel.ts';
import { bot, botToken, connection, nextNumber, secretToken, webhookPath } from './telegram-account.ts';
import { telegramHosts } from './telegram-stand-in.ts';

type Values = Readonly<Record<string, string>>;
type Content = Readonly<Record<string, unknown>>;

const from: Field = { name: 'from', label: 'Telegram id', value: '352706501', kind: 'number' };
const name: Field = { name: 'name', label: 'Name', value: 'Nora Pohl' };
const group: Field = { name: 'group', label: 'Id of the group, if in one', value: '' };
const text: Field = { name: 'text', label: 'Text', value: 'Where is my parcel?', kind: 'long' };
const number: Field = { name: 'number', label: 'Number of the message (behind the colon), else the last', value: '' };

const userOf = ({ from: id = '', name: called = '' }: Values) => {
  const [first_name = '', ...rest] = called.split(' ');
  return { id: Number(id), is_bot: false, first_name, ...(rest.length === 0 ? {} : { last_name: rest.join(' ') }) };
};

function chatOf(values: Values) {
  const { id, is_bot: _, ...person } = userOf(values);
  return values.group
    ? { id: Number(values.group), title: 'A group', type: 'supergroup' }
    : { id, ...person, type: 'private' };
}

const chats = lastMessages();
const placeOf = ({ from: customer = '', group: place = '' }: Values): string => `${customer} in ${place}`;
const numberOf = (values: Values): number => Number(values.number || chats.of(placeOf(values)) || nextNumber());

const messageOf = (values: Values, now: Date, content: Content) => ({
  message_id: numberOf(values),
  from: userOf(values),
  chat: chatOf(values),
  date: Math.floor(now.getTime() / 1000),
  ...content,
});

function webhook(update: Content): ProviderRequest {
  const body = asciiJson({ update_id: nextNumber(), ...update });
  const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secretToken };
  return { path: webhookPath, headers, body };
}

type Action = {
  readonly id: string;
  readonly label: string;
  readonly fields: readonly Field[];
  readonly update: (values: Values, now: Date) => Content;
};

/** A message of a kind, of which only the content differs. */
const writing = ({
  id,
  label,
  fields,
  content,
}: Omit<Action, 'update'> & { readonly content: (values: Values) => Content }): Action => ({
  id,
  label,
  fields: [group, ...fields],
  update: (values, now) => {
    const said = content(values);
    const written = { ...values, number: chats.note(placeOf(values), String(nextNumber())) };
    return { message: messageOf(written, now, said) };
  },
});

const photo = { file_id: 'AgADlocal', file_unique_id: 'AQADlocal', file_size: 1140, width: 90, height: 90 };

const membership = (oldStatus: string, newStatus: string) => (values: Values, now: Date) => ({
  my_chat_member: {
    chat: chatOf({ ...values, group: '' }),
    from: userOf(values),
    date: Math.floor(now.getTime() / 1000),
    old_chat_member: { user: bot, status: oldStatus },
    new_chat_member: { user: bot, status: newStatus },
  },
});

const actions: readonly Action[] = [
  writing({ id: 'message', label: 'Write', fields: [text], content: (values) => ({ text: values.text ?? '' }) }),
  writing({
    id: 'picture',
    label: 'Send a picture',
    fields: [{ ...text, value: 'It arrived like this' }],
    content: (values) => ({ photo: [photo], caption: values.text ?? '' }),
  }),
  writing({
    id: 'reply',
    label: 'Answer one of our messages',
    fields: [text, { ...number, name: 'answered' }],
    content: (values) => ({
      text: values.text ?? '',
      reply_to_message: { message_id: Number(values.answered), from: bot, chat: chatOf(values), date: 0 },
    }),
  }),
  writing({
    id: 'location',
    label: 'Send a place',
    fields: [
      { name: 'latitude', label: 'Latitude', value: '52.5200', kind: 'number' },
      { name: 'longitude', label: 'Longitude', value: '13.4050', kind: 'number' },
    ],
    content: ({ latitude, longitude }) => ({ location: { latitude: Number(latitude), longitude: Number(longitude) } }),
  }),
  writing({
    id: 'phone',
    label: 'Share the phone number',
    fields: [{ name: 'phone', label: 'Phone', value: '4915112345678' }],
    content: (values) => ({
      contact: { phone_number: values.phone ?? '', first_name: userOf(values).first_name, user_id: userOf(values).id },
    }),
  }),
  writing({
    id: 'sticker',
    label: 'Send a sticker',
    fields: [],
    content: () => ({ sticker: { ...photo, emoji: '👍', set_name: 'Thumbs' } }),
  }),
  writing({
    id: 'start',
    label: 'Start the bot by a link',
    fields: [{ name: 'payload', label: 'What the link carries', value: 'order-4711' }],
    content: ({ payload = '' }) => ({ text: `/start ${payload}`.trim() }),
  }),
  {
    id: 'edit',
    label: 'Edit a message',
    fields: [number, text],
    update: (values, now) => ({
      edited_message: {
        ...messageOf(values, now, { text: values.text ?? '' }),
        edit_date: Math.floor(now.getTime() / 1000),
      },
    }),
  },
  {
    id: 'reaction',
    label: 'React to a message',
    fields: [number, { name: 'emoji', label: 'Emoji, or nothing', value: '👍' }],
    update: (values, now) => ({
      message_reaction: {
        chat: chatOf(values),
        message_id: numberOf(values),
        user: userOf(values),
        date: Math.floor(now.getTime() / 1000),
        old_reaction: [],
        new_reaction: values.emoji ? [{ type: 'emoji', emoji: values.emoji }] : [],
      },
    }),
  },
  {
    id: 'button',
    label: 'Press a button',
    fields: [
      number,
      { name: 'title', label: 'Button', value: 'Yes, thanks' },
      { name: 'data', label: 'Its id', value: 'helped:yes' },
    ],
    update: (values, now) => ({
      callback_query: {
        id: `${nextNumber()}`.padStart(18, '1'),
        from: userOf(values),
        message: {
          ...messageOf(values, now, { text: 'Did that help?', from: bot }),
          reply_markup: { inline_keyboard: [[{ text: values.title ?? '', callback_data: values.data ?? '' }]] },
        },
        chat_instance: '-5403948573812',
        data: values.data ?? '',
      },
    }),
  },
  { id: 'block', label: 'Block the bot', fields: [], update: membership('member', 'kicked') },
  { id: 'unblock', label: 'Unblock the bot', fields: [], update: membership('kicked', 'member') },
];

const actionOf = ({ id, label, fields, update }: Action): CustomerAction => ({
  id,
  label,
  fields: [from, name, ...fields],
  webhooks: (values, { now }) => [webhook(update(values, now))],
});

/** A Telegram bot. */
export const telegramLocal: LocalChannel = {
  title: 'Telegram',
  connection,
  credentials: { botToken, secretTokens: [secretToken] },
  actions: actions.map(actionOf),
  hosts: telegramHosts,
};
