import { randomUUID } from 'node:crypto';
import { formToken } from '#adapters/channels/web-form/form-token.ts';
import { ownFields } from '#adapters/channels/web-form/settings.ts';
import { mailConnection } from '../seed/accounts.ts';
import type { Field, LocalChannel } from './local-channel.ts';

const signingKey = 'local-web-form-signing-key'.padEnd(40, '.');

const topics = ['An order', 'An invoice', 'Something else'];

const connection = {
  id: 'support-web-form',
  provider: 'web-form',
  channel: 'form',
  name: 'Contact form',
  address: 'www.shop.example/contact',
  queueId: 'billing',
  settings: {
    title: 'Write to us',
    intro: 'We answer by mail, on working days within a few hours.',
    fields: [
      { name: 'name', label: 'Your name', kind: 'text', required: false, options: [] },
      { name: 'email', label: 'Mail address', kind: 'email', required: true, options: [] },
      { name: 'phone', label: 'Phone', kind: 'tel', required: false, options: [] },
      { name: 'topic', label: 'What is it about?', kind: 'choice', required: true, options: topics },
      { name: 'message', label: 'Your message', kind: 'long', required: true, options: [] },
      { name: 'privacy', label: 'You may keep this to answer me.', kind: 'consent', required: true, options: [] },
    ],
    allowedOrigins: ['https://www.shop.example'],
    thanks: { text: 'Thank you. We write to you soon.' },
    minSeconds: 3,
    emailConnectionId: mailConnection.id,
  },
} as const;

const fields: readonly Field[] = [
  { name: 'name', label: 'Name', value: 'Grace Field' },
  { name: 'email', label: 'Mail address', value: 'grace@customer.example' },
  { name: 'topic', label: 'Topic', value: 'An invoice' },
  { name: 'message', label: 'Message', value: 'My invoice is in the wrong name.', kind: 'long' },
];

/** How long the visitor looked at the form. */
const readingMs = 10_000;

/** A contact form; the page itself is at the connection's webhook address. */
export const webFormLocal: LocalChannel = {
  title: 'Contact form',
  connection: {
    ...connection,
    settings: {
      ...connection.settings,
      fields: connection.settings.fields.map((field) => ({ ...field, options: [...field.options] })),
      allowedOrigins: [...connection.settings.allowedOrigins],
    },
  },
  credentials: { signingKeys: [signingKey] },
  actions: [
    {
      id: 'message',
      label: 'Fill in the form',
      fields,
      webhooks: (values, { now }) => {
        const shown = { at: new Date(now.getTime() - readingMs), nonce: randomUUID() };
        const token = formToken(signingKey, connection.id, shown);
        return [
          {
            path: `/webhooks/web-form/${connection.id}`,
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
            body: new URLSearchParams({ ...values, privacy: 'on', [ownFields.token]: token }).toString(),
          },
        ];
      },
    },
  ],
};
