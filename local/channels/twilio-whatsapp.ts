import { randomBytes } from 'node:crypto';
import { twilioAccount } from '../seed/accounts.ts';
import { signedTwilioRequest } from '../stand-ins/twilio-webhook.ts';
import type { CustomerAction, Field, LocalChannel, ProviderRequest } from './local-channel.ts';

const connection = {
  id: 'support-twilio-whatsapp',
  provider: 'twilio-whatsapp',
  channel: 'whatsapp',
  name: 'Support on WhatsApp (Twilio)',
  address: '+15550002000',
  accountId: twilioAccount.accountSid,
  queueId: 'billing',
} as const;

const from: Field = { name: 'from', label: 'From', value: '+15550102000' };
const name: Field = { name: 'name', label: 'Name', value: 'Rosa Marin' };
const text: Field = { name: 'text', label: 'Text', value: 'Hola! Is my order on its way?', kind: 'long' };

type Values = Readonly<Record<string, string>>;
const hex = (): string => randomBytes(16).toString('hex');

/** What each kind of message has beside what all have, as fields of Twilio's form. */
type Action = {
  readonly id: string;
  readonly label: string;
  readonly fields: readonly Field[];
  readonly form: (values: Values) => Readonly<Record<string, string>>;
};

function webhook(action: Action, values: Values, publicUrl: string): ProviderRequest {
  const sid = `SM${hex()}`;
  const path = `/webhooks/twilio-whatsapp/${connection.id}`;
  const { headers, body } = signedTwilioRequest({
    url: `${publicUrl}${path}`,
    authToken: twilioAccount.authToken,
    params: {
      SmsMessageSid: sid,
      SmsSid: sid,
      MessageSid: sid,
      AccountSid: twilioAccount.accountSid,
      ProfileName: values.name ?? '',
      WaId: (values.from ?? '').replace('+', ''),
      SmsStatus: 'received',
      MessageType: 'text',
      NumMedia: '0',
      NumSegments: '1',
      ReferralNumMedia: '0',
      Body: '',
      From: `whatsapp:${values.from ?? ''}`,
      To: `whatsapp:${connection.address}`,
      ApiVersion: '2010-04-01',
      ...action.form(values),
    },
  });
  return { path, headers, body };
}

const actionOf = (action: Action): CustomerAction => ({
  id: action.id,
  label: action.label,
  fields: [from, name, ...action.fields],
  webhooks: (values, { publicUrl }) => [webhook(action, values, publicUrl)],
});

const mediaUrl = (): string =>
  `https://api.twilio.com/2010-04-01/Accounts/${twilioAccount.accountSid}/Messages/MM${hex()}/Media/ME${hex()}`;

const actions: readonly Action[] = [
  { id: 'message', label: 'Write', fields: [text], form: (values) => ({ Body: values.text ?? '' }) },
  {
    id: 'picture',
    label: 'Send a picture',
    fields: [{ ...text, value: 'It arrived like this' }],
    form: (values) => ({
      Body: values.text ?? '',
      MessageType: 'image',
      NumMedia: '1',
      MediaContentType0: 'image/png',
      MediaUrl0: mediaUrl(),
    }),
  },
  {
    id: 'reply',
    label: 'Answer one of our messages',
    fields: [text, { name: 'sid', label: 'Its SID', value: '' }],
    form: (values) => ({
      Body: values.text ?? '',
      OriginalRepliedMessageSid: values.sid ?? '',
      OriginalRepliedMessageSender: `whatsapp:${connection.address}`,
    }),
  },
  {
    id: 'button',
    label: 'Press a button',
    fields: [
      { name: 'title', label: 'Button', value: 'Yes, confirm' },
      { name: 'payload', label: 'Its id', value: 'confirm' },
    ],
    form: ({ title = '', payload = '' }) => ({
      Body: title,
      ButtonText: title,
      ButtonPayload: payload,
      MessageType: 'interactive',
    }),
  },
  {
    id: 'location',
    label: 'Send a place',
    fields: [
      { name: 'latitude', label: 'Latitude', value: '25.0188', kind: 'number' },
      { name: 'longitude', label: 'Longitude', value: '-77.3960', kind: 'number' },
      { name: 'label', label: 'Place', value: 'The red house' },
    ],
    form: ({ latitude = '', longitude = '', label = '' }) => ({
      MessageType: 'location',
      Latitude: latitude,
      Longitude: longitude,
      Label: label,
    }),
  },
];

/** WhatsApp through Twilio. Its API is the stand-in for Twilio that texts have too (`local/stand-ins/twilio.ts`). */
export const twilioWhatsAppLocal: LocalChannel = {
  title: 'WhatsApp (Twilio)',
  connection,
  credentials: { accountSid: twilioAccount.accountSid, authTokens: [twilioAccount.authToken] },
  actions: actions.map(actionOf),
};
