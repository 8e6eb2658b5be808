import { slackSignature } from '#adapters/channels/slack/signature.ts';
import { asciiJson } from './ascii-json.ts';
import { lastMessages } from './last-message.ts';
import type { CustomerAction, Field, LocalChannel, ProviderRequest } from './local-channel.ts';
import {
  appId,
  botToken,
  botUserId,
  connection,
  directOf,
  nextTs,
  signingSecret,
  webhookPath,
} from './slack-account.ts';
import { slackHosts } from './slack-stand-in.ts';

type Values = Readonly<Record<string, string>>;
type Content = Readonly<Record<string, unknown>>;

const from: Field = { name: 'from', label: 'User id', value: 'U0NORA0001' };
const channel: Field = { name: 'channel', label: 'Channel id, if in one', value: '' };
const text: Field = { name: 'text', label: 'Text', value: 'Where is my parcel?', kind: 'long' };
const ts: Field = { name: 'ts', label: 'Time of the message (behind the colon), else the last', value: '' };
const thread: Field = { name: 'thread', label: 'Time of the thread’s first message, if in one', value: '' };

const channelOf = ({ from: userId = '', channel: place = '' }: Values): string => place || directOf(userId);

const escaped = (plain = ''): string => plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function signed(body: string, contentType: string, now: Date): ProviderRequest {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const headers = {
    'content-type': contentType,
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': slackSignature(signingSecret, timestamp, Buffer.from(body)),
  };
  return { path: webhookPath, headers, body };
}

const eventRequest = (event: Content, now: Date): ProviderRequest => {
  const body = {
    team_id: connection.accountId,
    api_app_id: appId,
    event: { event_ts: nextTs(now), ...event },
    type: 'event_callback',
    event_id: `Ev${nextTs(now).replace('.', '')}`,
    event_time: Math.floor(now.getTime() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: connection.accountId,
        user_id: botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
  };
  return signed(asciiJson(body), 'application/json', now);
};

const formRequest = (fields: Readonly<Record<string, string>>, now: Date): ProviderRequest =>
  signed(new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded', now);

const messageOf = (values: Values, now: Date, content: Content): Content => {
  const place = channelOf(values);
  const time = nextTs(now);
  return {
    type: 'message',
    channel: place,
    channel_type: place.startsWith('D') ? 'im' : 'channel',
    user: values.from ?? '',
    team: connection.accountId,
    ts: time,
    event_ts: time,
    ...(values.thread ? { thread_ts: values.thread } : {}),
    ...content,
  };
};

const chats = lastMessages();
const placeOf = (values: Values): string => `${values.from} in ${channelOf(values)}`;
const tsOf = (values: Values): string => values.ts || chats.of(placeOf(values));

/** A message of the customer's own, which is now the last. */
const written = (values: Values, now: Date, content: Content): Content => {
  const message = messageOf(values, now, content);
  chats.note(placeOf(values), String(message.ts));
  return message;
};

const file = {
  id: 'F0PICTURE1',
  name: 'parcel.png',
  mimetype: 'image/png',
  filetype: 'png',
  size: 512,
  mode: 'hosted',
  url_private_download: `https://files.slack.com/files-pri/${connection.accountId}-F0PICTURE1/download/parcel.png`,
};

const writtenBefore = (values: Values, said: string): Content => ({
  type: 'message',
  user: values.from ?? '',
  team: connection.accountId,
  text: said,
  ts: tsOf(values),
});

type Action = {
  readonly id: string;
  readonly label: string;
  readonly fields: readonly Field[];
  readonly request: (values: Values, now: Date) => ProviderRequest;
};

const message: Action = {
  id: 'message',
  label: 'Write',
  fields: [channel, thread, text],
  request: (values, now) => eventRequest(written(values, now, { text: escaped(values.text) }), now),
};

const mention: Action = {
  id: 'mention',
  label: 'Mention the app',
  fields: [{ ...channel, label: 'Channel id', value: 'C0ELSE0001' }, text],
  request: (values, now) =>
    eventRequest(messageOf(values, now, { type: 'app_mention', text: `<@${botUserId}> ${escaped(values.text)}` }), now),
};

const pictureSent: Action = {
  id: 'picture',
  label: 'Send a picture',
  fields: [channel, { ...text, value: 'It arrived like this' }],
  request: (values, now) =>
    eventRequest(written(values, now, { subtype: 'file_share', text: escaped(values.text), files: [file] }), now),
};

const edit: Action = {
  id: 'edit',
  label: 'Edit a message',
  fields: [channel, ts, text],
  request: (values, now) => {
    const edited = { edited: { user: values.from, ts: nextTs(now) } };
    const content = {
      subtype: 'message_changed',
      hidden: true,
      message: { ...writtenBefore(values, escaped(values.text)), ...edited },
      previous_message: writtenBefore(values, 'what it was'),
    };
    return eventRequest(messageOf(values, now, content), now);
  },
};

const deletion: Action = {
  id: 'delete',
  label: 'Delete a message',
  fields: [channel, ts],
  request: (values, now) => {
    const content = { deleted_ts: tsOf(values), hidden: true, previous_message: writtenBefore(values, 'what it was') };
    return eventRequest(messageOf(values, now, { subtype: 'message_deleted', ...content }), now);
  },
};

const reaction: Action = {
  id: 'reaction',
  label: 'React to a message',
  fields: [channel, ts, { name: 'emoji', label: 'Name of the emoji', value: 'thumbsup' }],
  request: (values, now) => {
    const item = { type: 'message', channel: channelOf(values), ts: tsOf(values) };
    return eventRequest({ type: 'reaction_added', user: values.from, reaction: values.emoji, item }, now);
  },
};

const button: Action = {
  id: 'button',
  label: 'Press a button',
  fields: [
    channel,
    ts,
    { name: 'title', label: 'Button', value: 'Yes, thanks' },
    { name: 'data', label: 'Its value', value: 'helped:yes' },
  ],
  request: (values, now) => {
    const place = channelOf(values);
    const time = values.ts || nextTs(now);
    const pressed = { action_id: 'helped', block_id: 'b', type: 'button', value: values.data, action_ts: nextTs(now) };
    const payload = {
      type: 'block_actions',
      team: { id: connection.accountId, domain: 'parley' },
      user: { id: values.from, username: 'nora.pohl', team_id: connection.accountId },
      api_app_id: appId,
      container: { type: 'message', message_ts: time, channel_id: place },
      channel: { id: place, name: 'directmessage' },
      actions: [{ ...pressed, text: { type: 'plain_text', text: values.title } }],
    };
    return formRequest({ payload: JSON.stringify(payload) }, now);
  },
};

const command: Action = {
  id: 'command',
  label: 'Use the slash command',
  fields: [text],
  request: (values, now) =>
    formRequest(
      {
        team_id: connection.accountId,
        channel_id: 'C0ELSE0001',
        channel_name: 'general',
        user_id: values.from ?? '',
        user_name: 'nora.pohl',
        command: '/support',
        text: values.text ?? '',
        api_app_id: appId,
        trigger_id: `${nextTs(now)}.738474920.local`,
      },
      now,
    ),
};

const uninstall: Action = {
  id: 'uninstall',
  label: 'Remove the app from the workspace',
  fields: [],
  request: (_, now) => eventRequest({ type: 'app_uninstalled' }, now),
};

const actionOf = ({ id, label, fields, request }: Action): CustomerAction => ({
  id,
  label,
  fields: [from, ...fields],
  webhooks: (values, { now }) => [request(values, now)],
});

/** An app in a Slack workspace, with one channel that is an inbox: C0HELP0001. */
export const slackLocal: LocalChannel = {
  title: 'Slack',
  connection: { ...connection, settings: { ...connection.settings, channels: [...connection.settings.channels] } },
  credentials: { botToken, signingSecrets: [signingSecret] },
  actions: [message, mention, pictureSent, edit, deletion, reaction, button, command, uninstall].map(actionOf),
  hosts: slackHosts,
};
