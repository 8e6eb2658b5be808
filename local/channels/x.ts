import type { CustomerAction, Field, LocalChannel, ProviderRequest } from './local-channel.ts';
import { xHosts } from './x-stand-in.ts';
import { account, activity, connection, credentials, directMessage, newId } from './x-webhook.ts';

type Values = Readonly<Record<string, string>>;

const from: Field = { name: 'from', label: 'User id', value: '2222222222222222222' };
const handle: Field = { name: 'handle', label: 'Handle', value: 'OtherUser' };
const text: Field = { name: 'text', label: 'Text', value: 'Is your shop open on Sunday?', kind: 'long' };

const userOf = ({ from: id, handle: username }: Values) => ({
  id,
  username,
  name: username,
  protected: false,
  verified: false,
});

const received = (values: Values, now: Date, data: Readonly<Record<string, unknown>>): ProviderRequest =>
  activity('dm.received', now, {
    payload: {
      direct_message_events: [directMessage({ from: values.from ?? '', to: account, data }, now)],
      users: { [values.from ?? '']: { data: userOf(values) } },
    },
  });

const pictureUrl = 'https://ton.twitter.com/1.1/ton/data/dm/1034828552951160836/1034828533812486145/oP5p359h.png';

type Action = Pick<CustomerAction, 'id' | 'label' | 'fields'> & {
  readonly request: (values: Values, now: Date) => ProviderRequest;
};

const actions: readonly Action[] = [
  {
    id: 'message',
    label: 'Write a direct message',
    fields: [text],
    request: (values, now) => received(values, now, { text: values.text }),
  },
  {
    id: 'picture',
    label: 'Send a picture',
    fields: [{ ...text, value: 'It arrived like this' }],
    request: (values, now) => {
      const media = { type: 'photo', url: 'https://t.co/dOLqpmn7zX', media_url_https: pictureUrl };
      return received(values, now, { text: `${values.text} ${media.url}`, attachment: { type: 'media', media } });
    },
  },
  {
    id: 'mention',
    label: 'Mention us in a post',
    fields: [{ ...text, value: '@HarbourStore my parcel is late' }],
    request: (values, now) => {
      const id = newId(now);
      const post = {
        id,
        author_id: values.from,
        text: values.text,
        created_at: now.toISOString(),
        conversation_id: id,
      };
      return activity('post.mention.create', now, { payload: post, includes: { users: [userOf(values)] } });
    },
  },
  {
    id: 'encrypted',
    label: 'Write in encrypted XChat',
    fields: [],
    request: ({ from: sender_id = '' }, now) =>
      activity('chat.received', now, {
        payload: {
          id: newId(now),
          created_at_msec: String(now.getTime()),
          sender_id,
          conversation_id: `${sender_id}:${account}`,
          encoded_event: 'CwABAAAAEzIwODA0MDA4MjUyMjcxMDAxNjAL',
        },
      }),
  },
  {
    id: 'read',
    label: 'Read our messages',
    fields: [],
    request: ({ from: sender_id }, now) => {
      const read = {
        created_timestamp: String(now.getTime()),
        sender_id,
        target: { recipient_id: account },
        last_read_event_id: newId(now),
      };
      return activity('dm.read', now, { payload: { direct_message_mark_read_events: [read], users: {} } });
    },
  },
];

export const xLocal: LocalChannel = {
  title: 'X',
  connection,
  credentials,
  actions: actions.map(({ request, fields, ...action }) => ({
    ...action,
    fields: [from, handle, ...fields],
    webhooks: (values, { now }) => [request(values, now)],
  })),
  hosts: xHosts,
};
