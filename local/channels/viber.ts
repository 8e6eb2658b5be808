import { randomBytes } from 'node:crypto';
import { viberSignature } from '#adapters/channels/viber/signature.ts';
import { picture } from '../stand-ins/twilio-picture.ts';
import type {
  CustomerAction,
  Field,
  LocalChannel,
  ProviderRequest,
  StandInAnswer,
  StandInContext,
  StandInRequest,
} from './local-channel.ts';

const authToken = ['local', 'viber', 'auth', 'token'].join('-');

const connection = {
  id: 'support-viber',
  provider: 'viber',
  channel: 'viber',
  name: 'Support on Viber',
  address: 'harbourstore',
  accountId: 'pa:4010203040506070809',
  queueId: 'billing',
} as const;

const path = `/webhooks/viber/${connection.id}`;

/** A token of 64 bits, more than a number holds: written into the JSON as digits. */
const newToken = (): string => String(5_000_000_000_000_000_000n + (randomBytes(8).readBigUInt64BE() >> 4n));

type Values = Readonly<Record<string, string>>;
type Event = Readonly<Record<string, unknown>>;

/** A callback with its token as a number, as Viber has it. */
function callback(event: Event, now: Date): ProviderRequest {
  const json = JSON.stringify({
    timestamp: now.getTime(),
    chat_hostname: 'SN-CHAT-02_',
    message_token: newToken(),
    ...event,
  });
  const body = json.replace(/"message_token":"(\d+)"/, '"message_token":$1');
  return {
    path,
    headers: { 'content-type': 'application/json', 'x-viber-content-signature': viberSignature(body, authToken) },
    body,
  };
}

const from: Field = { name: 'from', label: 'User id', value: '3SQNc4FPUQmysaM/AQEhXg==' };
const name: Field = { name: 'name', label: 'Name', value: 'Olena Kovalenko' };
const text: Field = { name: 'text', label: 'Text', value: 'Where is my order?', kind: 'long' };

const personOf = ({ from: id, name: called }: Values) => ({
  id,
  name: called,
  language: 'uk-UA',
  country: 'UA',
  api_version: 10,
});

type Action = Pick<CustomerAction, 'id' | 'label' | 'fields'> & { readonly event: (values: Values) => Event };

const message = (values: Values, content: Event): Event => ({
  event: 'message',
  sender: personOf(values),
  message: content,
  silent: false,
});

const actions: readonly Action[] = [
  {
    id: 'message',
    label: 'Write',
    fields: [text],
    event: (values) => message(values, { type: 'text', text: values.text }),
  },
  {
    id: 'picture',
    label: 'Send a picture',
    fields: [{ ...text, value: 'It arrived like this' }],
    event: (values) =>
      message(values, {
        type: 'picture',
        text: values.text,
        media:
          'https://dl-media.viber.com/5/media/2/short/any/sig/image/0x0/1a2b/picture.png?Expires=1&Signature=local',
        file_name: 'picture.png',
        size: picture.body.byteLength,
      }),
  },
  {
    id: 'sticker',
    label: 'Send a sticker',
    fields: [],
    event: (values) =>
      message(values, {
        type: 'sticker',
        sticker_id: 40_138,
        media: 'https://content.cdn.viber.com/stickers/40138.png',
      }),
  },
  {
    id: 'location',
    label: 'Send a place',
    fields: [],
    event: (values) => message(values, { type: 'location', location: { lat: 50.768_91, lon: 6.114_99 } }),
  },
  {
    id: 'contact',
    label: 'Send a contact',
    fields: [],
    event: (values) =>
      message(values, { type: 'contact', contact: { name: 'Courier', phone_number: '+380441234567' } }),
  },
  {
    id: 'open',
    label: 'Open the chat for the first time',
    fields: [],
    event: (values) => ({ event: 'conversation_started', type: 'open', user: personOf(values), subscribed: false }),
  },
  {
    id: 'subscribe',
    label: 'Subscribe',
    fields: [],
    event: (values) => ({ event: 'subscribed', user: personOf(values) }),
  },
  {
    id: 'unsubscribe',
    label: 'Unsubscribe',
    fields: [],
    event: ({ from: id }) => ({ event: 'unsubscribed', user_id: id }),
  },
];

type Sending = Readonly<Partial<Record<'receiver' | 'type' | 'text' | 'media' | 'file_name', string>>> & {
  readonly sender?: { readonly name?: string };
  readonly size?: number;
};

const missing = { status: 4, status_message: 'missingData' } as const;
const bad = { status: 3, status_message: 'badData' } as const;

/** What Viber refuses, as its status and words. */
function flawOf(sending: Sending) {
  const { length } = sending.sender?.name ?? '';
  if (!sending.receiver || length === 0 || length > 28) return missing;
  return sending.type === 'text' ? flawOfText(sending) : flawOfFile(sending);
}

const flawOfText = ({ text: said = '' }: Sending) => (said === '' || said.length > 7000 ? bad : undefined);

function flawOfFile({ type, media = '', size, file_name }: Sending) {
  if (!/^https?:/.test(media)) return bad;
  if ((type === 'file' || type === 'video') && size === undefined) return missing;
  return type === 'file' && !file_name ? missing : undefined;
}

function send({ body }: StandInRequest, context: StandInContext): StandInAnswer {
  const sending: Sending = JSON.parse(body.toString('utf8'));
  const flaw = flawOf(sending);
  if (flaw) return { status: 200, body: { ...flaw, chat_hostname: 'SN-CHAT-02_' } };
  const token = newToken();
  const { receiver = '', type = '', text: said = '', file_name } = sending;
  const isFile = type !== 'text' && type !== 'url';
  const sent = {
    provider: 'viber',
    id: token,
    to: receiver,
    text: type === 'url' ? (sending.media ?? '') : said,
    ...(isFile ? { files: [file_name ?? type] } : {}),
    status: 'delivered',
    at: context.now().toISOString(),
  };
  context.noteSent(sent);
  for (const event of ['delivered', 'seen'])
    context.callBack(callback({ event, message_token: token, user_id: receiver }, context.now()));
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: `{"status":0,"status_message":"ok","message_token":${token},"chat_hostname":"SN-CHAT-02_","billing_status":1}`,
  };
}

function api(request: StandInRequest, context: StandInContext): StandInAnswer {
  if (request.headers['x-viber-auth-token'] !== authToken)
    return { status: 200, body: { status: 2, status_message: 'invalidAuthToken', chat_hostname: 'SN-CHAT-02_' } };
  if (request.path === '/pa/send_message') return send(request, context);
  const webhook = `${context.publicUrl}${path}`;
  const event_types = ['subscribed', 'unsubscribed', 'conversation_started', 'delivered', 'failed', 'message', 'seen'];
  if (request.path === '/pa/set_webhook') {
    context.callBack(callback({ event: 'webhook' }, context.now()));
    return { status: 200, body: { status: 0, status_message: 'ok', event_types } };
  }
  const { accountId: id, name: called, address: uri } = connection;
  if (request.path === '/pa/get_account_info')
    return {
      status: 200,
      body: { status: 0, status_message: 'ok', id, name: called, uri, webhook, event_types, subscribers_count: 1 },
    };
  return { status: 404, body: { status: 3, status_message: 'badData' } };
}

const media = (): StandInAnswer => ({ status: 200, headers: { 'content-type': 'image/png' }, body: picture.body });

export const viberLocal: LocalChannel = {
  title: 'Viber',
  connection,
  credentials: {
    authTokens: [authToken],
    welcome: 'Welcome! Write to us, and somebody will answer.',
    welcomeFrom: 'Harbour Store',
  },
  actions: actions.map(({ event, fields, ...action }) => ({
    ...action,
    fields: [from, name, ...fields],
    webhooks: (values, { now }) => [callback(event(values), now)],
  })),
  hosts: { 'chatapi.viber.com': api, 'dl-media.viber.com': media },
};
