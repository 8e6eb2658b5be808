import { randomBytes } from 'node:crypto';
import { lastMessages } from './last-message.ts';
import type { CustomerAction, Field, ProviderRequest } from './local-channel.ts';

/** A number of the business, as Meta knows it. */
export type WhatsAppNumber = {
  readonly wabaId: string;
  readonly phoneNumberId: string;
  /** Digits only. */
  readonly displayNumber: string;
};

export type WhatsAppEntry = Readonly<Record<string, unknown>>;

type Value = Readonly<Record<string, unknown>>;
type Values = Readonly<Record<string, string>>;

export const newWamid = (): string => `wamid.HBgL${randomBytes(24).toString('base64')}`;

const seconds = (at: Date): string => String(Math.floor(at.getTime() / 1000));

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference */
export const entryOf = (number: WhatsAppNumber, field: string, value: Value): WhatsAppEntry => ({
  id: number.wabaId,
  changes: [
    {
      value: {
        messaging_product: 'whatsapp',
        metadata: { display_phone_number: number.displayNumber, phone_number_id: number.phoneNumberId },
        ...value,
      },
      field,
    },
  ],
});

/** How a message of ours fared. */
export const statusEntry = (number: WhatsAppNumber, now: Date, status: Value): WhatsAppEntry =>
  entryOf(number, 'messages', { statuses: [{ timestamp: seconds(now), ...status }] });

const names: Readonly<Record<string, string>> = { '491510000201': 'Mila Brandt', '491510000202': 'Deniz Aydin' };
const [mila = ''] = Object.keys(names);

const from: Field = { name: 'from', label: 'From (number without plus)', value: mila };
const text: Field = {
  name: 'text',
  label: 'Text',
  value: 'Hi! My parcel says delivered, but it is not here 😕',
  kind: 'long',
};
const wamid: Field = { name: 'wamid', label: 'Which message (wamid), else the last', value: '' };

const chats = lastMessages();
const wamidOf = ({ from: customer, wamid: named }: Values): string => named || chats.of(customer);

/** What a person without a visible number is known by. */
const scopedId = 'DE.13491208655302741918';

type Sending = { readonly number: WhatsAppNumber; readonly toRequest: (entry: WhatsAppEntry) => ProviderRequest };

/** Something that a customer sends. Each shows an id of WhatsApp's own beside the number, as since 2026. */
function sends(
  sending: Sending,
  action: Omit<CustomerAction, 'webhooks'>,
  content: (values: Values) => Value,
): CustomerAction {
  return {
    ...action,
    fields: [from, ...action.fields],
    webhooks: (values, { now }) => {
      const number = values.from ?? mila;
      const ids = { wa_id: number, user_id: `DE.${number}` };
      // The content first: it may be about the message before.
      const said = content({ ...values, from: number });
      const id = isMessage(said) ? chats.note(number, newWamid()) : newWamid();
      const message = { from: number, from_user_id: ids.user_id, id, timestamp: seconds(now) };
      const contacts = [{ profile: { name: names[number] ?? 'Somebody' }, ...ids }];
      const value = { contacts, messages: [{ ...message, ...said }] };
      return [sending.toRequest(entryOf(sending.number, 'messages', value))];
    },
  };
}

const isMessage = ({ type }: Value): boolean => !['reaction', 'edit', 'revoke'].includes(String(type));

const textOf = (body: string | undefined) => ({ type: 'text', text: { body } });

const messagesOf = (sending: Sending): readonly CustomerAction[] => [
  sends(sending, { id: 'message', label: 'Write', fields: [text] }, (values) => textOf(values.text)),
  sends(sending, { id: 'picture', label: 'Send a picture', fields: [{ ...text, label: 'Caption' }] }, (values) => ({
    type: 'image',
    image: {
      id: `77${Date.now()}`,
      mime_type: 'image/png',
      sha256: randomBytes(32).toString('base64'),
      caption: values.text,
    },
  })),
  sends(sending, { id: 'reply', label: 'Answer one message', fields: [text, wamid] }, (values) => ({
    ...textOf(values.text),
    context: { from: sending.number.displayNumber, id: wamidOf(values) },
  })),
  sends(sending, { id: 'location', label: 'Send a place', fields: [] }, () => ({
    type: 'location',
    location: { latitude: 52.5163, longitude: 13.3777, name: 'Brandenburger Tor', address: 'Pariser Platz, Berlin' },
  })),
];

const answersOf = (sending: Sending): readonly CustomerAction[] => [
  sends(
    sending,
    { id: 'button', label: 'Press a button', fields: [{ ...text, label: 'Button', value: 'Track my order' }] },
    (values) => ({
      type: 'interactive',
      interactive: { type: 'button_reply', button_reply: { id: 'TRACK_ORDER', title: values.text } },
    }),
  ),
  sends(sending, { id: 'form', label: 'Fill in a form', fields: [] }, () => ({
    type: 'interactive',
    interactive: {
      type: 'nfm_reply',
      nfm_reply: { name: 'flow', body: 'Sent', response_json: '{"flow_token":"f1","order":"1042","problem":"broken"}' },
    },
  })),
  sends(sending, { id: 'order', label: 'Send a shopping cart', fields: [] }, () => ({
    type: 'order',
    order: {
      catalog_id: '194836987003835',
      text: 'Can I have these by Friday?',
      product_items: [{ product_retailer_id: 'di9ozbzfi4', quantity: 2, item_price: 30, currency: 'EUR' }],
    },
  })),
  sends(sending, { id: 'advertisement', label: 'Come by an advertisement', fields: [text] }, (values) => ({
    ...textOf(values.text),
    referral: {
      source_url: 'https://fb.me/3cr4Wqqkv',
      source_id: '120226305854810726',
      source_type: 'ad',
      headline: 'Spring sale',
      body: 'Everything for the garden',
      media_type: 'image',
    },
  })),
];

const changesOf = (sending: Sending): readonly CustomerAction[] => [
  sends(sending, { id: 'reaction', label: 'React', fields: [wamid] }, (values) => ({
    type: 'reaction',
    reaction: { message_id: wamidOf(values), emoji: '👍' },
  })),
  sends(sending, { id: 'edit', label: 'Edit a message', fields: [wamid, text] }, (values) => ({
    type: 'edit',
    edit: { original_message_id: wamidOf(values), message: textOf(values.text) },
  })),
  sends(sending, { id: 'delete', label: 'Delete a message', fields: [wamid] }, (values) => ({
    type: 'revoke',
    revoke: { original_message_id: wamidOf(values) },
  })),
];

/** What customers can do in WhatsApp, whichever way it comes to us. */
export const whatsAppActions = (sending: Sending): readonly CustomerAction[] => [
  ...messagesOf(sending),
  ...answersOf(sending),
  ...changesOf(sending),
  withoutNumber(sending),
  stopsMarketing(sending),
  answeredInApp(sending),
];

const withoutNumber = ({ number, toRequest }: Sending): CustomerAction => ({
  id: 'hidden',
  label: 'Write without showing a number',
  fields: [text],
  webhooks: (values, { now }) => [
    toRequest(
      entryOf(number, 'messages', {
        contacts: [{ profile: { name: 'Jo', username: 'jo.writes' }, user_id: scopedId }],
        messages: [{ from_user_id: scopedId, id: newWamid(), timestamp: seconds(now), ...textOf(values.text) }],
      }),
    ),
  ],
});

const stopsMarketing = ({ number, toRequest }: Sending): CustomerAction => ({
  id: 'stop-marketing',
  label: 'Stop marketing messages',
  fields: [from],
  webhooks: (values, { now }) => [
    toRequest(
      entryOf(number, 'user_preferences', {
        contacts: [{ wa_id: values.from }],
        user_preferences: [
          {
            wa_id: values.from,
            detail: 'User requested to stop marketing messages',
            category: 'marketing_messages',
            value: 'stop',
            timestamp: Number(seconds(now)),
          },
        ],
      }),
    ),
  ],
});

const answeredInApp = ({ number, toRequest }: Sending): CustomerAction => ({
  id: 'echo',
  label: 'A colleague answers in the WhatsApp Business app',
  fields: [from, { ...text, value: 'I am looking into it.' }],
  webhooks: (values, { now }) => [
    toRequest(
      entryOf(number, 'smb_message_echoes', {
        message_echoes: [
          {
            from: number.displayNumber,
            to: values.from,
            id: newWamid(),
            timestamp: seconds(now),
            ...textOf(values.text),
          },
        ],
      }),
    ),
  ],
});
