import { ask } from './local-api.js';

/** Twilio's texts and mail have ways of their own into the local system; here they look like the others. */
const own = [
  {
    provider: 'twilio-sms',
    title: 'Text message',
    actions: [
      {
        id: 'message',
        label: 'Write',
        fields: [
          { name: 'from', label: 'From', value: '+15550100200' },
          { name: 'text', label: 'Text', value: 'Hello, where is my parcel?', kind: 'long' },
        ],
      },
    ],
  },
  {
    provider: 'ses-email',
    title: 'E-mail',
    actions: [
      {
        id: 'message',
        label: 'Write',
        fields: [
          { name: 'from', label: 'From', value: 'jo.miller@customers.example' },
          { name: 'subject', label: 'Subject', value: 'My invoice' },
          { name: 'text', label: 'Text', value: 'Hello, I have a question about my invoice.', kind: 'long' },
        ],
      },
    ],
  },
];
const isOwn = (provider) => own.some((channel) => channel.provider === provider);

export async function readChannels() {
  const { items } = await ask('/local/channels');
  return [...own, ...items.filter(({ provider }) => !isOwn(provider))];
}

/** Does as a customer what is asked; how Parley answered each of the provider's requests. */
export async function simulate({ provider, action, values }) {
  if (!isOwn(provider)) return (await ask('/local/simulate', { provider, action, values })).answers;
  const { webhookStatus, messageId } = await ask('/local/simulate', { provider, ...values });
  const request = provider === 'ses-email' ? 'mail, taken in over SMTP' : 'POST /webhooks/twilio-sms/support-sms';
  return [{ status: webhookStatus ?? 200, request, body: messageId ?? '' }];
}
