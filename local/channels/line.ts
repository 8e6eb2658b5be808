import { lineSignature } from '#adapters/channels/line/signature.ts';
import { lastMessages } from './last-message.ts';
import {
  bot,
  channelAccessToken,
  channelSecret,
  connection,
  eventId,
  hex,
  messageId,
  replyTokens,
  webhookPath,
} from './line-account.ts';
import { lineHosts } from './line-stand-in.ts';
import type { CustomerAction, Field, LocalChannel, ProviderRequest } from './local-channel.ts';

type Values = Readonly<Record<string, string>>;
type Event = Readonly<Record<string, unknown>>;

const from: Field = { name: 'from', label: 'User id', value: `U${'1a2b3c4d'.repeat(4)}` };
const group: Field = { name: 'group', label: 'Group id, if in a group', value: '' };
const text: Field = { name: 'text', label: 'Text', value: 'Where is my parcel?', kind: 'long' };
const id: Field = { name: 'id', label: 'Id of the message, else the last', value: '' };

const sourceOf = ({ from: userId = '', group: groupId = '' }: Values) =>
  groupId === '' ? { type: 'user', userId } : { type: 'group', groupId, userId };

function webhook(values: Values, now: Date, event: Event): ProviderRequest {
  const whole = {
    ...event,
    webhookEventId: eventId(),
    deliveryContext: { isRedelivery: false },
    timestamp: now.getTime(),
    source: sourceOf(values),
    mode: 'active',
  };
  const body = JSON.stringify({ destination: bot, events: [whole] });
  return {
    path: webhookPath,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-line-signature': lineSignature(body, channelSecret),
      'user-agent': 'LineBotWebhook/2.0',
    },
    body,
  };
}

type Action = Pick<CustomerAction, 'id' | 'label' | 'fields'> & { readonly event: (values: Values) => Event };

const chats = lastMessages();
const placeOf = ({ from: customer = '', group: place = '' }: Values): string => place || customer;
const idOf = (values: Values): string => values.id || chats.of(placeOf(values));

/** A token with which whoever wrote, or the group, can be answered once. */
function replyTokenFor(values: Values): string {
  const token = hex();
  replyTokens.set(token, placeOf(values));
  return token;
}

const message = (values: Values, content: Event): Event => ({
  type: 'message',
  replyToken: replyTokenFor(values),
  message: { id: chats.note(placeOf(values), messageId()), quoteToken: hex(), markAsReadToken: hex(), ...content },
});

const actions: readonly Action[] = [
  {
    id: 'message',
    label: 'Write',
    fields: [text, group],
    event: (values) => message(values, { type: 'text', text: values.text }),
  },
  {
    id: 'picture',
    label: 'Send a picture',
    fields: [],
    event: (values) => message(values, { type: 'image', contentProvider: { type: 'line' } }),
  },
  {
    id: 'sticker',
    label: 'Send a sticker',
    fields: [],
    event: (values) =>
      message(values, {
        type: 'sticker',
        packageId: '446',
        stickerId: '1988',
        stickerResourceType: 'STATIC',
        keywords: ['happy', 'thanks'],
      }),
  },
  {
    id: 'location',
    label: 'Send a place',
    fields: [],
    event: (values) =>
      message(values, {
        type: 'location',
        title: 'Harbour Store',
        address: '1-3 Kioicho, Chiyoda-ku, Tokyo',
        latitude: 35.679_66,
        longitude: 139.736_69,
      }),
  },
  {
    id: 'button',
    label: 'Press a button',
    fields: [{ name: 'data', label: 'Its data', value: 'action=status&order=1001' }],
    event: (values) => ({ type: 'postback', replyToken: replyTokenFor(values), postback: { data: values.data ?? '' } }),
  },
  {
    id: 'edit',
    label: 'Edit a message in a group',
    fields: [
      id,
      { ...text, value: 'Where is my parcel, order 1001?' },
      { ...group, value: `C${'9f8e7d6c'.repeat(4)}` },
    ],
    event: (values) => ({
      type: 'messageEdited',
      message: { type: 'text', id: idOf(values), quoteToken: hex(), text: values.text },
    }),
  },
  {
    id: 'delete',
    label: 'Unsend a message',
    fields: [id, group],
    event: (values) => ({ type: 'unsend', unsend: { messageId: idOf(values) } }),
  },
  { id: 'block', label: 'Block the account', fields: [], event: () => ({ type: 'unfollow' }) },
  {
    id: 'unblock',
    label: 'Unblock the account',
    fields: [],
    event: (values) => ({ type: 'follow', replyToken: replyTokenFor(values), follow: { isUnblocked: true } }),
  },
];

export const lineLocal: LocalChannel = {
  title: 'LINE',
  connection,
  credentials: { channelSecrets: [channelSecret], channelAccessToken },
  actions: actions.map(({ event, fields, ...action }) => ({
    ...action,
    fields: [from, ...fields],
    webhooks: (values, { now }) => [webhook(values, now, event(values))],
  })),
  hosts: lineHosts,
};
